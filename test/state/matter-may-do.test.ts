import { describe, expect, it } from 'vitest'
import type { Actor } from '../../domain/actor/actor.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import type { MatterKind, MatterState } from '../../domain/matter/matter.ts'
import { MATTER_KINDS } from '../../domain/matter/matter.ts'
import { Refusal } from '../../domain/problem.ts'
import type { InstalmentsState } from '../../workflows/instalments/core/state.ts'
import { logicOf } from '../../workflows/core/matter-logics.ts'
import type { LaterInspectionState } from '../../workflows/later-inspection/core/state.ts'
import { can, mayDo } from '../../workflows/matter/core/matter-logic.ts'
import type { MeetingReportState } from '../../workflows/meeting-report/core/state.ts'
import type { TransferState } from '../../workflows/transfer/core/state.ts'
import { APPLICANT_USER, CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { STRANGER } from '../fixtures/branch-case.ts'
import type { PureMatter } from '../fixtures/pure-matter.ts'
import {
  answeredRating,
  brokenInspection,
  confirmedRecord,
  followedReport,
  heldReport,
  overdueInstalments,
  signedInstalments,
  partlyTransferred,
  rejectedRecord,
  withdrawnRecord,
} from '../projection/matters.ts'
import type { WholeMatter } from '../projection/matters.ts'
import { creditBodies, CREDIT_SITUATIONS, CREDITS } from './refusals/credits.ts'
import { after, RATINGS, TRANSFERS } from './refusals/matters.ts'
import type { Cell, Row, Rows } from './refusals/matters.ts'

interface Situation {
  readonly kind: MatterKind
  readonly state: MatterState
  /** ISO UTC. */
  readonly at: string
}
/** What a row of the matrix tries: `code` says how it is refused. */
interface Try extends Situation {
  readonly title: string
  readonly type: string
  readonly actor: Actor
  readonly code: string | undefined
}

const SERVICE_NUMBER = 'CB-20261123-00001-0'
const ACTORS: readonly Actor[] = [
  ...['shuiwu', 'guowang', 'zigui', 'office', 'chengguan', 'fagai', 'zhujian'].map((org) => officer(org)),
  officer('chengguan', 'lead'),
  INTAKE,
  APPLICANT_USER,
  CLERK,
  STRANGER,
]

function codeOf(check: () => void): string | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

/** How it is refused before it has a body. */
const mayCode = ({ kind, state, at }: Situation, type: string, actor: Actor) =>
  codeOf(() => mayDo(logicOf(kind), state, { type, actor, at }))

function triesOf<State extends MatterState, Bodies, Body>(
  kind: MatterKind,
  rows: Rows<PureMatter<State, Bodies, Body>, Bodies>,
): readonly Try[] {
  type Matter = PureMatter<State, Bodies, Body>
  return Object.keys(logicOf(kind).acts).flatMap((type) => {
    const row: Row<Matter, Bodies[keyof Bodies]> = rows[type as keyof Bodies]
    const twice = after(row.ready, (the) => {
      the.act(type as keyof Bodies, row.actor, row.body)
    })
    const tried = (column: string, cell: Cell<Matter> | undefined, ready = row.ready): Try[] => {
      if (cell !== undefined && 'notApplicable' in cell) return []
      const { state, at } = (cell?.the ?? ready)()
      return [{ title: `${type}, ${column}`, kind, state, at, type, actor: cell?.by ?? row.actor, code: cell?.code }]
    }
    return [
      ...tried('ready', undefined),
      ...(['wrongStage', 'wrongOrganisation', 'tooLate', 'over'] as const).flatMap((name) => tried(name, row[name])),
      ...tried('twice', row.twice, twice),
    ]
  })
}

const TRIES = [...triesOf('transfer', TRANSFERS), ...triesOf('creditRecord', CREDITS), ...triesOf('rating', RATINGS)]

/** Every state that it went through. */
function situationsOf({ kind, id, events }: WholeMatter): readonly Situation[] {
  let state: MatterState | undefined
  return events.map((event) => {
    state = logicOf(kind).apply(state, event, id)
    return { kind, state, at: event.at }
  })
}

/** Every part is paid, and that has not ended it yet. */
const PAID = situationsOf(overdueInstalments(SERVICE_NUMBER))
  .slice(0, 1)
  .map(({ state, ...opened }) => ({
    ...opened,
    state: { ...state, parts: [{ dueDate: '2026-12-01', amountFen: 1, paidOn: '2026-11-23' }] },
  }))

const SITUATIONS: readonly Situation[] = [
  ...TRIES,
  ...[
    partlyTransferred('CBT-20261123-00001-0'),
    withdrawnRecord('credit:1'),
    confirmedRecord('credit:1'),
    rejectedRecord('credit:1'),
    answeredRating(SERVICE_NUMBER),
    overdueInstalments(SERVICE_NUMBER),
    overdueInstalments(SERVICE_NUMBER, { confirmed: false }),
    signedInstalments(SERVICE_NUMBER),
    signedInstalments(SERVICE_NUMBER, 'deposit'),
    brokenInspection(SERVICE_NUMBER),
    heldReport('2026-Q3'),
    followedReport('2026-Q3'),
  ].flatMap(situationsOf),
  ...CREDIT_SITUATIONS.map((of): Situation => {
    const { state, at } = of()
    return { kind: 'creditRecord', state, at }
  }),
  ...PAID,
]

/** Bodies of every sort that could make an act right; of those that name nothing any will do. */
function bodiesIn({ kind, state, at }: Situation, type: string): readonly unknown[] {
  switch (kind) {
    case 'transfer':
      return transferBodies(state as TransferState, localDate(at, { utcOffsetMinutes: 480 }))
    case 'instalments':
      return instalmentBodies(state as InstalmentsState, at, type)
    case 'laterInspection': {
      const { order } = state as LaterInspectionState
      return [order?.id, 'water:nobody:1'].flatMap((id) => [
        { order: id, dueDate: '2027-06-30', granted: true, passed: true },
        { order: id, dueDate: '2026-06-30', granted: false, passed: false },
      ])
    }
    case 'meetingReport':
      return reportBodies(state as MeetingReportState, at, type)
    case 'creditRecord':
      return creditBodies(type)
    case 'rating':
      return [{ type }]
  }
}

function instalmentBodies(state: InstalmentsState, at: string, type: string): readonly unknown[] {
  const { parts, proposal } = state
  const today = localDate(at, state)
  const signature = { signer: '某', signedOn: today, scanSha256: 'a'.repeat(64) }
  if (type === 'proposePlan') return [{ parts: [{ dueDate: '2027-01-01', amountFen: 1000_00 }], ...signature }]
  if (type === 'answerPlan') return [{ signed: true, plan: proposal?.number, ...signature }]
  if (type === 'confirmInnerWorks') return [{}, { builtOn: today }]
  return [...parts.keys(), parts.length].flatMap((part) => [
    { part: part + 1, paidOn: today, receivedOn: today, refundedOn: today, amountFen: 1 },
    { part, paidOn: '2020-01-01', receivedOn: today, amountFen: 1000_01 },
  ])
}

function transferBodies({ accounts }: TransferState, today: string): readonly unknown[] {
  const scanSha256 = 'a'.repeat(64)
  return [
    ...(['from', 'to'] as const).map((holder) => ({ agreed: true, holder, signer: '某', signedOn: today, scanSha256 })),
    ...[...Object.keys(accounts), 'gas:nobody:9'].flatMap((account) =>
      [1, undefined].map((reading) => ({
        account,
        readOn: today,
        paidOn: today,
        arrearsFen: 0,
        amountFen: 1,
        ...(reading === undefined ? {} : { reading }),
      })),
    ),
  ]
}

function reportBodies(state: MeetingReportState, at: string, type: string): readonly unknown[] {
  if (type === 'recordMeeting') return ['2020-01-01', localDate(at, state)].map((date) => ({ date, resolutions: [] }))
  const numbers = [...(state.followUp ?? []).map(({ number }) => number), 50]
  return ['done', 'returned', 'dropped'].flatMap((outcome) =>
    numbers.map((resolution) => ({ outcome, resolution, dueDate: '2027-01-04', words: '?', report: '?' })),
  )
}

describe('what somebody may do now with a matter is told without a body', () => {
  it.each(TRIES)('as the act itself is refused, or not: $title', ({ type, actor, code, ...situation }) => {
    expect(mayCode(situation, type, actor)).toBe(code)
  })

  it.each(MATTER_KINDS)('it may be done where there is a body with which it is right, and only there: %s', (kind) => {
    const acts = Object.keys(logicOf(kind).acts)
    const asked = SITUATIONS.filter((one) => one.kind === kind).flatMap((situation) =>
      acts.flatMap((type) => ACTORS.map((actor) => ({ situation, type, actor }))),
    )
    const [allowed, refused] = [new Set<string>(), new Set<string>()]
    for (const { situation, type, actor } of asked) {
      const { state, at } = situation
      const codes = bodiesIn(situation, type).map((body) =>
        codeOf(() => can(logicOf(kind), state, { type, actor, at, body })),
      )
      const may = mayCode(situation, type, actor) === undefined
      expect(may, `${type} by ${actor.org}, ${state.status}: ${codes.join()}`).toBe(codes.includes(undefined))
      ;(may ? allowed : refused).add(type)
    }
    expect([[...allowed].toSorted(), [...refused].toSorted()]).toEqual([acts.toSorted(), acts.toSorted()])
  })
})
