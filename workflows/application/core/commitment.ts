import type { City } from '../../../domain/city/city.schema.ts'
import type { EventBody } from '../../../domain/case/event.ts'
import { authoritiesOf } from '../../../domain/approvals/touch-item.ts'
import { PROMISE_NUMBERS } from '../../../domain/commitment/promise.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import { Refusal } from '../../../domain/problem.ts'
import { defined } from '../../../domain/defined.ts'
import { refusalOf } from '../../lib/core/choices.ts'
import type { Choice, Option } from '../../lib/core/choices.ts'
import type { ActFacts, Acts } from './act-rule.ts'
import { blockedBy } from './blocked.ts'
import type { Approval, CaseState, CommitmentState, Line, PromiseRow } from './case-state.ts'
import {
  approvalsNeededBy,
  awaitsClearance,
  clearanceClockId,
  isClearanceUnderWay,
  isPending,
  isPromisable,
  keptPromises,
  lackingBy,
  withGrownNeeds,
} from './needed-approvals.ts'
import {
  approvalName,
  checkPromiseList,
  mustPromise,
  requirePromisable,
  requireSurveyedSections,
} from './promise-list.ts'
import { requireNoPendingRevocation } from './standstill.ts'
import { requireSameTime } from './variation-approvers.ts'
import { stands } from './line-results.ts'
import { linesOf } from './lines.ts'
import { worksDeadlineId } from './case-deadlines.ts'
import { markDeadline } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import { clearForWorks, requireWorksFrom } from './clearance.ts'
import { lastApproval } from './rounds.ts'
import type { AwaitedOnLine } from './wanted.ts'
import { requireParty } from './who.ts'

/**
 * one 附件3 by utility and case replaces the approvals its outer works need; a later one supersedes it while
 * works are not completed.
 */
export const acts = {
  signCommitment: {
    may(state, { actor, facts }, policy) {
      requireParty(state, actor.org)
      requireNoPendingRevocation(state, actor.org, policy)
      if (facts?.creditRecord !== undefined)
        throw new Refusal('commitment-blocked', `失信记录 ${facts.creditRecord} 未到期：改走并联审批`)
      if (committable(state, actor.org).length === 0) refuseWithout(state, actor.org)
    },
    check(state, { actor, at, body, facts }, policy) {
      requireWorksFrom(state, body.worksFrom, {
        at,
        superseding: state.commitments[actor.org] !== undefined,
        hours: policy.hours,
      })
      if (body.worksTo < localDate(at, policy.hours))
        throw new Refusal('date-past', '施工结束日期应在今日或以后', 'worksTo')
      requireWithinReach(body.worksTo, localDate(at, policy.hours), 'worksTo')
      requireSameTime(state, actor.org, body)
      requireUnblocked(body.approvals, { facts, kept: keptPromises(state, actor.org) }, policy)
      const lines = committable(state, actor.org)
      checkPromiseList(state, { org: actor.org, lines, facts }, body.approvals, policy)
      if (state.touchesByItem === true) requireSurveyedSections(lines, body.sections, policy)
    },
    choices: (state, { actor, facts }, policy) => [promisable(state, { org: actor.org, facts }, policy)],
    events(state, { actor, body }, policy) {
      const lines = committable(state, actor.org).map((line) => line.id)
      const signed: EventBody = {
        type: 'commitmentSigned',
        rule: 'R-16',
        data: {
          org: actor.org,
          lines,
          commitment: body,
          version: (state.commitments[actor.org]?.version ?? 0) + 1,
          ...(state.touchesByItem === true ? { notices: noticesOf(body.approvals, policy) } : {}),
        },
      }
      return [signed, ...grants(actor.org, body.approvals, lines, policy)]
    },
  },
} satisfies Partial<Acts>

function committable(state: CaseState, org: string): readonly Line[] {
  return linesOf(state).filter(
    (line) => line.utility === org && ['outerWorks', 'committed', 'constructing'].includes(line.status),
  )
}

function refuseWithout(state: CaseState, org: string): never {
  const own = linesOf(state).filter((line) => line.utility === org)
  if (own.length === 0) throw new Refusal('not-concerned', '本单位在此申请中没有承办的服务')
  if (state.survey?.closedAt === undefined && !own.some(stands))
    throw new Refusal('wrong-stage', '踏勘结果形成后才能签署承诺书', undefined, { early: true })
  throw new Refusal('no-outer-works', `${own.map((line) => line.id).join('、')} 没有待施工的外线工程`)
}

/** What may be promised, and what the works need that may not be. */
function promisable(
  state: CaseState,
  { org, facts }: { readonly org: string; readonly facts: ActFacts | undefined },
  policy: City,
): Choice {
  const lines = committable(state, org)
  const promised = { org, lines, facts }
  const must = mustPromise(state, promised)
  const keys = lines.flatMap((line) => approvalsNeededBy(state, line).filter(({ replaceable }) => replaceable))
  const options = [...new Set(keys.map(({ key }) => key))].map((value): Option => {
    const refusal = refusalOf(() => {
      requireUnblocked([value], { facts, kept: keptPromises(state, org) }, policy)
      if (state.touchesByItem === true) requirePromisable(state, promised, value, { policy, field: 'approvals' })
    })
    if (refusal !== undefined) return { value, refusal }
    return must.includes(value) ? { value, must: true } : { value }
  })
  return { field: 'approvals.*', of: 'need', options }
}

/** what a record blocks goes the parallel way, the rest is promised; what stands already is no new promise. */
function requireUnblocked(
  given: readonly string[],
  { facts, kept }: { readonly facts: ActFacts | undefined; readonly kept: readonly string[] },
  policy: City,
): void {
  given.forEach((key, index) => {
    const record = blockedBy(facts, key)
    if (record !== undefined && !kept.includes(key))
      throw new Refusal(
        'commitment-blocked',
        `失信记录 ${record} 未到期，${approvalName(key, policy)}不适用告知承诺：此项改走并联审批`,
        `approvals.${index}`,
      )
  })
}

/** the versions of the 告知书 that it promises on. */
function noticesOf(keys: readonly string[], { approvals: { list } }: City): Readonly<Record<string, string>> {
  const given = list.filter(({ key }) => keys.includes(key))
  return Object.fromEntries(given.flatMap(({ key, notice }) => (notice === undefined ? [] : [[key, notice.version]])))
}

/** 即时办结: one grant for each authority, so that each is told. */
function grants(
  org: string,
  keys: readonly string[],
  lines: readonly Line['id'][],
  policy: City,
): readonly EventBody[] {
  const given = policy.approvals.list.filter(({ key }) => keys.includes(key))
  const authorities = new Set([
    ...given.map(({ authority }) => authority),
    ...given.flatMap(({ jointly = [] }) => jointly.map(({ authority }) => authority)),
  ])
  return [...authorities].map((authority) => ({
    type: 'approvalGranted',
    rule: 'R-16',
    data: {
      org,
      authority,
      lines: [...lines],
      approvals: given.filter((each) => authoritiesOf(each).includes(authority)).map(({ key }) => key),
    },
  }))
}

export const folds = {
  commitmentSigned,
  approvalGranted,
} satisfies Partial<Folds>

/**
 * A superseding commitment leaves what was found of the promises, and the works' earlier deadline as it stood; R-19: in
 * cases of before 0.8 another takes its place.
 */
function commitmentSigned(state: CaseState, { at, data }: EventOf<'commitmentSigned'>): CaseState {
  const earlier = state.commitments[data.org]
  const superseded =
    state.schedules[data.org] === undefined || state.timesWorks !== undefined
      ? state
      : data.lines.reduce((next, id) => supersedeWorks(next, id, at), state)
  const rows: readonly PromiseRow[] = earlier?.promises ?? PROMISE_NUMBERS.map((number) => ({ number, checks: [] }))
  const signed: CommitmentState = {
    org: data.org,
    version: data.version,
    signedAt: at,
    lines: data.lines,
    commitment: data.commitment,
    ...defined({ notices: data.notices }),
    promises: rows,
    grants: {},
  }
  const { worksFrom, worksTo, sections, responsible } = data.commitment
  const schedule = {
    worksFrom,
    worksTo,
    sections,
    responsible,
    version: (state.schedules[data.org]?.version ?? 0) + 1,
    at,
  }
  const next = {
    ...superseded,
    commitments: { ...state.commitments, [data.org]: signed },
    schedules: { ...state.schedules, [data.org]: schedule },
  }
  const cleared = clearForWorks(next, data.org, at)
  const clock = clearanceClockId(next, data.org)
  const met = isClearanceUnderWay(next, data.org) && next.deadlines[clock]?.metAt === undefined
  const promised = withGrownNeeds(met ? markDeadline(cleared, clock, { metAt: at }) : cleared, at)
  // what had been applied for while a promise was blocked, and is now given by one, is decided no more.
  return Object.values(state.approvals)
    .filter((approval) => isPending(state, approval) && !isPending(promised, approval))
    .reduce((state_, approval) => lapsed(state_, approval, at), promised)
}

/** Its clock ends with it; in cases of before 0.8 it comes back, without one, where the promise goes. */
function lapsed(state: CaseState, approval: Approval, at: string): CaseState {
  const next = markDeadline(state, `approval:${approval.id}`, { supersededAt: at })
  if (state.timesWorks === undefined) return next
  return { ...next, approvals: { ...next.approvals, [approval.id]: { ...approval, lapsedAt: at } } }
}

function approvalGranted(state: CaseState, { data }: EventOf<'approvalGranted'>): CaseState {
  const signed = state.commitments[data.org]
  if (signed === undefined) return state
  return {
    ...state,
    commitments: {
      ...state.commitments,
      [data.org]: { ...signed, grants: { ...signed.grants, [data.authority]: data.approvals } },
    },
  }
}

function supersedeWorks(state: CaseState, id: string, at: string): CaseState {
  const line = state.lines[id]
  return line === undefined ? state : markDeadline(state, worksDeadlineId(state, line), { supersededAt: at })
}

/** the promise where it may stand for an approval, or where none is needed. */
export const tasks: AwaitedOnLine<'signCommitment'> = (state, line) => {
  const wanted = state.touchesByItem === true ? isPromiseWanted(state, line) : wasPromiseWanted(state, line)
  const org = line.utility
  return wanted ? [{ kind: 'signCommitment', org, deadlineId: clearanceClockId(state, org) }] : []
}

/** What may be promised and was neither promised nor applied for; or nothing lacks but the promise itself. */
function isPromiseWanted(state: CaseState, line: Line): boolean {
  if (!awaitsClearance(state, line)) return false
  const lacking = lackingBy(state, line)
  if (lacking.length === 0) return true
  return lacking.some(
    (need) => isPromisable(state, line, need) && lastApproval(state, line.utility, need.key) === undefined,
  )
}

/** Of cases of before 0.7. */
function wasPromiseWanted(state: CaseState, line: Line): boolean {
  const org = line.utility
  if (line.status !== 'outerWorks' || state.commitments[org] !== undefined) return false
  const needs = approvalsNeededBy(state, line)
  if (!needs.every((need) => lastApproval(state, org, need.key) === undefined || !need.replaceable)) return false
  return needs.length === 0 || needs.some((need) => need.replaceable)
}
