/** The row that says where a matter stands, of each kind. */
import type { PgTable } from 'drizzle-orm/pg-core'
import { applicantOf, applicantSideOf, toldForUser } from '../../domain/actor/applicant-side.ts'
import type { MatterKind, MatterState } from '../../domain/matter/matter.ts'
import { remainingFenOf } from '../../domain/instalments/instalments.ts'
import { isConfined, isHidden } from '../../workflows/credit/core/state.ts'
import type { CreditState } from '../../workflows/credit/core/state.ts'
import type { MeetingReportState } from '../../workflows/meeting-report/core/state.ts'
import type { InstalmentsState } from '../../workflows/instalments/core/state.ts'
import type { LaterInspectionState } from '../../workflows/later-inspection/core/state.ts'
import type { RatingState } from '../../workflows/rating/core/state.ts'
import type { TransferState } from '../../workflows/transfer/core/state.ts'
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import { creditRecord } from '../schema/credit.ts'
import { meetingReport } from '../schema/meeting-report.ts'
import { instalments } from '../schema/instalments.ts'
import { laterInspection } from '../schema/later-inspection.ts'
import { rating } from '../schema/rating.ts'
import { transfer } from '../schema/transfer.ts'

interface Kind<State> {
  readonly table: PgTable
  readonly row: (state: State) => Record<string, unknown>
  /**
   * who is told besides the concerned: the intake or window that it came in by, which stands for the user who
   * applied there by themself.
   */
  readonly registrar: (state: State) => string | undefined
  /** Whether nobody but the audience is told how it stands; never unless told. */
  readonly confined?: (state: State) => boolean
}

type Kinds = { readonly [K in MatterKind]: Kind<MatterStates[K]> }

export const MATTERS = {
  transfer: {
    table: transfer,
    row: transferRow,
    registrar: ({ requestedBy, request }) => toldForUser(applicantSideOf(request, requestedBy)),
  },
  creditRecord: {
    table: creditRecord,
    row: creditRow,
    registrar: () => undefined,
    confined: isConfined,
  },
  rating: {
    table: rating,
    row: ratingRow,
    registrar: ({ side }) => toldForUser(side),
  },
  meetingReport: {
    table: meetingReport,
    row: meetingReportRow,
    registrar: () => undefined,
  },
  instalments: {
    table: instalments,
    row: instalmentsRow,
    registrar: ({ side }) => toldForUser(side),
  },
  laterInspection: {
    table: laterInspection,
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
  const { status, kind, subject, source, expiresAt, dueProcess, approvals } = state
  return {
    ...common(state),
    status,
    kind,
    subjectOrg: subject.org ?? null,
    creditCode: subject.creditCode ?? null,
    identityNumber: subject.identityNumber ?? null,
    subjectAccount: isHidden(state) ? null : (subject.account ?? null),
    serviceNumber: source.serviceNumber ?? null,
    confined: isConfined(state),
    approvals: dueProcess === undefined ? null : [...(approvals ?? [])],
    expiresAt: expiresAt ?? null,
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
