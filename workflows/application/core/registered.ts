import type { City } from '../../../domain/city/city.schema.ts'
import { clockedTasksOf, dutiesOf, taskLengthOf } from '../../../domain/city/task-clocks.ts'
import { ACCEPTANCE_CLOCKS, PROMISE_CLOCKS, WORKS_TIME_CLOCKS } from '../../../domain/clocks/deadline.ts'
import type { ApprovalNeed, EventBody, EventData, LineOpening, Party } from '../../../domain/case/event.ts'
import type { DemandForm, Registration } from '../../../domain/demand/registration.schema.ts'
import { lineId, SERVICES } from '../../../domain/case/service.ts'
import type { Service } from '../../../domain/case/service.ts'
import { isInForce } from '../../../domain/approvals/statute.ts'
import type { CaseState } from './case-state.ts'
import type { EventOf } from './change.ts'
import { defined } from '../../../domain/defined.ts'

/** What a case begins with: the form, what is doubtful in it, and the whole policy of that day. */
interface Beginning {
  readonly registration: Registration
  readonly warnings: EventData['registered']['warnings']
  readonly policy: City
  readonly policyHash: string
  readonly awaitsPapers?: true
  readonly touchesByItem?: true
  readonly verifiesPromises?: true
  readonly timesWorks?: true
  readonly filesAcceptance?: true
  readonly correctsForm?: true
  readonly holdsByService?: true
  readonly signsInstalments?: true
}

/**
 * what a registration opens: a line for each service and utility, and the parties of the survey; by the entries
 * of the list that are in force on this day.
 */
export function registeredEvent(input: Beginning, day: string): EventBody {
  const { registration, policy } = input
  const lines = openingsOf(registration.form, policy)
  return {
    type: 'registered',
    rule: 'R-01',
    data: {
      city: policy.key,
      policyHash: input.policyHash,
      registration,
      warnings: input.warnings,
      collector:
        registration.channel === policy.registration.window
          ? policy.registration.window
          : policy.registration.collectors[registration.phase],
      convener: policy.survey.convener,
      works: policy.works,
      approvals: approvalNeeds(policy, day),
      parties: partiesOf(lines, policy),
      lines,
      ...defined({
        asked: policy.registration.asked,
        taskClocks: clockedTasksOf(policy),
        duties: dutiesOf(policy),
        convenes: isConvened(policy) ? (true as const) : undefined,
        agreesTimes: agreesTimes(policy) ? { decider: policy.registration.window } : undefined,
        awaitsPapers: input.awaitsPapers,
        touchesByItem: input.touchesByItem,
        verifiesPromises: hasClocksOfPromises(policy) ? input.verifiesPromises : undefined,
        filesAcceptance: hasClocksOfAcceptance(policy) ? input.filesAcceptance : undefined,
        timesWorks: input.timesWorks === true ? timesWorks(policy) : undefined,
        correctsForm: input.correctsForm,
        holdsByService: hasTermOfLetter(policy) ? input.holdsByService : undefined,
        signsInstalments: policy.instalments === undefined ? undefined : input.signsInstalments,
      }),
    },
  }
}

/** by letter, which has a clock to go out by. */
function isConvened(policy: City): boolean {
  return policy.survey.conduct !== undefined && taskLengthOf(policy, 'conveneSurvey', false) !== undefined
}

/** with a term for the user's answer, and a survey that a service may join. */
function hasTermOfLetter(policy: City): boolean {
  return isConvened(policy) && taskLengthOf(policy, 'supplementDemand', false) !== undefined
}

/** with clocks to answer by. */
function agreesTimes(policy: City): boolean {
  const clocks = ['answerOffer', 'answerMissed', 'decideMissed'] as const
  return policy.connection !== undefined && clocks.every((kind) => taskLengthOf(policy, kind, false) !== undefined)
}

/** what is verified, answered and decided has clocks. */
function hasClocksOfPromises(policy: City): boolean {
  return PROMISE_CLOCKS.every((kind) => taskLengthOf(policy, kind, false) !== undefined)
}

/** with clocks to organise, file and be objected to by. */
function hasClocksOfAcceptance(policy: City): boolean {
  return [...ACCEPTANCE_CLOCKS, 'acceptWorks' as const].every((kind) => taskLengthOf(policy, kind, false) !== undefined)
}

/** with clocks to decide by. */
function timesWorks(policy: City): EventData['registered']['timesWorks'] {
  const isTimed = WORKS_TIME_CLOCKS.every((kind) => taskLengthOf(policy, kind, false) !== undefined)
  return policy.worksTime === undefined || !isTimed ? undefined : { decider: policy.worksTime.decider }
}

function openingsOf(form: DemandForm, policy: City): LineOpening[] {
  return SERVICES.filter((service) => form.services[service] !== undefined).flatMap((service) =>
    utilitiesOf(service, form, policy).map((utility) => ({ id: lineId(service, utility), service, utility })),
  )
}

function utilitiesOf(service: Service, form: DemandForm, policy: City): readonly string[] {
  return service === 'network' ? (form.services.network?.operators ?? []) : policy.services[service]
}

/** the authorities that are invited and every utility with a line. */
function partiesOf(lines: readonly LineOpening[], policy: City): Party[] {
  const authorities = policy.survey.invited.map((org): Party => ({
    org,
    kind: 'authority',
    opinionRequired: policy.survey.opinionRequired.includes(org),
  }))
  const utilities = [...new Set(lines.map((line) => line.utility))].map((org): Party => ({
    org,
    kind: 'utility',
    opinionRequired: true,
  }))
  return [...authorities, ...utilities]
}

function approvalNeeds({ approvals: { list } }: City, day: string): ApprovalNeed[] {
  const current = list.filter(({ inForce = {} }) => isInForce(inForce, day))
  return current.map(({ key, authority, touches, replaceable, workingDays, ...more }) => ({
    key,
    authority,
    touches,
    replaceable,
    workingDays,
    ...defined({
      named: more.named,
      remit: more.remit,
      limits: more.limits,
      opensClosedRoad: more.opensClosedRoad,
      jointly: more.jointly,
    }),
  }))
}

/** The state of a case that has just been registered. */
export function opened(serviceNumber: string, event: EventOf<'registered'>): CaseState {
  const { registration, parties, lines, ...rest } = event.data
  return {
    seq: event.seq,
    serviceNumber,
    city: rest.city,
    stage: 'registration',
    registration,
    registeredBy: event.actor,
    registeredAt: event.at,
    warnings: rest.warnings,
    collector: rest.collector,
    convener: rest.convener,
    works: rest.works,
    approvalNeeds: rest.approvals,
    unavailable: {},
    ...defined({
      asked: rest.asked,
      taskClocks: rest.taskClocks,
      duties: rest.duties,
      convenes: rest.convenes,
      agreesTimes: rest.agreesTimes,
      awaitsPapers: rest.awaitsPapers,
      touchesByItem: rest.touchesByItem,
      verifiesPromises: rest.verifiesPromises,
      timesWorks: rest.timesWorks,
      filesAcceptance: rest.filesAcceptance,
      correctsForm: rest.correctsForm,
      holdsByService: rest.holdsByService,
      signsInstalments: rest.signsInstalments,
    }),
    parties: Object.fromEntries(parties.map((party) => [party.org, party])),
    opinions: {},
    approvals: {},
    schedules: {},
    repairs: {},
    commitments: {},
    orders: {},
    deadlines: {},
    tasks: {},
    lines: Object.fromEntries(lines.map((line) => [line.id, { ...line, status: 'surveying', laidInAdvance: false }])),
  }
}
