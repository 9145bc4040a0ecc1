/** How each kind of matter is folded, and the row that says where it stands. */
import type { PgTable } from 'drizzle-orm/pg-core'
import { applicantOf, applicantSideOf, toldForUser } from '../../domain/actor/applicant-side.ts'
import type { MatterEvent, MatterKind, MatterState } from '../../domain/matter/matter.ts'
import type { CreditEvent } from '../../domain/credit/credit.ts'
import type { MeetingReportEvent } from '../../domain/assessment/meeting-report.ts'
import { remainingFenOf } from '../../domain/instalments/instalments.ts'
import type { InstalmentsEvent } from '../../domain/instalments/instalments.ts'
import type { LaterInspectionEvent } from '../../domain/later-inspection/later-inspection.ts'
import type { RatingEvent } from '../../domain/rating/rating.ts'
import type { TransferEvent } from '../../domain/transfer/transfer.ts'
import { applyCredit } from '../../workflows/credit/state.ts'
import type { CreditState } from '../../workflows/credit/state.ts'
import { applyMeetingReport } from '../../workflows/meeting-report/state.ts'
import type { MeetingReportState } from '../../workflows/meeting-report/state.ts'
import { applyInstalments } from '../../workflows/instalments/state.ts'
import type { InstalmentsState } from '../../workflows/instalments/state.ts'
import { applyLaterInspection } from '../../workflows/later-inspection/state.ts'
import type { LaterInspectionState } from '../../workflows/later-inspection/state.ts'
import { applyRating } from '../../workflows/rating/state.ts'
import type { RatingState } from '../../workflows/rating/state.ts'
import { applyTransfer } from '../../workflows/transfer/state.ts'
import type { TransferState } from '../../workflows/transfer/state.ts'
import { creditRecord } from '../schema/credit.ts'
import { meetingReport } from '../schema/meeting-report.ts'
import { instalments } from '../schema/instalments.ts'
import { laterInspection } from '../schema/later-inspection.ts'
import { rating } from '../schema/rating.ts'
import { transfer } from '../schema/transfer.ts'

/** The states of a kind by its name. */
export interface MatterStates {
  transfer: TransferState
  creditRecord: CreditState
  rating: RatingState
  meetingReport: MeetingReportState
  instalments: InstalmentsState
  laterInspection: LaterInspectionState
}

interface Kind<State> {
  readonly table: PgTable
  readonly apply: (state: State | undefined, event: MatterEvent, id: string) => State
  readonly row: (state: State) => Record<string, unknown>
  /**
   * who is told besides the concerned: the intake or window that it came in by, which stands for the user who
   * applied there by themself.
   */
  readonly registrar: (state: State) => string | undefined
}

type Kinds = { readonly [K in MatterKind]: Kind<MatterStates[K]> }

export const MATTERS = {
  transfer: {
    table: transfer,
    apply: (state, event, id) => applyTransfer(state, event as TransferEvent, id),
    row: transferRow,
    registrar: ({ requestedBy, request }) => toldForUser(applicantSideOf(request, requestedBy)),
  },
  creditRecord: {
    table: creditRecord,
    apply: (state, event, id) => applyCredit(state, event as CreditEvent, id),
    row: creditRow,
    registrar: () => undefined,
  },
  rating: {
    table: rating,
    apply: (state, event, id) => applyRating(state, event as RatingEvent, id),
    row: ratingRow,
    registrar: ({ side }) => toldForUser(side),
  },
  meetingReport: {
    table: meetingReport,
    apply: (state, event, id) => applyMeetingReport(state, event as MeetingReportEvent, id),
    row: meetingReportRow,
    registrar: () => undefined,
  },
  instalments: {
    table: instalments,
    apply: (state, event, id) => applyInstalments(state, event as InstalmentsEvent, id),
    row: instalmentsRow,
    registrar: ({ side }) => toldForUser(side),
  },
  laterInspection: {
    table: laterInspection,
    apply: (state, event, id) => applyLaterInspection(state, event as LaterInspectionEvent, id),
    row: laterInspectionRow,
    registrar: () => undefined,
  },
} as const satisfies Kinds

/** The kind, for code that treats all alike; the cast forgets which state goes with which. */
export function matterOf(kind: MatterKind): Kind<MatterState> {
  return MATTERS[kind] as unknown as Kind<MatterState>
}

/** Whom an event of a matter is pushed to: organisation keys, sorted. */
export function audienceOf(kind: MatterKind, state: MatterState): string[] {
  const registrar = matterOf(kind).registrar(state)
  return [...new Set([...state.concerned, ...(registrar === undefined ? [] : [registrar])])].sort()
}

function common({ id, city, seq, concerned, awaited, openedAt, closedAt }: MatterState) {
  return { id, city, seq, concerned: [...concerned], awaited: [...awaited], openedAt, closedAt: closedAt ?? null }
}

function transferRow(state: TransferState): typeof transfer.$inferInsert {
  const { request, requestedBy, status, outcome } = state
  return {
    ...common(state),
    status,
    outcome: outcome ?? null,
    newHolderName: request.form.to.name,
    newHolderKind: request.form.to.kind,
    applicantSubject: applicantOf(request.applicantSubject, requestedBy) ?? null,
    requestedByOrg: requestedBy.org,
    state,
  }
}

function creditRow(state: CreditState): typeof creditRecord.$inferInsert {
  const { status, kind, subject, source, expiresAt } = state
  return {
    ...common(state),
    status,
    kind,
    subjectOrg: subject.org ?? null,
    creditCode: subject.creditCode ?? null,
    identityNumber: subject.identityNumber ?? null,
    subjectAccount: subject.account ?? null,
    serviceNumber: source.serviceNumber ?? null,
    expiresAt,
    state,
  }
}

function ratingRow(state: RatingState): typeof rating.$inferInsert {
  const {
    serviceNumber,
    status,
    rating: { grade },
    bad,
    answer,
  } = state
  return { ...common(state), serviceNumber, status, grade, bad, answeredAt: answer?.at ?? null, state }
}

function meetingReportRow(state: MeetingReportState): typeof meetingReport.$inferInsert {
  return { ...common(state), period: state.period, status: state.status, state }
}

function instalmentsRow(state: InstalmentsState): typeof instalments.$inferInsert {
  const { serviceNumber, line, utility, status, side, parts } = state
  return {
    ...common(state),
    serviceNumber,
    line,
    utility,
    status,
    applicantSubject: side.applicant ?? null,
    intakeOrg: side.intake,
    remainingFen: remainingFenOf(parts),
    nextDueOn: parts.find(({ paidOn }) => paidOn === undefined)?.dueDate ?? null,
    state,
  }
}

function laterInspectionRow(state: LaterInspectionState): typeof laterInspection.$inferInsert {
  const { serviceNumber, line, org, utility, status, order } = state
  return {
    ...common(state),
    serviceNumber,
    line,
    org,
    utility,
    status,
    orderId: order?.id ?? null,
    broken: order?.brokenAt !== undefined,
    state,
  }
}
