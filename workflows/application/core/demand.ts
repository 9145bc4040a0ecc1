import { fieldWords } from '../../../domain/demand/field-words.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { Acts } from './act-rule.ts'
import type { CaseState } from './case-state.ts'
import { requireCorrectable, requireCorrection } from './corrections.ts'
import { heldBack, partTaken, pushed, releasedAll } from './held.ts'
import { isHeldUp, isWholeHeldUp } from './held-up.ts'
import { concernChoices, requireConcerns, servicesHeldBy } from './letter-items.ts'
import { linesOf } from './lines.ts'
import { isAwaited, isComplete, missingDemand } from './missing.ts'
import { stopped } from './change.ts'
import type { Folds } from './change.ts'
import { demandSupplemented, supplementDemand } from './supplement.ts'
import type { Awaited, Wanted } from './wanted.ts'
import { requireApplicantSide, requireAwaited, requireParty, requireSince, saidOf, userOf } from './who.ts'
import { defined } from '../../../domain/defined.ts'

/**
 * R-03: a demand with doubts is confirmed by the collecting bureau or the window; what is missing is asked for once,
 * all at once, the clock standing still; each receipt is the receiver's own act. R-01: the utilities' one joint visit;
 * R-37: the contact.
 */
export const acts = {
  acceptDemand: {
    may(state, { actor }) {
      if (actor.org !== state.collector) throw new Refusal('not-concerned', '受理由采集单位或综窗办理')
      if (state.accepted !== undefined) throw new Refusal('already-done', '该申请已受理')
      const missing = missingDemand(state, state.registration.form, (line) => isWholeHeldUp(state) || !isHeldUp(line))
      if (missing.length > 0)
        throw new Refusal('demand-incomplete', `还缺：${missing.map(fieldWords).join('、')}，先一次性告知`, undefined, {
          early: true,
        })
    },
    events: (state, { body }) => [
      {
        type: 'demandAccepted',
        rule: 'R-03',
        data: { how: 'confirmed', ...defined({ remarks: body.remarks, lines: partTaken(state) }) },
      },
    ],
  },
  acknowledgeReceipt: {
    may(state, { actor }) {
      const party = requireParty(state, actor.org)
      if (party.pipelineOwner === true) throw new Refusal('not-concerned', '需求未推送给本单位')
      if (state.pushedAt === undefined)
        throw new Refusal('wrong-stage', '需求尚未推送，无可签收', undefined, { early: true })
      requireAwaited(state, party)
      if (party.receiptAt !== undefined) throw new Refusal('already-done', '本单位已签收')
    },
    events: (_state, { actor }) => [{ type: 'receiptAcknowledged', rule: 'R-03', data: { org: actor.org } }],
  },
  requestSupplement: {
    may(state, { actor }) {
      if (actor.org !== state.collector) throw new Refusal('not-concerned', '一次性告知由采集单位或综窗作出')
      if (state.pushedAt !== undefined || state.accepted !== undefined)
        throw new Refusal('wrong-stage', '需求已受理，不能再要求补正')
      if (state.supplement !== undefined) throw new Refusal('already-done', '一次性告知只能作一次')
    },
    check(state, { body }) {
      const left = missingDemand(state).filter((field) => !body.items.includes(field))
      if (left.length > 0)
        throw new Refusal('supplement-incomplete', `还缺：${left.map(fieldWords).join('、')}，须一次列全`, 'items')
      requireConcerns(state, body)
    },
    choices: (state) => [
      {
        field: 'items.*',
        of: 'demandField',
        options: missingDemand(state).map((value) => ({ value, must: true })),
        free: true,
      },
      ...(state.holdsByService === undefined ? [] : concernChoices(state)),
    ],
    events: (state, { body }) => [
      {
        type: 'supplementRequested',
        rule: 'R-03',
        data: defined({
          ...body,
          holds: state.holdsByService === undefined ? undefined : servicesHeldBy(state, body),
        }),
      },
    ],
  },
  supplementDemand,
  recordJointVisit: {
    may(state, { actor }) {
      const party = requireParty(state, actor.org)
      if (party.kind !== 'utility') throw new Refusal('not-concerned', '联合上门由公用事业单位记录')
      if (state.pushedAt === undefined) throw new Refusal('wrong-stage', '需求尚未推送', undefined, { early: true })
      requireAwaited(state, party)
      if (state.jointVisit !== undefined) throw new Refusal('already-done', '联合上门已经记录')
      if (state.survey?.closedAt !== undefined) throw new Refusal('wrong-stage', '联合踏勘已结束')
    },
    check(state, { at, body }, policy) {
      body.orgs.forEach((org, index) => {
        if (!Object.hasOwn(state.parties, org))
          throw new Refusal('not-concerned', `${saidOf(org, policy)}未参与此申请`, `orgs.${index}`)
      })
      requireSince(state, body.date, at, policy, '上门日期', 'date')
    },
    choices: ({ parties }) => [
      { field: 'orgs.*', of: 'organisation', options: Object.keys(parties).map((value) => ({ value })) },
    ],
    events: (_state, { body }) => [{ type: 'jointVisitRecorded', rule: 'R-01', data: body }],
  },
  correctContact: {
    may(state, { actor, facts }) {
      requireApplicantSide(state, actor)
      requireCorrectable(facts)
    },
    check({ registration: { form } }, { body: { contact = form.contact, phone = form.phone }, facts }) {
      requireCorrection(facts, contact === form.contact && phone === form.phone)
    },
    events: (_state, { body: { contact, phone } }) => [
      {
        type: 'contactCorrected',
        rule: 'R-37',
        data: defined({ contact, phone }),
      },
    ],
  },
} satisfies Partial<Acts>

export const folds = {
  demandAccepted(state, { at, data }) {
    const accepted = { ...state, accepted: { at, how: data.how } }
    return data.lines === undefined ? releasedAll(accepted, at) : accepted
  },
  demandPushed: (state, { at, data }) => pushed(state, data, at),
  receiptAcknowledged: (state, { at, data }) => withReceipt(state, data.org, at),
  supplementRequested(state, { at, data: { items, message, concerns, holds } }) {
    const asked = { ...state, supplement: { requestedAt: at, items, message, ...defined({ concerns }) } }
    return holds === undefined ? stopped(asked, 'registration', at, 'awaitingUser') : heldBack(asked, holds, at)
  },
  demandSupplemented,
  jointVisitRecorded: (state, { data }) => ({ ...state, jointVisit: data }),
  sharedDataReceived: (state, { data }) => ({ ...state, sharedData: data }),
  contactCorrected: (state, { data }) => ({
    ...state,
    registration: { ...state.registration, form: { ...state.registration.form, ...data } },
  }),
} satisfies Partial<Folds>

function withReceipt(state: CaseState, org: string, receiptAt: string): CaseState {
  const party = state.parties[org]
  return party === undefined ? state : { ...state, parties: { ...state.parties, [org]: { ...party, receiptAt } } }
}

export const tasks: Awaited<'supplementDemand' | 'acceptDemand' | 'acknowledgeReceipt'> = (state) => {
  if (state.holdsByService !== undefined)
    return linesOf(state).some(isHeldUp) ? [answerAwaited(state), ...ofBureaus(state)] : ofBureaus(state)
  if (state.accepted === undefined && state.supplement !== undefined && state.supplement.answeredAt === undefined)
    return [answerAwaited(state)]
  return ofBureaus(state)
}

function answerAwaited(state: CaseState): Wanted<'supplementDemand'> {
  return { kind: 'supplementDemand', org: userOf(state).org, deadlineId: 'registration' }
}

function ofBureaus(state: CaseState): readonly Wanted<'acceptDemand' | 'acknowledgeReceipt'>[] {
  if (isWholeHeldUp(state)) return []
  if (state.accepted === undefined && state.pushedAt === undefined && !isComplete(state))
    return [{ kind: 'acceptDemand', org: state.collector, deadlineId: 'registration' }]
  if (state.pushedAt === undefined) return []
  return Object.values(state.parties)
    .filter((party) => party.receiptAt === undefined && party.pipelineOwner === undefined && isAwaited(state, party))
    .map((party) => ({ kind: 'acknowledgeReceipt', org: party.org }))
}
