import { lineWords } from '../../../domain/case/service.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { EventBody } from '../../../domain/case/event.ts'
import type { Opinion } from '../../../domain/survey/opinion.schema.ts'
import { closedRoadsOf } from '../../../domain/city/city-parts.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { closedOn } from '../../../domain/trench/closed-road.ts'
import type { ClosedRoad } from '../../../domain/trench/closed-road.ts'
import type { Acts } from './act-rule.ts'
import type { CaseState, Line, PartyState } from './case-state.ts'
import { isSame, requireCorrectable, requireCorrection } from './corrections.ts'
import { checkFindings, findingChoices, requireKnownTouches, touchChoices, withFindings } from './findings.ts'
import { isInVisit, isOutsideVisit } from './held-up.ts'
import { isFound, linesOf } from './lines.ts'
import {
  besideEarlier,
  findsForOwnVisit,
  isBeside,
  requireForOwnVisit,
  requireInVisit,
  requireLineInVisit,
} from './own-visit.ts'
import { decideLines, resultsStanding, stands } from './line-results.ts'
import { missingOpinions } from './missing.ts'
import { withGrownNeeds } from './needed-approvals.ts'
import { markDeadline, withLines } from './change.ts'
import { withConsenters } from './consenters.ts'
import type { EventOf, Folds } from './change.ts'
import type { Awaited } from './wanted.ts'
import { requireAwaited, requireLine, requireParty, saidOf } from './who.ts'
import { defined } from '../../../domain/defined.ts'

/**
 * opinions, corrected until the survey closes; the lead's joint record never overwrites what a party filed
 * itself.
 */
export const acts = {
  fileOpinion: {
    may(state, { actor, facts }) {
      const party = requireParty(state, actor.org)
      if (party.pipelineOwner === true) throw new Refusal('not-concerned', '本单位只作管线交底，不出具踏勘意见')
      requireSurvey(state)
      requireInVisit(state, party)
      if (
        state.survey?.closedAt !== undefined &&
        !findsForOwnVisit(state, party) &&
        (hasSpoken(state, party.org) || (state.survey.waived !== undefined && state.convenes === undefined))
      )
        throw new Refusal('survey-closed', '联合踏勘已结束，意见不能再提交或更改')
      requireAwaited(state, party)
      if (isSettled(state, party.org)) throw new Refusal('survey-closed', '本单位的踏勘结果已形成，意见不能再更改')
      requireCorrectable(facts)
    },
    check(state, { actor, body, facts }, policy) {
      checkOpinion(state, requireParty(state, actor.org), body, { policy, prefix: '' })
      const earlier = state.opinions[actor.org]
      requireCorrection(facts, earlier?.byJointRecord === false && isSame(earlier.opinion, body))
    },
    choices: (state, { actor }) => [
      {
        field: 'lines.*.line',
        of: 'line',
        options: answeredFor(state, actor.org).map(({ id }) => ({ value: id, must: true })),
      },
      ...(state.parties[actor.org]?.kind === 'authority'
        ? findingChoices(state, actor.org, '')
        : touchChoices(state, '')),
    ],
    events: (state, { actor, at, body }, policy) =>
      withResults(state, [filed(state, { org: actor.org, opinion: body, byJointRecord: false, at }, policy)]),
  },
  fileJointRecord: {
    may(state, { actor, facts }) {
      if (actor.org !== state.convener) throw new Refusal('not-concerned', '联合踏勘记录由踏勘牵头单位提交')
      requireSurvey(state)
      if (state.survey?.closedAt !== undefined) throw new Refusal('survey-closed', '联合踏勘已结束')
      requireCorrectable(facts)
    },
    check(state, { body, facts }, policy) {
      body.opinions.forEach(({ org, opinion }, index) => {
        const field = `opinions.${index}`
        if (!Object.hasOwn(state.parties, org))
          throw new Refusal('not-concerned', `${saidOf(org, policy)}未参与此申请`, `${field}.org`)
        checkOpinion(state, requireParty(state, org), opinion, { policy, prefix: `${field}.opinion.` })
      })
      if (recordable(state, body.opinions).length === 0) throw allFiledThemselves()
      requireCorrection(
        facts,
        recordable(state, body.opinions).every(({ org, opinion }) => isSame(state.opinions[org]?.opinion, opinion)),
      )
    },
    choices(state) {
      const parties = Object.values(state.parties).filter(
        (party) => party.pipelineOwner === undefined && !isOutsideVisit(state, party),
      )
      const orgs = recordable(state, parties).map(({ org }) => org)
      return [
        {
          field: 'opinions.*.org',
          of: 'organisation',
          options: orgs.map((value) => ({ value })),
          none: allFiledThemselves(),
        },
        {
          field: 'opinions.*.opinion.lines.*.line',
          of: 'line',
          options: orgs.flatMap((org) => answeredFor(state, org)).map(({ id }) => ({ value: id })),
        },
      ]
    },
    events: (state, { at, body }, policy) =>
      withResults(
        state,
        recordable(state, body.opinions).map((given) => filed(state, { ...given, byJointRecord: true, at }, policy)),
      ),
  },
} satisfies Partial<Acts>

function requireSurvey(state: CaseState): void {
  if (state.survey === undefined) throw new Refusal('wrong-stage', '联合踏勘尚未开始', undefined, { early: true })
}

function allFiledThemselves(): Refusal {
  return new Refusal('already-done', '记录中各单位均已自行提交意见')
}

/** Whoever filed an opinion is not overwritten, nor a result that stands. */
function recordable<Of extends { readonly org: string }>(state: CaseState, opinions: readonly Of[]): readonly Of[] {
  return opinions.filter(({ org }) => state.opinions[org]?.byJointRecord !== false && !isSettled(state, org))
}

/** the results of all its lines stand, before the survey closes. */
function isSettled(state: CaseState, org: string): boolean {
  const own = answeredFor(state, org)
  return (
    state.survey?.closedAt === undefined &&
    own.length > 0 &&
    own.every((line) => stands(line) || line.resurvey !== undefined)
  )
}

interface Filing {
  readonly org: string
  readonly opinion: Opinion
  readonly byJointRecord: boolean
  readonly at: string
}

type Filed = Extract<EventBody, { type: 'opinionFiled' }>

/** what was filed, and the results that stand by it. */
function withResults(state: CaseState, bodies: readonly Filed[]): readonly EventBody[] {
  const actor = state.registeredBy
  const after = bodies.reduce(
    (next, body) => opinionFiled(next, { ...body, seq: next.seq + 1, at: next.registeredAt, actor }),
    state,
  )
  return [...bodies, ...resultsStanding(after)]
}

function filed(state: CaseState, { org, opinion: said, byJointRecord, at }: Filing, policy: City): Filed {
  const opinion = besideEarlier(state, org, said)
  const corrects = state.opinions[org]?.seq
  const late = state.survey?.closedAt !== undefined && !isBeside(state, org)
  return {
    type: 'opinionFiled',
    rule: 'R-13',
    data: {
      org,
      opinion,
      late,
      byJointRecord,
      ...defined({ corrects, closed: closedFor(state, opinion, at, policy) }),
    },
  }
}

/** the roads that its works would open and that are closed to them today; none is said of none. */
export function closedFor(
  state: CaseState,
  { lines = [] }: Pick<Opinion, 'lines'>,
  at: string,
  policy: City,
): ClosedRoad[] | undefined {
  const sections = lines.flatMap(({ outerWorks }) => outerWorks?.sections ?? [])
  if (state.touchesByItem === undefined || sections.length === 0) return undefined
  const today = localDate(at, policy.hours)
  const closed = closedRoadsOf(policy, today).filter((road) => closedOn([road], sections, today) !== undefined)
  return closed.length === 0 ? undefined : closed
}

/** The lines that an opinion of this utility has to speak of; none of an authority's. */
function answeredFor(state: CaseState, org: string): readonly Line[] {
  return linesOf(state).filter((line) => line.utility === org && isInVisit(line))
}

/** Once the survey is closed: what it said has decided all its lines. */
function hasSpoken(state: CaseState, org: string): boolean {
  const undecided = linesOf(state).some(
    ({ utility, status, resurvey }) => utility === org && status === 'awaitingOpinion' && resurvey === undefined,
  )
  return state.opinions[org] !== undefined && !undecided
}

interface Checking {
  readonly policy: City
  readonly prefix: string
}

/** A utility answers for each of its lines, an authority in words and by what it found. */
function checkOpinion(state: CaseState, party: PartyState, opinion: Opinion, { policy, prefix }: Checking): void {
  if (party.kind === 'authority') {
    if (opinion.lines !== undefined)
      throw new Refusal('not-concerned', '主管部门填写部门意见，不填写服务线', `${prefix}lines`)
    if (opinion.remarks === undefined && (opinion.found ?? []).length === 0)
      throw new Refusal('opinion-incomplete', '请填写部门意见', `${prefix}remarks`)
    checkFindings(state, party.org, opinion, { policy, prefix })
    requireForOwnVisit(state, party.org, opinion, prefix)
    return
  }
  requireInVisit(state, party)
  if (opinion.found !== undefined)
    throw new Refusal('not-concerned', '涉及的事项由主管部门认定；承办单位填写在各项服务的外线工程中', `${prefix}found`)
  const given = (opinion.lines ?? []).map((line) => line.line)
  opinion.lines?.forEach(({ line: id, connectable, outerWorks }, index) => {
    const field = `${prefix}lines.${index}`
    if (state.lines[id]?.status === 'withdrawn')
      throw new Refusal('wrong-stage', `${lineWords(id)}已撤销`, `${field}.line`)
    requireLineInVisit(state, id, `${field}.line`)
    if (requireLine(state, id, `${field}.line`).utility !== party.org)
      throw new Refusal('not-concerned', `${lineWords(id)}不是本单位承办的服务`, `${field}.line`)
    if (given.indexOf(id) !== index)
      throw new Refusal('opinion-contradictory', `${lineWords(id)}出现了两次`, `${field}.line`)
    if (connectable && isFound(state, id))
      throw new Refusal('opinion-contradictory', '主管部门已认定该项工程涉及审批事项', `${field}.connectable`)
    requireKnownTouches(state, outerWorks?.touches ?? [], `${field}.outerWorks.touches`)
  })
  const missing = answeredFor(state, party.org).filter(({ id }) => !given.includes(id))
  if (missing.length > 0)
    throw new Refusal(
      'opinion-incomplete',
      `还缺：${missing.map(({ id }) => lineWords(id)).join('、')}`,
      `${prefix}lines`,
    )
}

export const folds = {
  opinionFiled,
  opinionsDated: (state, { data }) =>
    state.survey === undefined ? state : { ...state, survey: { ...state.survey, opinionsBy: data } },
  lineResultStood,
  surveyClosed,
} satisfies Partial<Folds>

/**
 * before the survey closes a utility's opinion only lies ready; afterwards a late one decides its lines. What an
 * authority found holds at once.
 */
function opinionFiled(state: CaseState, event: EventOf<'opinionFiled'>): CaseState {
  const { org, opinion, late, byJointRecord, closed } = event.data
  const filed = withConsenters({
    ...state,
    opinions: {
      ...state.opinions,
      [org]: { opinion, at: event.at, seq: event.seq, late, byJointRecord, ...defined({ closed }) },
    },
  })
  if (state.parties[org]?.kind === 'authority') return withFindings(filed, event)
  return late ? withGrownNeeds(decideLines(filed, opinion, event.at), event.at) : filed
}

function lineResultStood(state: CaseState, { at, data }: EventOf<'lineResultStood'>): CaseState {
  const standing = data.lines.map(({ line }) => line)
  const decided = withLines(state, standing, () => ({ status: 'awaitingOpinion' }))
  return Object.values(state.opinions).reduce(
    (next, { opinion }) =>
      decideLines(next, { lines: (opinion.lines ?? []).filter(({ line }) => standing.includes(line)) }, at),
    decided,
  )
}

function surveyClosed(state: CaseState, event: EventOf<'surveyClosed'>): CaseState {
  const waiting = withLines(
    state,
    linesOf(state)
      .filter(({ status, held }) => status === 'surveying' && held === undefined)
      .map((line) => line.id),
    () => ({ status: 'awaitingOpinion' }),
  )
  const opined = Object.values(state.opinions).reduce(
    (next, filed) => decideLines(next, filed.opinion, event.at),
    waiting,
  )
  const unopined = linesOf(opined)
    .filter((line) => line.status === 'awaitingOpinion')
    .map((line) => line.id)
  const decided =
    state.survey?.waived === undefined || state.convenes !== undefined
      ? opined
      : withLines(opined, unopined, () => ({ status: 'connectable' }))
  const survey = { convenedAt: event.at, ...state.survey, closedAt: event.at, absent: event.data.absent }
  // closed by its deadline, it is in time; who was absent is red.
  const inTime = state.convenes !== undefined || missingOpinions(state).length === 0
  return inTime && state.withdrawn === undefined
    ? markDeadline({ ...decided, survey }, 'survey', { metAt: event.at })
    : { ...decided, survey }
}

export const tasks: Awaited<'fileOpinion'> = (state) => {
  if (state.survey === undefined) return []
  const closed = state.survey.closedAt !== undefined
  return missingOpinions(state)
    .filter((org) => !closed || state.parties[org]?.kind === 'utility')
    .map((org) => ({ kind: 'fileOpinion', org, deadlineId: 'survey' }))
}
