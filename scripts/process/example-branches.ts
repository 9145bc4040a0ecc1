import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { approvalsNeededBy } from '../../workflows/application/core/needed-approvals.ts'
import { linesOf } from '../../workflows/application/core/lines.ts'
import { isTaskClock } from '../../domain/clocks/deadline.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import {
  APPLICANT,
  AT,
  by,
  claimant,
  END,
  INTAKE,
  LINE,
  mainCandidates,
  NEARBY_OWNERS,
  ordersOf,
  OTHER_LINE,
  OWN,
  SECTION,
  SUCCESSOR,
  TODAY,
  TOMORROW,
  UTILITY,
} from './example.ts'
import type { Candidate } from './example.ts'

/** an unexpired record of the utility's, which blocks its promise. */
const BLOCKED = { creditRecord: 'credit:example' } as const
const LATER = '2026-11-25'
const NOTE = '略'
const STOP = { reason: 'forceMajeure', note: NOTE, evidence: NOTE, until: LATER } as const
const RESURVEYED: ActBodies['fileResurvey'] = {
  line: LINE,
  connectable: false,
  outerWorks: { touches: ['road'], sections: [SECTION], lengthMetres: 1, preliminaryDesign: NOTE },
}

/** Every act, made for what the case holds: its approvals, orders, repairs, tasks and clocks. */
export function candidates(state: CaseState, city: City): readonly Candidate[] {
  return [
    ...mainCandidates(state, city),
    ...demand(state, city),
    ...claiming(state, city),
    ...surveyTimes(city),
    ...findings(city),
    ...approvals(state, city),
    ...trench(),
    ...promises(city),
    ...worksTime(state, city),
    ...further(state, city),
    ...innerWorks(),
    ...agreedTimes(state, city),
    ...anywhere(state, city),
  ]
}

function demand({ registration: { form } }: CaseState, city: City): readonly Candidate[] {
  return [
    {
      type: 'requestSupplement',
      actor: by(city.registration.window, 'clerk'),
      body: { items: ['services.water.tonsPerDay'], message: NOTE },
    },
    {
      type: 'supplementDemand',
      actor: INTAKE,
      body: { services: { ...form.services, water: { business: 'new', tonsPerDay: 1 } } },
    },
    { type: 'recordJointVisit', actor: OWN, body: { date: TODAY, orgs: [UTILITY], findings: NOTE } },
  ]
}

/** by the user's own account, after the window said who succeeds whom the form names. */
function claiming(state: CaseState, city: City): readonly Candidate[] {
  return [
    { type: 'confirmSuccessor', actor: by(city.registration.window, 'clerk'), body: SUCCESSOR },
    {
      type: 'claimApplication',
      actor: { sub: APPLICANT, org: 'applicant', role: 'applicant' },
      body: { contact: '某人', phone: '13871234567' },
      facts: claimant(state),
    },
  ]
}

function surveyTimes(city: City): readonly Candidate[] {
  const lead = by(city.survey.convener, 'lead')
  return [
    { type: 'waiveSurvey', actor: lead, body: { reason: NOTE, signer: '某人' } },
    ...[TODAY, LATER].map((date): Candidate => ({ type: 'bookSurvey', actor: INTAKE, body: { date } })),
    { type: 'declareUnavailable', actor: OWN, body: { from: AT, to: `${TOMORROW}T17:30:00+08:00` } },
    { type: 'conveneSurvey', actor: lead, body: { at: `${TOMORROW}T09:30:00+08:00` } },
    { type: 'putOffSurvey', actor: lead, body: { reason: NOTE } },
    { type: 'takeUpSurvey', actor: lead, body: {} },
    { type: 'recordAttendance', actor: OWN, body: { people: [{ org: UTILITY, person: '某人' }] } },
    ...[OWN, lead].map((actor): Candidate => ({ type: 'orderResurvey', actor, body: { line: LINE, reason: NOTE } })),
    { type: 'fileResurvey', actor: OWN, body: { line: LINE, connectable: true } },
    { type: 'fileResurvey', actor: OWN, body: RESURVEYED },
    ...[TODAY, TOMORROW, LATER].map((date): Candidate => ({
      type: 'scheduleSurvey',
      actor: lead,
      body: { at: `${date}T09:00:00+08:00` },
    })),
  ]
}

/** an authority whose opinion is not waited for finds what no promise may replace. */
function findings({ approvals, survey }: City): readonly Candidate[] {
  return approvals.list
    .filter((item) => item.named === true && !item.replaceable && !survey.opinionRequired.includes(item.authority))
    .slice(0, 1)
    .map(({ key, authority }) => ({
      type: 'fileOpinion',
      actor: by(authority),
      body: { found: [{ line: LINE, touches: [key] }] },
    }))
}

/** Applied for twice at the most: once more after a refusal. */
function approvals(state: CaseState, city: City): readonly Candidate[] {
  const opened = Object.values(state.approvals)
  const needs = linesOf(state)
    .flatMap((line) => approvalsNeededBy(state, line))
    .filter(({ key }) => opened.findLast((approval) => approval.key === key)?.status !== 'approved')
  const keys = (all: boolean) =>
    needs
      .filter(
        ({ key, replaceable }) => (all || !replaceable) && opened.filter((approval) => approval.key === key).length < 2,
      )
      .map(({ key }) => key)
  const applying = (given: readonly string[]): ActBodies['applyForApprovals'] => ({
    approvals: [...given],
    worksFrom: TODAY,
    worksTo: END,
    sections: [SECTION],
    responsible: '某人',
  })
  const [plain, blocked] = [keys(false), keys(true)]
  return [
    { type: 'applyForApprovals', actor: OWN, body: applying(plain.length === 0 ? ['worksPlanning'] : plain) },
    ...(blocked.length === 0
      ? []
      : [{ type: 'applyForApprovals', actor: OWN, body: applying(blocked), facts: BLOCKED } satisfies Candidate]),
    { type: 'signCommitment', actor: OWN, body: promise(), facts: BLOCKED },
    { type: 'issueJointResult', actor: by(city.approvals.lead), body: { utility: OWN.org } },
    ...opened.flatMap(({ id, authority }): readonly Candidate[] => [
      { type: 'requestApprovalSupplement', actor: by(authority), body: { approval: id, message: NOTE } },
      { type: 'supplyApproval', actor: OWN, body: { approval: id, message: NOTE } },
      { type: 'decideApproval', actor: by(authority), body: { approval: id, approved: true } },
      { type: 'decideApproval', actor: by(authority), body: { approval: id, approved: false, reason: NOTE } },
    ]),
    ...(opened.length > 0
      ? []
      : [
          {
            type: 'decideApproval',
            actor: by(city.approvals.lead),
            body: { approval: 'none', approved: true },
          } satisfies Candidate,
        ]),
  ]
}

function promise(): ActBodies['signCommitment'] {
  const person = '某人'
  return {
    legalRepresentative: person,
    address: '某路 2 号',
    contact: person,
    phone: '13871234567',
    responsible: person,
    worksFrom: TODAY,
    worksTo: END,
    sections: [SECTION],
    promises: [1, 2, 3, 4],
    approvals: ['roadExcavation'],
  }
}

/** works are stopped, an approval is to be revoked; both ways each time. */
function promises({ works: { restorationConfirmer: authority } }: City): readonly Candidate[] {
  const [inspector, director] = [by(authority, 'inspector'), by(authority, 'lead')]
  const one = { revocation: '1' } as const
  const checklist = ([1, 2, 3, 4] as const).map((promise) => ({ promise, kept: promise !== 1 }))
  return [
    {
      type: 'fileInspection',
      actor: inspector,
      body: { line: LINE, checklist, order: { requirement: NOTE, dueDate: TOMORROW, stop: NOTE } },
    },
    {
      type: 'proposeRevocation',
      actor: inspector,
      body: { utility: UTILITY, approvals: ['roadExcavation'], ground: 'deception', facts: NOTE, evidence: NOTE },
    },
    { type: 'answerRevocation', actor: OWN, body: { ...one, statement: NOTE } },
    { type: 'answerRevocation', actor: OWN, body: { ...one, hearing: true } },
    { type: 'holdHearing', actor: director, body: { ...one, chair: '某人', report: NOTE } },
    { type: 'reportSiteSafe', actor: OWN, body: { ...one, measures: NOTE } },
    ...(['revoked', 'dismissed'] as const).map((outcome): Candidate => ({
      type: 'decideRevocation',
      actor: director,
      body: { ...one, outcome, reason: NOTE, onAnswer: NOTE, official: '某人' },
    })),
  ]
}

/** R-19: the works' clock is due tomorrow; what is promised lasts until later. */
function worksTime({ variations = {} }: CaseState, { worksTime: timed }: City): readonly Candidate[] {
  const variation = Object.keys(variations).at(-1) ?? '1'
  const approvers = Object.values(variations).at(-1)?.approvers ?? [UTILITY]
  return [
    { type: 'requestWorksExtension', actor: OWN, body: { line: LINE, dueDate: LATER, reason: NOTE } },
    ...[true, false].map((granted): Candidate => ({
      type: 'decideWorksExtension',
      actor: by(timed?.decider ?? UTILITY),
      body: { line: LINE, granted, reason: NOTE },
    })),
    { type: 'requestVariation', actor: OWN, body: { line: LINE, worksTo: '2026-12-20', reason: NOTE } },
    ...approvers.flatMap((org) =>
      [true, false].map((approved): Candidate => ({
        type: 'decideVariation',
        actor: by(org),
        body: { variation, approved, reason: NOTE },
      })),
    ),
  ]
}

/** With the works of another case, of which the API says what is common; once with nothing common. */
function trench(): readonly Candidate[] {
  const body: ActBodies['agreeSharedTrench'] = { line: LINE, with: { serviceNumber: 'another', line: OTHER_LINE } }
  return [
    { type: 'agreeSharedTrench', actor: OWN, body, facts: { commonSection: SECTION } },
    { type: 'agreeSharedTrench', actor: OWN, body },
  ]
}

function further(state: CaseState, city: City): readonly Candidate[] {
  const inspector = by(city.works.restorationConfirmer, 'inspector')
  const repairs = Object.values(state.repairs)
  return [
    ...ordersOf(state).flatMap((order): readonly Candidate[] => [
      { type: 'requestExtension', actor: OWN, body: { order, dueDate: LATER, reason: NOTE } },
      ...[true, false].map((granted): Candidate => ({
        type: 'decideExtension',
        actor: inspector,
        body: { order, granted },
      })),
    ]),
    ...[OWN, by(NEARBY_OWNERS[0])].map((actor): Candidate => ({
      type: 'reportEmergencyRepair',
      actor,
      body: { line: LINE, place: NOTE, what: NOTE },
    })),
    ...(repairs.length === 0 ? [{ id: 'none', org: UTILITY }] : repairs).map(({ id, org }): Candidate => ({
      type: 'fileEmergencyRepair',
      actor: by(org),
      body: { repair: id, report: NOTE },
    })),
  ]
}

function innerWorks(): readonly Candidate[] {
  const line = { line: LINE } as const
  return [
    { type: 'requestInnerWorks', actor: INTAKE, body: { ...line, scope: NOTE } },
    {
      type: 'quoteInnerWorks',
      actor: OWN,
      body: { ...line, items: [{ name: NOTE, amountFen: 2 }], priceDocument: NOTE },
    },
    {
      type: 'agreeInstalments',
      actor: INTAKE,
      body: {
        ...line,
        parts: [
          { dueDate: TOMORROW, amountFen: 1 },
          { dueDate: LATER, amountFen: 1 },
        ],
      },
    },
    { type: 'requestInstalments', actor: INTAKE, body: { ...line, mode: 'payLater' } },
    ...[1, 2].map((part): Candidate => ({ type: 'recordPayment', actor: OWN, body: { ...line, part, paidOn: TODAY } })),
  ]
}

/** a time to come may be answered with another, one that has come be missed. */
function agreedTimes(state: CaseState, city: City): readonly Candidate[] {
  const at = `${TOMORROW}T10:00:00+08:00`
  const claim = Object.values(state.missed ?? {}).at(-1)?.id ?? `${LINE}:1`
  const window = by(city.registration.window, 'clerk')
  return [
    { type: 'appointConnection', actor: INTAKE, body: { at } },
    { type: 'cancelAppointment', actor: INTAKE, body: { reason: NOTE } },
    { type: 'offerTime', actor: OWN, body: { line: LINE, at: `${LATER}T10:00:00+08:00`, reason: NOTE } },
    { type: 'answerOffer', actor: INTAKE, body: { line: LINE, answer: 'agreed' } },
    { type: 'answerOffer', actor: INTAKE, body: { line: LINE, answer: 'kept' } },
    { type: 'answerOffer', actor: INTAKE, body: { line: LINE, answer: 'other', at } },
    { type: 'reportMissedAppointment', actor: OWN, body: { line: LINE, by: 'user', note: NOTE } },
    { type: 'reportMissedAppointment', actor: INTAKE, body: { line: LINE, by: 'utility', note: NOTE } },
    ...[OWN, INTAKE].flatMap((actor): readonly Candidate[] => [
      { type: 'answerMissed', actor, body: { claim, confirmed: true } },
      { type: 'answerMissed', actor, body: { claim, confirmed: false, note: NOTE } },
    ]),
    ...(['user', 'utility', 'neither'] as const).map((missed): Candidate => ({
      type: 'decideMissed',
      actor: window,
      body: { claim, missed, reason: NOTE },
    })),
  ]
}

function anywhere(state: CaseState, city: City): readonly Candidate[] {
  const task = Object.values(state.tasks).find(({ closedSeq }) => closedSeq === undefined)
  // Those of tasks stop as all others do: each of a dozen, stopped or not, would be thousands of situations.
  const clocks = Object.values(state.deadlines).filter(({ kind }) => !isTaskClock(kind))
  const office = by(city.coordination.office)
  const standIn = by(city.coordination.standIn ?? office.org)
  return [
    { type: 'correctContact', actor: INTAKE, body: { contact: '另一人' } },
    ...[LINE, OTHER_LINE]
      .filter((line) => state.lines[line] !== undefined)
      .map((line): Candidate => ({
        type: 'dropServices',
        actor: INTAKE,
        body: { lines: [line as typeof LINE], reason: NOTE },
      })),
    { type: 'hasten', actor: INTAKE, body: { task: task?.id ?? 'none', note: NOTE } },
    { type: 'reassignTask', actor: by(task?.org ?? UTILITY), body: { task: task?.id ?? 'none', person: '某人' } },
    ...clocks.flatMap(({ id }): readonly Candidate[] => [
      ...[office, standIn].map((actor): Candidate => ({
        type: 'suspendClock',
        actor,
        body: { ...STOP, deadline: id },
      })),
      { type: 'resumeClock', actor: office, body: { deadline: id } },
    ]),
  ]
}
