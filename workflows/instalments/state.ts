import { THE_CASE } from '../../domain/actor/actor.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { instalmentsId, remainingFenOf } from '../../domain/instalments/instalments.ts'
import type {
  InstalmentPart,
  InstalmentPlan,
  InstalmentsBody,
  InstalmentsEvent,
  InstalmentsStatus,
} from '../../domain/instalments/instalments.ts'
import type { InstalmentsBodies } from '../../domain/instalments/instalments.schema.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { foldClock, isClockEvent, marked, settled } from '../../domain/matter/matter.ts'
import type { MatterState } from '../../domain/matter/matter.ts'
import { Refusal } from '../../domain/problem.ts'
import { requireNext } from '../lib/matter-logic.ts'
import type { ActRules, MatterLogic } from '../lib/matter-logic.ts'
import { requirePayable } from '../lib/payment.ts'
import type { InstalmentsInput } from './messages.ts'

/** a line's instalments after its case; plain JSON. */
export interface InstalmentsState extends MatterState, InstalmentPlan {
  readonly status: InstalmentsStatus
  /** Of the city's time, for dates. */
  readonly utcOffsetMinutes: number
  readonly released?: {
    readonly at: string
    readonly reason: string
    readonly org: string
    readonly remainingFen: number
  }
}

/** What the matter of a plan starts with, whoever hands it over: the same for the same line of the same case. */
export function inputOf(
  plan: InstalmentPlan,
  { city, policyHash }: { readonly city: City; readonly policyHash: string },
): InstalmentsInput {
  const id = instalmentsId(plan.serviceNumber, plan.line)
  return { id, openedBy: THE_CASE, keyHash: id, bodyHash: '', policy: city, policyHash, plan }
}

/** The deadline of a part, counted from 1. */
export function instalmentDeadlineId(part: number): string {
  return `instalment:${part}`
}

export function partOfDeadline(id: string): number | undefined {
  const part = Number(/^instalment:(\d+)$/.exec(id)?.[1])
  return Number.isNaN(part) ? undefined : part
}

export function isPaid({ parts }: Pick<InstalmentPlan, 'parts'>): boolean {
  return parts.every(({ paidOn }) => paidOn !== undefined)
}

/** The next state. The first event is `instalmentsOpened`, and `id` comes with it. */
export function applyInstalments(
  state: InstalmentsState | undefined,
  event: InstalmentsEvent,
  id?: string,
): InstalmentsState {
  const next = changed(state, event, id)
  const status = statusOf(next)
  return {
    ...next,
    status,
    awaited:
      status === 'unconfirmed' ? [next.utility] : status === 'paying' || status === 'overdue' ? ['applicant'] : [],
  }
}

function changed(
  state: InstalmentsState | undefined,
  event: InstalmentsEvent,
  id: string | undefined,
): InstalmentsState {
  if (event.type === 'instalmentsOpened') {
    if (state !== undefined || id === undefined) throw new Error('instalments are taken over once')
    const { policyHash: _policyHash, ...data } = event.data
    return {
      id,
      seq: event.seq,
      status: 'paying',
      openedAt: event.at,
      ...data,
      deadlines: {},
      concerned: [data.utility],
      awaited: [],
    }
  }
  if (state === undefined) throw new Error(`instalments begin with instalmentsOpened, not ${event.type}`)
  requireNext(state, event)
  return { ...fold(state, event), seq: event.seq }
}

function fold(
  state: InstalmentsState,
  event: Exclude<InstalmentsEvent, { type: 'instalmentsOpened' }>,
): InstalmentsState {
  if (isClockEvent(event)) return { ...state, deadlines: foldClock(state.deadlines, event) }
  const { at } = event
  switch (event.type) {
    case 'innerWorksConfirmed':
      return { ...state, confirmed: true }
    case 'paymentRecorded': {
      const { part: number, paidOn } = event.data
      const parts = state.parts.map((part, index): InstalmentPart =>
        index === number - 1 ? { ...part, paidOn } : part,
      )
      return { ...state, parts, deadlines: marked(state.deadlines, instalmentDeadlineId(number), { metAt: at }) }
    }
    case 'instalmentsReleased':
      return { ...state, released: { at, ...event.data }, deadlines: settled(state.deadlines, at) }
    case 'instalmentsClosed':
      return { ...state, closedAt: at, deadlines: settled(state.deadlines, at) }
  }
}

function statusOf(state: InstalmentsState): InstalmentsStatus {
  if (state.released !== undefined) return 'released'
  if (isPaid(state)) return 'paid'
  if (!state.confirmed) return 'unconfirmed'
  const overdue = state.parts.some(
    ({ paidOn }, index) =>
      paidOn === undefined && state.deadlines[instalmentDeadlineId(index + 1)]?.passedAt !== undefined,
  )
  return overdue ? 'overdue' : 'paying'
}

const INSTALMENTS_RULES: ActRules<InstalmentsState, InstalmentsBodies, InstalmentsBody> = {
  recordPayment: {
    can(state, { actor, at, body }) {
      requireCreditor(state, actor, '付款由收款单位登记')
      if (state.released !== undefined) throw new Refusal('wrong-stage', '余款已不再收取')
      requirePayable(state.parts, body, {
        since: { name: '约定分期之日', date: localDate(state.agreedAt, state) },
        today: localDate(at, state),
      })
    },
    events: ({ parts }, { body: { part, paidOn } }) => [
      {
        type: 'paymentRecorded',
        rule: 'R-23',
        data: { part, paidOn, late: paidOn > (parts[part - 1]?.dueDate ?? '') },
      },
    ],
  },
  confirmInnerWorks: {
    can(state, { actor }) {
      requireCreditor(state, actor, '由施工单位确认')
      if (state.confirmed) throw new Refusal('already-done', '已确认施工，余款照约定支付')
    },
    events: (_state, { body: { remarks } }) => [
      { type: 'innerWorksConfirmed', rule: 'R-23', data: remarks === undefined ? {} : { remarks } },
    ],
  },
  releaseInstalments: {
    can(state, { actor }) {
      requireCreditor(state, actor, '由收款单位决定')
      if (state.released !== undefined) throw new Refusal('already-done', '余款已不再收取')
      if (isPaid(state)) throw new Refusal('wrong-stage', '各期均已付清')
    },
    events({ parts }, { actor: { org }, body: { reason } }) {
      return [{ type: 'instalmentsReleased', rule: 'R-23', data: { reason, org, remainingFen: remainingFenOf(parts) } }]
    },
  },
}

function requireCreditor({ utility }: InstalmentsState, { org }: Actor, whose: string): void {
  if (org !== utility) throw new Refusal('not-concerned', whose, 'line')
}

export const INSTALMENTS: MatterLogic<InstalmentsState, InstalmentsBodies, InstalmentsBody> = {
  kind: 'instalments',
  acts: INSTALMENTS_RULES,
  apply: applyInstalments,
}
