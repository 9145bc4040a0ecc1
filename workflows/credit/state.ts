import { CREDIT_ACTS } from '../../domain/credit/credit.ts'
import type {
  CreditBody,
  CreditEvent,
  CreditKind,
  CreditSource,
  CreditStatus,
  CreditSubject,
} from '../../domain/credit/credit.ts'
import type { CreditBodies } from '../../domain/credit/credit.schema.ts'
import { THE_CASE } from '../../domain/actor/actor.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import { isAccountOrWindow } from '../../domain/actor/applicant-side.ts'
import { foldClock, isClockEvent, marked, settled } from '../../domain/matter/matter.ts'
import type { MatterState } from '../../domain/matter/matter.ts'
import { Refusal } from '../../domain/problem.ts'
import { requireNext } from '../lib/matter-logic.ts'
import type { ActRules, MatterLogic } from '../lib/matter-logic.ts'

/** all that a credit record knows; plain JSON. */
export interface CreditState extends MatterState {
  readonly status: CreditStatus
  readonly kind: CreditKind
  readonly subject: CreditSubject
  readonly source: CreditSource
  readonly reason: string
  readonly openedBy: Actor
  /** Organisation key of the office, which decides beside the authority that opened the record. */
  readonly decider: string
  readonly orderedBy?: string
  readonly expiresAt: string
  readonly reportedTo: readonly string[]
  readonly contest?: { readonly at: string; readonly reason: string; readonly by: string }
  readonly decision?: { readonly at: string; readonly upheld: boolean; readonly reason: string; readonly org: string }
  readonly withdrawal?: { readonly at: string; readonly reason: string; readonly org: string }
}

/** The next state. The first event is `recordOpened`, and `id` comes with it. */
export function applyCredit(state: CreditState | undefined, event: CreditEvent, id?: string): CreditState {
  const next = changed(state, event, id)
  return { ...next, awaited: next.status === 'contested' ? [next.decider] : [] }
}

function changed(state: CreditState | undefined, event: CreditEvent, id: string | undefined): CreditState {
  if (event.type === 'recordOpened') {
    if (state !== undefined || id === undefined) throw new Error('a record is opened once')
    const { policyHash: _policyHash, ...data } = event.data
    return {
      id,
      seq: event.seq,
      status: 'reported',
      openedAt: event.at,
      openedBy: event.actor,
      ...data,
      reportedTo: [],
      deadlines: {},
      concerned: concernedBy(event),
      awaited: [],
    }
  }
  if (state === undefined) throw new Error(`a record begins with recordOpened, not ${event.type}`)
  requireNext(state, event)
  return { ...fold(state, event), seq: event.seq }
}

function concernedBy({
  actor,
  data: { subject, decider, orderedBy },
}: Extract<CreditEvent, { type: 'recordOpened' }>): string[] {
  return [
    ...new Set([
      decider,
      ...(orderedBy === undefined ? [] : [orderedBy]),
      ...(actor.org === THE_CASE.org ? [] : [actor.org]),
      ...(subject.org === undefined ? [] : [subject.org]),
    ]),
  ].sort()
}

function fold(state: CreditState, event: Exclude<CreditEvent, { type: 'recordOpened' }>): CreditState {
  if (isClockEvent(event)) return { ...state, deadlines: foldClock(state.deadlines, event) }
  const { at } = event
  switch (event.type) {
    case 'recordReported': {
      const { platform, sanctioners } = event.data
      return {
        ...state,
        reportedTo: [platform, ...sanctioners],
        concerned: [...new Set([...state.concerned, platform, ...sanctioners])].sort(),
      }
    }
    case 'recordContested':
      return { ...state, status: 'contested', contest: { at, ...event.data } }
    case 'contestDecided': {
      const decided = {
        ...state,
        decision: { at, ...event.data },
        deadlines: marked(state.deadlines, 'decision', { metAt: at }),
      }
      return event.data.upheld ? { ...decided, status: 'upheld' } : decided
    }
    case 'recordWithdrawn':
      return {
        ...state,
        status: 'withdrawn',
        withdrawal: { at, ...event.data },
        closedAt: at,
        deadlines: settled(state.deadlines, at),
      }
    case 'recordExpired':
      return { ...state, status: 'expired', closedAt: at, deadlines: settled(state.deadlines, at) }
  }
}

const CREDIT_RULES: ActRules<CreditState, CreditBodies, CreditBody> = {
  contestRecord: {
    can(state, { actor }) {
      if (!isSubjectSide(state, actor))
        throw new Refusal('not-concerned', '只有被记录的单位或个人（或由综窗代为）可以提出异议')
      if (state.contest !== undefined) throw new Refusal('already-done', '已经提出过异议')
    },
    events: (_state, { actor, body }) => [
      { type: 'recordContested', rule: CREDIT_ACTS.contestRecord.rule, data: { reason: body.reason, by: actor.org } },
    ],
  },
  decideContest: {
    can(state, { actor }) {
      requireDecider(state, actor)
      if (state.contest === undefined) throw new Refusal('wrong-stage', '没有待裁定的异议', undefined, { early: true })
      if (state.decision !== undefined) throw new Refusal('already-done', '异议已经裁定')
    },
    events(_state, { actor: { org }, body: { upheld, reason } }) {
      const decided: CreditBody = { type: 'contestDecided', rule: 'R-29', data: { upheld, reason, org } }
      return upheld ? [decided] : [decided, { type: 'recordWithdrawn', rule: 'R-29', data: { reason, org } }]
    },
  },
  withdrawRecord: {
    can(state, { actor }) {
      requireDecider(state, actor)
      if (state.status === 'contested') throw new Refusal('wrong-stage', '异议未决：请以裁定撤销')
    },
    events: (_state, { actor: { org }, body: { reason } }) => [
      { type: 'recordWithdrawn', rule: 'R-29', data: { reason, org } },
    ],
  },
}

/** The office, or the authority that opened the record or gave the order. */
function requireDecider(state: CreditState, { org }: Actor): void {
  if (![state.decider, state.openedBy.org, state.orderedBy].includes(org))
    throw new Refusal('not-concerned', '由协调小组办公室或作出记录的部门决定')
}

/**
 * The organisation on record, whoever of it; the account of the person or enterprise on record, or the window on their
 * behalf. No applicant's side: nobody applied.
 */
export function isSubjectSide({ subject }: CreditState, actor: Actor): boolean {
  if (isAccountOrWindow(subject.account, actor)) return true
  return actor.role !== 'applicant' && actor.org === subject.org
}

export const CREDIT: MatterLogic<CreditState, CreditBodies, CreditBody> = {
  kind: 'creditRecord',
  acts: CREDIT_RULES,
  apply: applyCredit,
}
