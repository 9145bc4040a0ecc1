import { termOfLetter } from './held.ts'
import { INSTALMENT_MODE_NAMES } from '../../domain/instalments/agreement.ts'
import type { z } from 'zod'
import type { City } from '../../domain/city/city.schema.ts'
import { lightOf, STOP_REASON_NAMES } from '../../domain/clocks/deadline.ts'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import { missingOf } from '../../domain/demand/demand-missing.ts'
import { signerShown } from '../../domain/case/form-masking.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import type { CaseState } from '../case.ts'
import type {
  ApprovalViewSchema,
  InnerWorksViewSchema,
  JointResultViewSchema,
  JointVisitViewSchema,
  RepairViewSchema,
  ScheduleViewSchema,
  SharedDataViewSchema,
  SupplementViewSchema,
} from './side-paths.schema.ts'
import { byText, times } from './writing.ts'
import type { Writing } from './writing.ts'

type Line = CaseState['lines'][string]

interface SidePathsView {
  readonly missing: string[]
  readonly supplement?: z.infer<typeof SupplementViewSchema> | undefined
  readonly jointVisit?: z.infer<typeof JointVisitViewSchema> | undefined
  readonly sharedData?: z.infer<typeof SharedDataViewSchema> | undefined
  readonly approvals: z.infer<typeof ApprovalViewSchema>[]
  readonly jointResults: z.infer<typeof JointResultViewSchema>[]
  readonly schedules: z.infer<typeof ScheduleViewSchema>[]
  readonly repairs: z.infer<typeof RepairViewSchema>[]
}

/** What stands beside a case's stages: shared data, approvals, the works' schedules, repairs. */
export function sidePathsView(state: CaseState, lens: Lens, city: City, writing: Writing): SidePathsView {
  const { supplement, jointVisit, sharedData } = state
  return {
    missing: missingFields(state),
    supplement:
      supplement === undefined
        ? undefined
        : {
            items: [...supplement.items],
            ...times(
              { requestedAt: supplement.requestedAt },
              { answeredAt: supplement.answeredAt, until: termOfLetter(state) },
              writing,
            ),
          },
    jointVisit:
      jointVisit === undefined
        ? undefined
        : {
            ...jointVisit,
            orgs: jointVisit.orgs.map((org) => ({ org, orgName: writing.nameOf(org) })),
          },
    sharedData:
      sharedData === undefined
        ? undefined
        : {
            ...sharedData,
            items: sharedData.items.map(({ name, value }) => ({ name, value: lens.show('sharedData', value) })),
          },
    approvals: approvalsView(state, city, writing),
    jointResults: jointResultsView(state, writing),
    schedules: schedulesView(state, lens, writing),
    repairs: repairsView(state, writing),
  }
}

/** the fields that the demand still lacks, without those of dropped services. */
function missingFields({ registration, lines, asked }: CaseState): string[] {
  const wanted = new Set<string>(
    Object.values(lines)
      .filter((line) => line.status !== 'withdrawn')
      .map((line) => line.service),
  )
  return missingOf(registration.form, asked).filter((field) => wanted.has(field.split('.')[1] ?? ''))
}

const APPROVAL_STATUS_NAMES = { applied: '审批中', approved: '已批准', refused: '不予批准' } as const

/** In the order applied for; the name as the city's list has it. */
function approvalsView(state: CaseState, city: City, writing: Writing): SidePathsView['approvals'] {
  return Object.values(state.approvals)
    .sort((a, b) => byText(a.appliedAt, b.appliedAt) || byText(a.id, b.id))
    .map(({ id, key, org, authority, lines, status, appliedAt, decidedAt, reason, supplement, ...more }) => ({
      id,
      key,
      name: city.approvals.list.find((approval) => approval.key === key)?.name ?? key,
      org,
      orgName: writing.nameOf(org),
      authority,
      authorityName: writing.nameOf(authority),
      lines: [...lines],
      status,
      statusName: APPROVAL_STATUS_NAMES[status],
      ...times({ appliedAt }, { decidedAt }, writing),
      reason,
      consent: more.consent,
      extends: more.extends,
      validFrom: more.force?.from,
      validTo: more.force?.to,
      supplement:
        supplement === undefined
          ? undefined
          : times({ requestedAt: supplement.requestedAt }, { suppliedAt: supplement.suppliedAt }, writing),
      ...dueOf(state.deadlines[`approval:${id}`], writing),
    }))
}

function jointResultsView({ jointResults = {} }: CaseState, { time, nameOf }: Writing): SidePathsView['jointResults'] {
  return Object.entries(jointResults)
    .sort(([a], [b]) => byText(a, b))
    .flatMap(([org, { lead, version, issuedAt, approvals }]) =>
      issuedAt === undefined
        ? []
        : [
            {
              org,
              orgName: nameOf(org),
              lead,
              leadName: nameOf(lead),
              version,
              issuedAt: time(issuedAt),
              approvals: [...approvals],
            },
          ],
    )
}

function schedulesView(state: CaseState, lens: Lens, writing: Writing): SidePathsView['schedules'] {
  return Object.entries(state.schedules)
    .sort(([a], [b]) => byText(a, b))
    .map(([org, { version, at, worksFrom, worksTo, sections, responsible }]) => ({
      org,
      orgName: writing.nameOf(org),
      version,
      at: writing.time(at),
      worksFrom,
      worksTo,
      sections: [...sections],
      responsible: signerShown(responsible, lens),
    }))
}

function repairsView(state: CaseState, writing: Writing): SidePathsView['repairs'] {
  return Object.values(state.repairs)
    .sort((a, b) => byText(a.startedAt, b.startedAt) || byText(a.id, b.id))
    .map(({ id, line, org, place, what, startedAt, filedAt }) => ({
      id,
      line,
      org,
      orgName: writing.nameOf(org),
      place,
      what,
      ...times({ startedAt }, { filedAt }, writing),
      ...dueOf(state.deadlines[`emergencyRepair:${id}`], writing),
    }))
}

function dueOf(deadline: Deadline | undefined, { time, now }: Writing) {
  return deadline === undefined ? {} : { due: time(deadline.dueAt), light: lightOf(deadline, now) }
}

export function innerWorksView(
  { scope, amountFen, priceDocument, parts = [], wished }: NonNullable<Line['innerWorks']>,
  lens: Lens,
): z.infer<typeof InnerWorksViewSchema> {
  return {
    scope: lens.show('words', scope),
    amountFen,
    priceDocument,
    parts: parts.map(({ dueDate, amountFen: amount, paidOn }, index) => ({
      part: index + 1,
      dueDate,
      amountFen: amount,
      paid: paidOn !== undefined,
      paidOn,
    })),
    wished:
      wished === undefined
        ? undefined
        : {
            mode: wished.mode,
            modeName: INSTALMENT_MODE_NAMES[wished.mode],
            ...(wished.matter === undefined ? {} : { matter: `/api/v1/instalments/${wished.matter}` }),
          },
  }
}

/** why a clock stands still, in words. */
export function stopView({ stopReason }: Deadline): {
  stopReason?: NonNullable<Deadline['stopReason']>
  stopReasonName?: string
} {
  if (stopReason === undefined) return {}
  const names = { ...STOP_REASON_NAMES, booked: '等待用户约定的日期', putOff: '踏勘推迟到所属阶段' }
  return { stopReason, stopReasonName: names[stopReason] }
}
