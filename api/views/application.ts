import type { z } from 'zod'
import { inWords } from '../../domain/demand/doubts.ts'
import { SERVICE_NAMES, SERVICES } from '../../domain/case/service.ts'
import { heldView, lineStatusWords } from './held.ts'
import { OUTCOME_NAMES, PHASE_NAMES, STAGE_NAMES } from '../../domain/case/stage.ts'
import { isStandingStill } from '../../workflows/application/core/standstill.ts'
import { missingOpinions } from '../../workflows/application/core/missing.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import type { WhyTask } from '../offers/blocked-tasks.ts'
import type { ApplicationView, LineViewSchema } from './application.schema.ts'
import { touchWords } from '../documents/words.ts'
import { claimingView } from './claiming.ts'
import { awaitingView } from './awaiting.ts'
import { deadlinesView } from './deadlines.ts'
import { missedView } from './missed.ts'
import { needsView } from './needs.ts'
import { revocationsView } from './revocation.ts'
import { sidePathsView, innerWorksView } from './side-paths.ts'
import { formShown, signerShown } from '../../domain/case/form-masking.ts'
import { HIDDEN_FIELDS, maskText } from '../../domain/masking/words.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import { lensOnCase } from '../../domain/visibility/lens-on.ts'
import { isOverseer } from './who-may-read.ts'
import { variationsView } from './variation.ts'
import { commitmentsView, rectificationsView, worksView } from './works.ts'
import { byText, times, writingFor } from './writing.ts'
import type { Writing } from './writing.ts'

export { writingFor } from './writing.ts'

/** What a caller sees of a case: of personal data what their part in it needs. `why` tasks cannot be done yet. */
export function applicationView(
  state: CaseState,
  caller: Caller,
  now: Date,
  lens: Lens = lensOnCase(caller, state, caller.city),
  why: WhyTask = () => undefined,
): ApplicationView {
  const writing = writingFor(caller.city, now)
  const view: Omit<ApplicationView, 'deadlines' | 'masked'> = {
    serviceNumber: state.serviceNumber,
    city: state.city,
    seq: state.seq,
    stage: state.stage,
    stageName: STAGE_NAMES[state.stage],
    ...(state.outcome === undefined ? {} : { outcome: state.outcome, outcomeName: OUTCOME_NAMES[state.outcome] }),
    ...demandView(state, lens, writing),
    ...sidePathsView(state, lens, caller.city, writing),
    warnings: inWords(state.warnings),
    ...claimingView(state, lens, writing),
    lines: inFormOrder(Object.values(state.lines)).map((line) =>
      lineView(state, line, { lens, city: caller.city, writing }),
    ),
    awaiting: awaitingView(state, { lens, own: isOverseer(caller) ? undefined : caller.org, why }, writing),
    survey:
      state.survey === undefined ? undefined : surveyView(state, state.survey, { lens, city: caller.city, writing }),
    commitments: commitmentsView(state, lens, writing),
    rectifications: rectificationsView(state, writing),
    revocations: revocationsView(state, lens, caller.city, writing),
    variations: variationsView(state, writing),
    ...times(
      { registeredAt: state.registeredAt },
      {
        receivedAt: state.registration.paper?.receivedAt,
        acceptedAt: state.accepted?.at,
        pushedAt: state.pushedAt,
        closedAt: state.closedAt,
      },
      writing,
    ),
    withdrawn:
      state.withdrawn === undefined
        ? undefined
        : { at: writing.time(state.withdrawn.at), reason: lens.show('words', state.withdrawn.reason) },
  }
  const shown = maskText(view, HIDDEN_FIELDS, lens)
  const deadlines = deadlinesView(Object.values(state.deadlines), caller.city, writing)
  return { ...shown, deadlines, masked: lens.masked }
}

/** PostgreSQL gives jsonb keys in an order of its own: a view has one of ours, wherever it was read. */
function inFormOrder(lines: readonly CaseState['lines'][string][]): readonly CaseState['lines'][string][] {
  return [...lines].sort((a, b) => SERVICES.indexOf(a.service) - SERVICES.indexOf(b.service) || byText(a.id, b.id))
}

function demandView({ registration }: CaseState, lens: Lens, { nameOf }: Writing) {
  const { area, guidedBy, additionTo } = registration
  const { applicant, address, contact, phone, projectCode, surveyDate, remarks, services } = formShown(
    registration.form,
    lens,
  )
  return {
    channel: registration.channel,
    channelName: nameOf(registration.channel),
    phase: registration.phase,
    phaseName: PHASE_NAMES[registration.phase],
    area,
    ...(guidedBy === undefined ? {} : { guidedBy, guidedByName: nameOf(guidedBy) }),
    additionTo,
    applicant,
    address,
    contact,
    phone,
    projectCode,
    surveyDate,
    remarks,
    services,
  }
}

interface Shown {
  readonly lens: Lens
  readonly city: Caller['city']
  readonly writing: Writing
}

function lineView(
  state: CaseState,
  line: CaseState['lines'][string],
  { lens, city, writing }: Shown,
): z.infer<typeof LineViewSchema> {
  const { id, service, utility, status, laidInAdvance, appointment, connectedAt, outerWorks, works, innerWorks } = line
  const { resultAt, resurvey } = line
  const { nameOf } = writing
  return {
    id,
    service,
    serviceName: SERVICE_NAMES[service],
    utility,
    utilityName: nameOf(utility),
    status,
    statusName: lineStatusWords(line),
    held: heldView(state, line, writing),
    ownVisit: line.ownVisit,
    laidInAdvance,
    ...times(
      {},
      {
        appointment: appointment?.at,
        appointmentMissedAt: appointment?.missedAt,
        offerBy: appointment?.offerBy,
        connectedAt,
        resultAt,
        notTakenUpAt: line.notTakenUpAt,
      },
      writing,
    ),
    offer: offerView(appointment?.offer, writing),
    missed: missedView(state, line.id, writing),
    resurvey: resurvey === undefined ? undefined : { ...resurvey, at: writing.time(resurvey.at) },
    innerWorks: innerWorks === undefined ? undefined : innerWorksView(innerWorks, lens),
    outerWorks,
    needs: outerWorks === undefined ? undefined : needsView(state, line, city, nameOf),
    works:
      works === undefined
        ? undefined
        : {
            ...worksView(works, lens, writing),
            ...(isStandingStill(state, line) ? { standsStill: true as const } : {}),
          },
  }
}

function offerView(offer: NonNullable<CaseState['lines'][string]['appointment']>['offer'], { time }: Writing) {
  return offer === undefined ? undefined : { ...offer, at: time(offer.at), madeAt: time(offer.madeAt) }
}

function surveyView(
  state: CaseState,
  { waived, visitAt, proposal, letterAt, attendance, putOff, ...survey }: NonNullable<CaseState['survey']>,
  { lens, city, writing }: Shown,
) {
  const { time, nameOf } = writing
  return {
    convenedAt: time(survey.convenedAt),
    date: survey.date,
    absent: [...survey.absent],
    putOff: putOff === undefined ? undefined : { reason: putOff.reason, at: time(putOff.at) },
    attendance: (attendance ?? []).map(({ org, person, at }) => ({
      org,
      orgName: nameOf(org),
      person: signerShown(person, lens),
      at: time(at),
    })),
    ...times({}, { visitAt, proposedVisitAt: proposal?.visitAt, letterAt, closedAt: survey.closedAt }, writing),
    waived:
      waived === undefined
        ? undefined
        : {
            reason: waived.reason,
            signer: waived.signer === undefined ? undefined : signerShown(waived.signer, lens),
          },
    opinions: Object.entries(state.opinions)
      .sort(([, a], [, b]) => a.seq - b.seq)
      .map(([org, { opinion, at, late, byJointRecord }]) => ({
        org,
        orgName: nameOf(org),
        at: time(at),
        late,
        byJointRecord,
        ...opinion,
        found: opinion.found?.map((finding) => ({
          ...finding,
          names: finding.touches.map((said) => touchWords(said, city)),
        })),
      })),
    missing: [...missingOpinions(state)],
    plan: inFormOrder(Object.values(state.lines))
      .filter(({ resultAt }) => survey.closedAt !== undefined || resultAt !== undefined)
      .map((line) => ({ line: line.id, result: resultOf(line) })),
  }
}

function resultOf({
  status,
  outerWorks,
}: CaseState['lines'][string]): 'connectable' | 'outerWorks' | 'awaitingOpinion' {
  if (outerWorks !== undefined) return 'outerWorks'
  return status === 'awaitingOpinion' || status === 'surveying' ? 'awaitingOpinion' : 'connectable'
}
