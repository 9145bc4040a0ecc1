import { localDate } from '../../../domain/clocks/local-date.ts'
import { Refusal } from '../../../domain/problem.ts'
import { linesOf, missingDemand } from './case-state.ts'
import type { CaseState } from './case-state.ts'
import type { ActRule } from './can.ts'
import { requireApplicantSide, requireAwaited, requireParty, requireSince } from './who.ts'

type DemandAct = 'requestSupplement' | 'supplementDemand' | 'recordJointVisit' | 'correctContact'

/**
 * R-03: what is missing is asked for once, all at once, the clock standing still; R-01: the utilities' one joint visit;
 * R-37: the contact.
 */
export const DEMAND_ACTS: { readonly [A in DemandAct]: ActRule<A> } = {
  requestSupplement: {
    can(state, { actor, body }) {
      if (actor.org !== state.collector) throw new Refusal('not-concerned', '一次性告知由采集单位或综窗作出')
      if (state.pushedAt !== undefined || state.accepted !== undefined)
        throw new Refusal('wrong-stage', '需求已受理，不能再要求补正')
      if (state.supplement !== undefined) throw new Refusal('already-done', '一次性告知只能作一次')
      const left = missingDemand(state).filter((field) => !body.items.includes(field))
      if (left.length > 0) throw new Refusal('supplement-incomplete', `还缺：${left.join('、')}，须一次列全`, 'items')
    },
    events: (_state, { body }) => [{ type: 'supplementRequested', rule: 'R-03', data: body }],
  },
  supplementDemand: {
    can(state, { actor, at, body }, policy) {
      requireApplicantSide(state, actor)
      const { form } = state.registration
      if (state.survey?.closedAt !== undefined) throw new Refusal('wrong-stage', '联合踏勘已结束，需求不能再补正')
      const awaited = state.supplement !== undefined && state.supplement.answeredAt === undefined
      if (!awaited && missingDemand(state).length === 0)
        throw new Refusal(state.supplement === undefined ? 'wrong-stage' : 'already-done', '需求没有待补正的内容')
      const wanted = servicesOf(state).join('、')
      if (Object.keys(body.services).toSorted().join('、') !== wanted)
        throw new Refusal('validation-failed', `补正不能增减服务，应为：${wanted}`, 'services')
      if (operatorsOf(state).join() !== (body.services.network?.operators ?? []).toSorted().join())
        throw new Refusal('validation-failed', '补正不能更换运营商', 'services.network.operators')
      const missing = missingDemand(state, { ...form, services: body.services })
      if (missing.length > 0) throw new Refusal('demand-incomplete', `还缺：${missing.join('、')}`, missing[0])
      const today = localDate(at, policy.hours)
      for (const [service, { until } = {}] of Object.entries(body.services)) {
        if (until !== undefined && until < today)
          throw new Refusal('date-past', `临时用至的日期应为今天（${today}）或以后`, `services.${service}.until`)
      }
    },
    events: (_state, { body }) => [{ type: 'demandSupplemented', rule: 'R-03', data: body }],
  },
  recordJointVisit: {
    can(state, { actor, at, body }, policy) {
      const party = requireParty(state, actor.org)
      if (party.kind !== 'utility') throw new Refusal('not-concerned', '联合上门由公用事业单位记录')
      body.orgs.forEach((org, index) => {
        if (!Object.hasOwn(state.parties, org))
          throw new Refusal('not-concerned', `${org} 未参与此申请`, `orgs.${index}`)
      })
      if (state.pushedAt === undefined) throw new Refusal('wrong-stage', '需求尚未推送', undefined, { early: true })
      requireAwaited(state, party)
      requireSince(state, body.date, at, policy, '上门日期', 'date')
      if (state.jointVisit !== undefined) throw new Refusal('already-done', '联合上门已经记录')
      if (state.survey?.closedAt !== undefined) throw new Refusal('wrong-stage', '联合踏勘已结束')
    },
    events: (_state, { body }) => [{ type: 'jointVisitRecorded', rule: 'R-01', data: body }],
  },
  correctContact: {
    can: (state, { actor }) => requireApplicantSide(state, actor),
    events: (_state, { body: { contact, phone } }) => [
      {
        type: 'contactCorrected',
        rule: 'R-37',
        data: { ...(contact === undefined ? {} : { contact }), ...(phone === undefined ? {} : { phone }) },
      },
    ],
  },
}

/** What was not dropped, as the form names it. */
function servicesOf(state: CaseState): readonly string[] {
  return [
    ...new Set(
      linesOf(state)
        .filter((line) => line.status !== 'withdrawn')
        .map((line) => line.service),
    ),
  ].toSorted()
}

function operatorsOf(state: CaseState): readonly string[] {
  return linesOf(state)
    .filter((line) => line.service === 'network' && line.status !== 'withdrawn')
    .map((line) => line.utility)
    .toSorted()
}
