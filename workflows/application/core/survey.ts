import { Refusal } from '../../../domain/problem.ts'
import type { EventBody } from '../../../domain/case/event.ts'
import type { Opinion } from '../../../domain/survey/opinion.schema.ts'
import type { CaseState, PartyState } from './case-state.ts'
import { linesOf } from './case-state.ts'
import type { ActRule } from './can.ts'
import { requireAwaited, requireLine, requireParty } from './who.ts'

/**
 * opinions, corrected until the survey closes; the lead's joint record never overwrites what a party filed
 * itself.
 */
export const SURVEY_ACTS: { fileOpinion: ActRule<'fileOpinion'>; fileJointRecord: ActRule<'fileJointRecord'> } = {
  fileOpinion: {
    can(state, { actor, body }) {
      const party = requireParty(state, actor.org)
      if (party.pipelineOwner === true) throw new Refusal('not-concerned', '本单位只作管线交底，不出具踏勘意见')
      requireSurvey(state)
      if (
        state.survey?.closedAt !== undefined &&
        (state.opinions[party.org] !== undefined || state.survey.waived !== undefined)
      )
        throw new Refusal('survey-closed', '联合踏勘已结束，意见不能再提交或更改')
      requireAwaited(state, party)
      checkOpinion(state, party, body, '')
    },
    events: (state, { actor, body }) => [filed(state, actor.org, body, false)],
  },
  fileJointRecord: {
    can(state, { actor, body }) {
      if (actor.org !== state.convener) throw new Refusal('not-concerned', '联合踏勘记录由踏勘牵头单位提交')
      requireSurvey(state)
      if (state.survey?.closedAt !== undefined) throw new Refusal('survey-closed', '联合踏勘已结束')
      body.opinions.forEach(({ org, opinion }, index) => {
        const field = `opinions.${index}`
        if (!Object.hasOwn(state.parties, org))
          throw new Refusal('not-concerned', `${org} 未参与此申请`, `${field}.org`)
        checkOpinion(state, requireParty(state, org), opinion, `${field}.opinion.`)
      })
      if (recordable(state, body.opinions).length === 0)
        throw new Refusal('already-done', '记录中各单位均已自行提交意见')
    },
    events: (state, { body }) =>
      recordable(state, body.opinions).map(({ org, opinion }) => filed(state, org, opinion, true)),
  },
}

function requireSurvey(state: CaseState): void {
  if (state.survey === undefined) throw new Refusal('wrong-stage', '联合踏勘尚未开始', undefined, { early: true })
}

function recordable(state: CaseState, opinions: readonly { org: string; opinion: Opinion }[]) {
  return opinions.filter(({ org }) => state.opinions[org]?.byJointRecord !== false)
}

function filed(state: CaseState, org: string, opinion: Opinion, byJointRecord: boolean): EventBody {
  const corrects = state.opinions[org]?.seq
  const late = state.survey?.closedAt !== undefined
  return {
    type: 'opinionFiled',
    rule: 'R-13',
    data: { org, opinion, late, byJointRecord, ...(corrects === undefined ? {} : { corrects }) },
  }
}

/** A utility answers for each of its lines, an authority in words. */
function checkOpinion(state: CaseState, party: PartyState, opinion: Opinion, prefix: string): void {
  if (party.kind === 'authority') {
    if (opinion.lines !== undefined)
      throw new Refusal('not-concerned', '主管部门填写部门意见，不填写服务线', `${prefix}lines`)
    if (opinion.remarks === undefined) throw new Refusal('opinion-incomplete', '请填写部门意见', `${prefix}remarks`)
    return
  }
  const given = (opinion.lines ?? []).map((line) => line.line)
  given.forEach((id, index) => {
    const field = `${prefix}lines.${index}.line`
    if (state.lines[id]?.status === 'withdrawn') throw new Refusal('wrong-stage', `${id} 已撤销`, field)
    if (requireLine(state, id, field).utility !== party.org)
      throw new Refusal('not-concerned', `${id} 不是本单位承办的服务`, field)
    if (given.indexOf(id) !== index) throw new Refusal('opinion-contradictory', `${id} 出现了两次`, field)
  })
  const missing = linesOf(state).filter(
    (line) => line.utility === party.org && line.status !== 'withdrawn' && !given.includes(line.id),
  )
  if (missing.length > 0)
    throw new Refusal('opinion-incomplete', `还缺：${missing.map((line) => line.id).join('、')}`, `${prefix}lines`)
}
