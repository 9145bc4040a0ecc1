import type { ActType } from '../../domain/act/act.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { DeadlineKind } from '../../domain/clocks/deadline.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import {
  AT,
  INCOMPLETE,
  LINE,
  NEEDS_APPROVAL,
  NEEDS_WORKS,
  ONE_INCOMPLETE,
  OTHER_UTILITY,
  REGISTRATION,
  TODAY,
  TWO_SERVICES,
  UTILITY,
} from './example.ts'
import type { Candidate } from './example.ts'
import type { Standing } from './standing.ts'
import { registered } from './machine.ts'

/**
 * A part of what a case may go through: from where, which acts lead on, which clocks may run out. Every act is tried in
 * each of its states.
 */
export interface Journey {
  readonly name: string
  readonly starts: (policy: City, standings: ReadonlyMap<Standing, CaseState>) => readonly CaseState[]
  readonly follows: (act: Candidate, state: CaseState) => boolean
  readonly passes: (state: CaseState) => readonly DeadlineKind[]
  /** Of which acts it tells where they have their place; of all unless it says. */
  readonly tells?: readonly ActType[]
}

const TO_THE_WORKS: readonly ActType[] = [
  'fileOpinion',
  'signCommitment',
  'fileDesign',
  'fileConstructionPlan',
  'signHandover',
  'startWorks',
]
const AFTER_THE_START: readonly ActType[] = [
  'reportBackfill',
  'completeWorks',
  'inviteToAcceptance',
  'fileAcceptance',
  'acceptWorks',
  'reportRestored',
  'confirmRestoration',
  'appointConnection',
  'reportConnected',
  'withdrawApplication',
]
const SUPERVISION: readonly ActType[] = ['fileInspection', 'reportRectified', 'reinspect']
const MAIN: readonly ActType[] = [
  'acceptDemand',
  'fileJointRecord',
  ...TO_THE_WORKS,
  ...SUPERVISION,
  ...AFTER_THE_START,
]
const DEMAND: readonly ActType[] = [
  'acceptDemand',
  'requestSupplement',
  'supplementDemand',
  'recordJointVisit',
  'suspendClock',
  'resumeClock',
  'withdrawApplication',
]
const HELD: readonly ActType[] = ['requestSupplement', 'supplementDemand', 'fileResurvey', 'withdrawApplication']
const SURVEY_TIMES: readonly ActType[] = [
  'waiveSurvey',
  'bookSurvey',
  'declareUnavailable',
  'conveneSurvey',
  'scheduleSurvey',
  'recordAttendance',
  'recordJointVisit',
  'suspendClock',
  'resumeClock',
  'withdrawApplication',
]
const APPROVALS: readonly ActType[] = ['applyForApprovals', 'decideApproval', 'issueJointResult', 'withdrawApplication']
const FURTHER: readonly ActType[] = [
  ...SUPERVISION,
  ...AFTER_THE_START,
  'requestExtension',
  'decideExtension',
  'reportEmergencyRepair',
  'fileEmergencyRepair',
  'resumeClock',
]
const REVOCATION: readonly ActType[] = [
  'answerRevocation',
  'holdHearing',
  'reportSiteSafe',
  'decideRevocation',
  'applyForApprovals',
  'decideApproval',
  'startWorks',
  'reportRectified',
  'reinspect',
  'reportBackfill',
  'completeWorks',
  'inviteToAcceptance',
  'fileAcceptance',
  'acceptWorks',
  'withdrawApplication',
]
const WORKS_TIME: readonly ActType[] = [
  'decideWorksExtension',
  'decideVariation',
  'completeWorks',
  'inviteToAcceptance',
  'fileAcceptance',
  'acceptWorks',
  'dropServices',
  'withdrawApplication',
]
/** before its own phase. */
const EARLY = { ...REGISTRATION, phase: 'landTransfer' } as const
const PUT_OFF: readonly ActType[] = [
  'putOffSurvey',
  'takeUpSurvey',
  'bookSurvey',
  'waiveSurvey',
  'conveneSurvey',
  'withdrawApplication',
]
const RESURVEY: readonly ActType[] = [
  'fileResurvey',
  'appointConnection',
  'reportConnected',
  'dropServices',
  'withdrawApplication',
]
const CLAIMING: readonly ActType[] = ['confirmSuccessor', 'claimApplication']
const INNER: readonly ActType[] = [
  'requestInnerWorks',
  'quoteInnerWorks',
  'agreeInstalments',
  'requestInstalments',
  'recordPayment',
]
const ANYWHERE: readonly ActType[] = [
  'suspendClock',
  'resumeClock',
  'hasten',
  'reassignTask',
  'correctContact',
  'appointConnection',
]
/** */
const AGREEING: readonly ActType[] = [
  'appointConnection',
  'cancelAppointment',
  'offerTime',
  'answerOffer',
  'reportMissedAppointment',
  'answerMissed',
  'decideMissed',
  'reportConnected',
  'withdrawApplication',
]
const OF_TWO: readonly ActType[] = ['acceptDemand', ...TO_THE_WORKS, ...SUPERVISION, ...AFTER_THE_START, 'dropServices']

export const JOURNEYS: readonly Journey[] = [
  {
    name: '主线',
    starts: (policy) => [registered(policy, REGISTRATION, true)],
    follows: (act) => MAIN.includes(act.type) && !isApprovalRoad(act) && !isFinding(act) && !isAside(act),
    passes: () => ['registration', 'survey', 'acceptWorks'],
  },
  {
    name: '需求补正',
    starts: (policy) => [registered(policy, INCOMPLETE, false)],
    follows: ({ type }) => DEMAND.includes(type),
    passes: () => ['registration', 'supplementDemand'],
  },
  {
    name: '踏勘安排',
    starts: (_policy, at) => given(at, 'jointSurvey|surveying'),
    follows: ({ type }) => SURVEY_TIMES.includes(type),
    passes: () => ['survey', 'conveneSurvey'],
  },
  {
    name: '并联审批',
    starts: (policy) => [registered(policy, REGISTRATION, false)],
    follows: followsApprovals,
    passes: () => [],
  },
  {
    name: '部门迟认定',
    starts: (_policy, at) => given(at, 'construction|committed'),
    follows: followsFinding,
    passes: () => [],
  },
  {
    name: '整改延期、失信与抢修',
    starts: (_policy, at) => given(at, 'construction|constructing'),
    follows: followsFurther,
    passes: () => ['rectification'],
  },
  {
    name: '停工与撤销审批',
    starts: (_policy, at) => [...given(at, 'construction|committed'), ...given(at, 'construction|constructing')],
    follows: followsRevocation,
    passes: () => ['answerRevocation'],
  },
  {
    name: '施工延期与变更',
    starts: (_policy, at) => [...given(at, 'construction|committed'), ...given(at, 'construction|constructing')],
    follows: followsWorksTime,
    passes: () => [],
  },
  {
    name: '推迟踏勘',
    starts: (policy) => [registered(policy, EARLY, false)],
    follows: ({ type }) => PUT_OFF.includes(type),
    passes: () => ['survey', 'conveneSurvey'],
    tells: ['putOffSurvey', 'takeUpSurvey'],
  },
  {
    name: '复勘',
    starts: (_policy, at) => [
      ...given(at, 'connection|connectable'),
      ...given(at, 'connection|appointed'),
      ...given(at, 'approval|outerWorks'),
    ],
    follows: followsResurvey,
    passes: () => [],
  },
  {
    name: '认领与承接',
    starts: (_policy, at) => [...at.values()],
    follows: ({ type }) => CLAIMING.includes(type),
    passes: () => [],
  },
  {
    name: '红线内与分期',
    starts: (_policy, at) => [...at.values()],
    follows: ({ type }) => INNER.includes(type),
    passes: () => [],
  },
  {
    // cases of before, and cities without, let the user agree alone.
    name: '此前登记的分期',
    starts: ({ instalments: _instalments, ...policy }) => [registered(policy, REGISTRATION, false)],
    follows: ({ type }) => INNER.includes(type),
    passes: () => [],
  },
  {
    name: '停表、催办、转办',
    starts: (_policy, at) => [...at.values()],
    follows: (act) => ANYWHERE.includes(act.type) && !isLaterTime(act),
    passes: () => [],
  },
  {
    name: '另约、取消与失约',
    starts: (_policy, at) => [...given(at, 'connection|connectable'), ...given(at, 'connection|accepted')],
    follows: followsAgreeing,
    passes: () => ['answerOffer', 'answerMissed'],
  },
  {
    name: '两项服务撤一项',
    starts: (policy) => [registered(policy, TWO_SERVICES, true)],
    follows: followsTwo,
    passes: (state) => (state.opinions[OTHER_UTILITY] === undefined ? [] : ['survey']),
    tells: ['dropServices'],
  },
  {
    name: '一项待补正、其余先办',
    starts: (policy) => [registered(policy, ONE_INCOMPLETE, false)],
    follows: ({ type }) => HELD.includes(type),
    passes: () => ['supplementDemand', 'conveneSurvey', 'survey'],
    tells: ['requestSupplement', 'supplementDemand'],
  },
]

function given(standings: ReadonlyMap<Standing, CaseState>, standing: Standing): readonly CaseState[] {
  const state = standings.get(standing)
  if (state === undefined) throw new Error(`no case reaches ${standing}`)
  return [state]
}

function isApprovalRoad(act: Candidate): boolean {
  return act.body === NEEDS_APPROVAL
}

/**
 * The road of an approval that no promise may give: asked to supplement at its first application, and one design after
 * a refusal.
 */
function followsApprovals(act: Candidate, state: CaseState): boolean {
  switch (act.type) {
    case 'fileOpinion':
      return state.survey?.closedAt === undefined && act.body !== NEEDS_WORKS && !isFinding(act)
    case 'fileDesign':
      return (
        (state.lines[LINE]?.works?.designs ?? 0) < 1 &&
        Object.values(state.approvals).some(({ status }) => status === 'refused')
      )
    case 'signCommitment':
      return act.body.worksFrom === TODAY && Object.keys(state.commitments).length === 0
    case 'requestApprovalSupplement':
    case 'supplyApproval':
      return act.body.approval === `${UTILITY}:worksPlanning:1`
    default:
      return APPROVALS.includes(act.type)
  }
}

/** what an authority finds when the works are cleared already; one design after a refusal. */
function followsFinding(act: Candidate, state: CaseState): boolean {
  if (act.type === 'fileDesign') return isDesignedAnew(state)
  return isFinding(act) || ['applyForApprovals', 'decideApproval', 'startWorks'].includes(act.type)
}

/** one stop, one revocation, and the ordinary way after it. */
function followsRevocation(act: Candidate, state: CaseState): boolean {
  switch (act.type) {
    case 'fileInspection':
      return act.body.order === undefined || (isStopping(act) && Object.keys(state.orders).length === 0)
    case 'proposeRevocation':
      return state.revocations === undefined
    case 'fileDesign':
      return isDesignedAnew(state)
    default:
      return REVOCATION.includes(act.type)
  }
}

/** one of each. */
function followsWorksTime({ type }: Candidate, state: CaseState): boolean {
  switch (type) {
    case 'requestWorksExtension':
      return (state.lines[LINE]?.works?.extensions ?? []).length === 0
    case 'requestVariation':
      return state.variations === undefined
    default:
      return WORKS_TIME.includes(type)
  }
}

function isStopping(act: Candidate): boolean {
  return act.type === 'fileInspection' && act.body.order?.stop !== undefined
}

function isDesignedAnew(state: CaseState): boolean {
  const [refused] = Object.values(state.approvals).filter(({ status }) => status === 'refused')
  return refused !== undefined && (state.lines[LINE]?.works?.designs ?? 0) <= refused.designs
}

function isFinding(act: Candidate): boolean {
  return act.type === 'fileOpinion' && act.body.found !== undefined
}

/** Once, and then on until something is promised or connected. */
function followsResurvey(act: Candidate, state: CaseState): boolean {
  if (act.type === 'orderResurvey') return state.lines[LINE]?.resurveys === undefined
  if (isLaterTime(act)) return false
  if (act.type === 'signCommitment') return act.body.worksFrom === TODAY && state.schedules[UTILITY] === undefined
  return RESURVEY.includes(act.type)
}

function isAside(act: Candidate): boolean {
  return isLaterTime(act) || isStopping(act)
}

/** For a day to come: where it is answered with another. */
function isLaterTime(act: Candidate): boolean {
  return act.type === 'appointConnection' && act.body.at !== AT
}

/** one report of a missed appointment at a time. */
function followsAgreeing(act: Candidate, state: CaseState): boolean {
  if (act.type === 'reportMissedAppointment') return Object.keys(state.missed ?? {}).length === 0
  return AGREEING.includes(act.type)
}

/** One order and one repair; the order's clock may be stopped where nothing is to be repaired. */
function followsFurther(act: Candidate, state: CaseState): boolean {
  if (isStopping(act)) return false
  if (act.type === 'fileInspection' && act.body.order !== undefined) return Object.keys(state.orders).length === 0
  if (act.type === 'reportEmergencyRepair') return Object.keys(state.repairs).length === 0
  if (isLaterTime(act)) return false
  if (act.type === 'suspendClock')
    return act.body.deadline.startsWith('rectification:') && Object.keys(state.repairs).length === 0
  return FURTHER.includes(act.type)
}

/**
 * The shortest way through, with one order at the most, and either service dropped on it; the other service is never
 * behind.
 */
function followsTwo(act: Candidate, state: CaseState): boolean {
  if (isApprovalRoad(act) || isFinding(act) || isAside(act)) return false
  if (act.type === 'signCommitment')
    return act.body.worksFrom === TODAY && state.commitments[act.actor.org] === undefined
  if (act.type === 'fileConstructionPlan') return act.body.nearbyOwners.length === 1
  if (act.type === 'fileInspection' && act.body.order !== undefined) return Object.keys(state.orders).length === 0
  return OF_TWO.includes(act.type)
}
