import type { City } from '../../../domain/city/city.schema.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { Revocation } from '../../../domain/revocation/revocation.ts'
import { refusalOf } from '../../lib/core/choices.ts'
import type { Choice } from '../../lib/core/choices.ts'
import { unmetWorks } from './acceptance.ts'
import { about, byId } from './act-rule.ts'
import type { Acts, Command } from './act-rule.ts'
import type { CaseState, Line } from './case-state.ts'
import { withLines } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import { linesOf } from './lines.ts'
import { approvalsNeededBy, isPromised, isRevoked, withGrownNeeds } from './needed-approvals.ts'
import { approvalName } from './promise-list.ts'
import { IN_USE, isLive, pendingRevocationOf } from './standstill.ts'
import { isOver } from './verification.ts'
import type { Awaited, Wanted } from './wanted.ts'
import { requireParty } from './who.ts'

/**
 * R-16, 行政许可法 第六十九条: what deception obtained is revoked: proposed and told, answered and heard, decided by a
 * named official who did not propose it, the site made safe first. R-29: nothing goes into the credit file by it.
 */
export const acts = {
  proposeRevocation: {
    may(state, { actor }) {
      if (state.verifiesPromises === undefined)
        throw new Refusal('wrong-stage', '此件登记在先：按责令整改与信用程序办理')
      const given = linesOf(state).flatMap((line) => givenOn(state, line, actor.org))
      if (given.length === 0) throw new Refusal('not-concerned', '本部门没有凭承诺给出的审批')
      if (!linesOf(state).some((line) => revocableOn(state, line, actor.org).length > 0))
        throw new Refusal('wrong-stage', IN_THE_WAY)
    },
    check: checkProposal,
    choices: (state, { actor }) => proposable(state, actor.org),
    events: (state, { actor, body }) => {
      const lines = linesAbout(state, body)
      return [
        {
          type: 'revocationProposed',
          rule: 'R-16',
          data: {
            ...body,
            revocation: String(Object.keys(state.revocations ?? {}).length + 1),
            org: actor.org,
            lines: lines.map(({ id }) => id),
            openSites: lines.filter(isOpenSite).map(({ id }) => id),
          },
        },
      ]
    },
  },
  answerRevocation: {
    ...aboutRevocation<'answerRevocation'>(
      (state, each) => {
        requirePending(state, each)
        if (each.answer !== undefined) throw new Refusal('already-done', '已经陈述申辩', 'revocation')
      },
      ({ utility }, { org }) => {
        if (utility !== org) throw new Refusal('not-concerned', '由被告知的单位陈述申辩', 'revocation')
      },
    ),
    events: (state, { actor, at, body: { revocation, statement, hearing, waived } }) => [
      {
        type: 'revocationAnswered',
        rule: 'R-16',
        data: {
          revocation,
          org: actor.org,
          late: isTermOver(state, requireRevocation(state, revocation), at),
          waived: waived === true,
          ...defined({ statement, hearing }),
        },
      },
    ],
  },
  holdHearing: {
    ...aboutRevocation<'holdHearing'>(
      (state, each, { sub }) => {
        requirePending(state, each)
        if (each.answer?.hearing === undefined)
          throw new Refusal('wrong-stage', '没有要求听证', 'revocation', { early: true })
        if (each.hearing !== undefined) throw new Refusal('already-done', '已经听证', 'revocation')
        if (each.proposedBy === sub)
          throw new Refusal('second-person-required', '提出的人不能主持听证，请由另一人办理', 'revocation')
      },
      ({ org }, actor) => requireItsAuthority(org, actor.org),
    ),
    events: (_state, { body }) => [{ type: 'hearingHeld', rule: 'R-16', data: body }],
  },
  reportSiteSafe: {
    ...aboutRevocation<'reportSiteSafe'>(
      (state, each) => {
        if (each.openSites.length === 0) throw new Refusal('wrong-stage', '没有已经开挖的现场，无须报告', 'revocation')
        requirePending(state, each)
        if (each.safeAt !== undefined) throw new Refusal('already-done', '已报告现场安全', 'revocation')
      },
      ({ utility }, { org }) => {
        if (utility !== org) throw new Refusal('not-concerned', '由施工的承办单位报告', 'revocation')
      },
    ),
    events: (_state, { body }) => [{ type: 'siteMadeSafe', rule: 'R-16', data: body }],
  },
  decideRevocation: {
    ...aboutRevocation<'decideRevocation'>(
      (state, each, { sub }, at) => {
        requirePending(state, each)
        if (each.proposedBy === sub)
          throw new Refusal('second-person-required', '提出的人不能自己决定，请由本部门另一名负责人决定', 'revocation')
        requireHeard(state, each, at)
      },
      ({ org }, actor) => requireItsAuthority(org, actor.org),
      checkDecision,
    ),
    events: (state, { body }) => {
      const { utility, approvals, lines } = requireRevocation(state, body.revocation)
      const { onAnswer, ...decision } = body
      const about = { utility, approvals: [...approvals], lines: [...lines] }
      return [{ type: 'revocationDecided', rule: 'R-16', data: { ...decision, ...about, ...defined({ onAnswer }) } }]
    },
  },
} satisfies Partial<Acts>

const IN_THE_WAY = '没有可撤销的审批：正在办理、已经撤销，或相关工程已验收合格（其后的问题办理后续检查与信用程序）'

type RevocationAct = 'answerRevocation' | 'holdHearing' | 'reportSiteSafe' | 'decideRevocation'

function aboutRevocation<A extends RevocationAct>(
  allows: (state: CaseState, each: Revocation, actor: Command['actor'], at: string) => void,
  requireWhose: (each: Revocation, actor: Command['actor']) => void,
  also?: (state: CaseState, command: Command<A>) => void,
) {
  return about<A, Revocation>({
    among: revocationsOf,
    offers: byId('revocation', 'revocation'),
    named: (state, body) => requireRevocation(state, body.revocation),
    allows(state, each, { actor, at }) {
      requireWhose(each, actor)
      allows(state, each, actor, at)
    },
    whose: (_state, each, { actor }) => requireWhose(each, actor),
    ...defined({ also }),
  })
}

function revocationsOf({ revocations = {} }: CaseState): readonly Revocation[] {
  return Object.values(revocations)
}

function requireRevocation({ revocations = {} }: CaseState, id: string): Revocation {
  const found = Object.hasOwn(revocations, id) ? revocations[id] : undefined
  if (found === undefined) throw new Refusal('revocation-unknown', `没有第 ${id} 次撤销`, 'revocation')
  return found
}

function requireItsAuthority(org: string, own: string): void {
  if (org !== own) throw new Refusal('not-concerned', '由提出撤销的部门办理', 'revocation')
}

function requirePending(state: CaseState, each: Revocation): void {
  if (each.decision !== undefined) throw new Refusal('already-done', '已经作出决定', 'revocation')
  if (!isLive(state, each)) throw new Refusal('wrong-stage', '相关服务已撤销，无须再办', 'revocation')
}

/** What an authority gave for a line by promise. */
function givenOn(state: CaseState, line: Line, org: string): readonly string[] {
  const promised = approvalsNeededBy(state, line).filter((need) => need.authority === org)
  return promised.filter((need) => isPromised(state, line, need) || isRevoked(state, line.utility, need.key)).map(keyOf)
}

function revocableOn(state: CaseState, line: Line, org: string): readonly string[] {
  if (!IN_USE.includes(line.status) || pendingRevocationOf(state, line.utility) !== undefined) return []
  return givenOn(state, line, org).filter((key) => !isRevoked(state, line.utility, key))
}

/** The ground is open: works go on, and the trench is not covered yet. */
function isOpenSite({ status, works }: Line): boolean {
  return status === 'constructing' && works?.backfilledAt === undefined
}

function keyOf({ key }: { readonly key: string }): string {
  return key
}

function linesAbout(
  state: CaseState,
  { utility, approvals }: { readonly utility: string; readonly approvals: readonly string[] },
): readonly Line[] {
  return linesOf(state).filter(
    (line) =>
      line.utility === utility &&
      IN_USE.includes(line.status) &&
      approvalsNeededBy(state, line).some((need) => approvals.includes(need.key) && isPromised(state, line, need)),
  )
}

function checkProposal(state: CaseState, { actor, body }: Command<'proposeRevocation'>, policy: City): void {
  requireRevocableOf(state, actor.org, body.utility)
  body.approvals.forEach((key, index) => {
    const field = `approvals.${index}`
    const own = linesOf(state).filter(({ utility }) => utility === body.utility)
    if (!own.some((line) => givenOn(state, line, actor.org).includes(key)))
      throw new Refusal('approval-unknown', `${approvalName(key, policy)}不是本部门凭该单位的承诺所给的审批`, field)
    if (isRevoked(state, body.utility, key))
      throw new Refusal('already-done', `${approvalName(key, policy)}已经撤销`, field)
    if (!own.some((line) => revocableOn(state, line, actor.org).includes(key)))
      throw new Refusal('wrong-stage', IN_THE_WAY, field)
  })
}

function requireRevocableOf(state: CaseState, org: string, utility: string): void {
  requireParty(state, utility)
  const own = linesOf(state).filter((line) => line.utility === utility)
  if (!own.some((line) => givenOn(state, line, org).length > 0))
    throw new Refusal('not-concerned', '本部门没有凭该单位的承诺给出的审批', 'utility')
  if (pendingRevocationOf(state, utility) !== undefined)
    throw new Refusal('revocation-pending', '该单位凭承诺取得的审批正在办理撤销，决定之后再提出', 'utility')
  if (!own.some((line) => revocableOn(state, line, org).length > 0))
    throw new Refusal('wrong-stage', IN_THE_WAY, 'utility')
}

/** Whose, and which; those of another utility are refused with the body. */
function proposable(state: CaseState, org: string): readonly Choice[] {
  const utilities = [...new Set(linesOf(state).map(({ utility }) => utility))]
  const keys = [...new Set(linesOf(state).flatMap((line) => revocableOn(state, line, org)))]
  return [
    {
      field: 'utility',
      of: 'organisation',
      options: utilities.map((value) => ({
        value,
        ...defined({ refusal: refusalOf(() => requireRevocableOf(state, org, value)) }),
      })),
    },
    { field: 'approvals.*', of: 'need', options: keys.map((value) => ({ value })) },
  ]
}

/** heard, or its term is over by the due time itself; a hearing that was asked for has been held. */
function requireHeard(state: CaseState, each: Revocation, at: string): void {
  if (each.answer === undefined && !isTermOver(state, each, at))
    throw new Refusal('answer-pending', '陈述申辩的期限未到，被告知的单位也没有答复', 'revocation')
  if (each.answer?.hearing !== undefined && each.hearing === undefined)
    throw new Refusal('hearing-missing', '该单位要求听证：先举行听证', 'revocation')
}

function checkDecision(state: CaseState, { at, body }: Command<'decideRevocation'>): void {
  const each = requireRevocation(state, body.revocation)
  if (each.answer?.waived === false && body.onAnswer === undefined)
    throw new Refusal('validation-failed', '该单位已陈述申辩：须写明采纳与否及理由', 'onAnswer')
  if (body.outcome !== 'revoked' || each.openSites.length === 0 || each.safeAt !== undefined) return
  if (!isOver(state.deadlines[`makeSiteSafe:${each.utility}:${each.id}`], at))
    throw new Refusal('site-not-safe', '撤销之前先使开挖的现场处于安全状态：由承办单位报告，或待其时限届满', 'outcome')
}

function isTermOver({ deadlines }: CaseState, { utility, id }: Revocation, at: string): boolean {
  return isOver(deadlines[`answerRevocation:${utility}:${id}`], at)
}

export const folds = {
  revocationProposed: (state, { at, actor, data: { revocation: id, ...data } }) =>
    withRevocation(state, { id, ...data, proposedBy: actor.sub, proposedAt: at }),
  revocationAnswered: (state, { at, data: { revocation, org: _org, ...answer } }) =>
    changed(state, revocation, { answer: { at, ...answer } }),
  hearingHeld: (state, { at, data: { revocation, ...hearing } }) =>
    changed(state, revocation, { hearing: { at, ...hearing } }),
  siteMadeSafe: (state, { at, data }) => changed(state, data.revocation, { safeAt: at }),
  revocationDecided,
} satisfies Partial<Folds>

function withRevocation(state: CaseState, revocation: Revocation): CaseState {
  return { ...state, revocations: { ...state.revocations, [revocation.id]: revocation } }
}

function changed(state: CaseState, id: string, change: Partial<Revocation>): CaseState {
  const revocation = state.revocations?.[id]
  return revocation === undefined ? state : withRevocation(state, { ...revocation, ...change })
}

/** Revoked, the approvals fall: works stand still, also what was completed, and the ordinary way has its clock. */
function revocationDecided(state: CaseState, { at, data }: EventOf<'revocationDecided'>): CaseState {
  const { outcome, official, reason, onAnswer } = data
  const decided = changed(state, data.revocation, {
    decision: { at, outcome, official, reason, ...defined({ onAnswer }) },
  })
  if (outcome !== 'revoked') return decided
  const again = data.lines.filter((id) => state.lines[id]?.status === 'completed')
  const reopened = again.reduce(unmetWorks, decided)
  return withGrownNeeds(
    withoutGrants(
      withLines(reopened, again, () => ({ status: 'constructing' })),
      data,
    ),
    at,
  )
}

function withoutGrants(state: CaseState, { utility, approvals }: EventOf<'revocationDecided'>['data']): CaseState {
  const signed = state.commitments[utility]
  if (signed === undefined) return state
  const left = Object.entries(signed.grants).map(
    ([authority, keys]) => [authority, keys.filter((key) => !approvals.includes(key))] as const,
  )
  const grants = Object.fromEntries(left.filter(([, keys]) => keys.length > 0))
  return { ...state, commitments: { ...state.commitments, [utility]: { ...signed, grants } } }
}

type RevocationTask = 'answerRevocation' | 'holdHearing' | 'makeSiteSafe' | 'decideRevocation'

export const tasks: Awaited<RevocationTask> = (state) =>
  revocationsOf(state)
    .filter((each) => each.decision === undefined && isLive(state, each))
    .flatMap((each): Wanted<RevocationTask>[] => {
      const { id: order, org, utility, answer, hearing, openSites, safeAt } = each
      const awaitsHearing = answer?.hearing !== undefined && hearing === undefined
      const termPassed = state.deadlines[`answerRevocation:${utility}:${order}`]?.passedAt !== undefined
      const isHeard = !awaitsHearing && (answer !== undefined || termPassed)
      return [
        ...(answer === undefined ? [{ kind: 'answerRevocation' as const, org: utility, order }] : []),
        ...(openSites.length > 0 && safeAt === undefined
          ? [{ kind: 'makeSiteSafe' as const, org: utility, order }]
          : []),
        ...(awaitsHearing ? [{ kind: 'holdHearing' as const, org, order }] : []),
        ...(isHeard ? [{ kind: 'decideRevocation' as const, org, order }] : []),
      ]
    })
