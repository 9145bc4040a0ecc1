import { userSideOf } from '../../../domain/actor/applicant-side.ts'
import { partiesOf } from '../../../domain/case/parties.ts'
import type { LineId } from '../../../domain/case/service.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import { requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import type { CaseStanding, InstalmentPlan, ServiceEnd } from '../../../domain/instalments/instalments.ts'
import { Refusal } from '../../../domain/problem.ts'
import { requireAgreed, requirePayable, requireUnpaid } from '../../../domain/instalments/payment.ts'
import { judge, offered } from '../../lib/core/act-halves.ts'
import { refusalOf } from '../../lib/core/choices.ts'
import type { Choice, Offer } from '../../lib/core/choices.ts'
import { choosing } from './act-rule.ts'
import type { Acts, Command, Intent } from './act-rule.ts'
import type { CaseState, InnerWorks, Line } from './case-state.ts'
import { linesOf } from './lines.ts'
import { withLines } from './change.ts'
import type { Folds } from './change.ts'
import { aboutLine, requireApplicantSide, requireNotDropped, requireOwn } from './who.ts'
import { defined } from '../../../domain/defined.ts'

/**
 * inside the red line only, only when the user asks; prices cite the document in force, and may be paid by
 * instalments.
 */
export const acts = {
  requestInnerWorks: {
    ...aboutLine<'requestInnerWorks'>(
      (_state, line) => {
        requireNotDropped(line)
        if (line.innerWorks !== undefined) throw new Refusal('already-done', '已提出需求', 'line')
      },
      { first: (state, { actor }) => requireApplicantSide(state, actor) },
    ),
    events: (_state, { body }) => [{ type: 'innerWorksRequested', rule: 'R-22', data: body }],
  },
  quoteInnerWorks: {
    ...aboutLine<'quoteInnerWorks'>((_state, line, { actor }) => {
      requireOwn(line, actor.org)
      requireNotDropped(line)
      if (line.innerWorks === undefined)
        throw new Refusal('wrong-stage', '用户没有提出红线内施工需求：红线外不收任何费用', 'line', { early: true })
      if (line.innerWorks.parts !== undefined) throw new Refusal('already-done', '已约定分期，报价不能再改', 'line')
      if (line.innerWorks.wished !== undefined)
        throw new Refusal('already-done', '用户已按报价提出分期意愿，报价不能再改', 'line')
    }),
    events: (_state, { body }) => [{ type: 'innerWorksQuoted', rule: 'R-22', data: body }],
  },
  agreeInstalments: {
    ...aboutLine<'agreeInstalments'>(requireInstalmentsWanted, {
      first(state, { actor }) {
        requireApplicantSide(state, actor)
        if (state.signsInstalments !== undefined)
          throw new Refusal('signature-required', '分期由双方签字：请先提出分期意愿，再在其分期事项中签字', 'line')
      },
      also: requireFitting,
    }),
    events: (_state, { body }) => [{ type: 'instalmentsAgreed', rule: 'R-23', data: body }],
  },
  requestInstalments: {
    ...aboutLine<'requestInstalments'>(requireInstalmentsWanted, {
      first(state, { actor }) {
        requireApplicantSide(state, actor)
        if (state.signsInstalments === undefined)
          throw new Refusal('wrong-stage', '本件的分期由用户直接约定，无须另提意愿')
      },
      also: (_state, { body: { mode, works } }, { instalments }) => {
        if (works === 'outer')
          throw new Refusal('outer-works-free', '红线外的接入工程用户不需要缴纳任何费用，不收、也不暂收', 'works')
        if (mode === 'deposit' && instalments?.deposit !== true)
          throw new Refusal('deposit-not-offered', '本市没有暂收工程款的办法，请选先建设、分期付款', 'mode')
      },
    }),
    events: (state, { body: { line, mode } }) => [
      {
        type: 'instalmentsRequested',
        rule: 'R-23',
        data: { line, mode, amountFen: state.lines[line]?.innerWorks?.amountFen ?? 0 },
      },
    ],
  },
  recordPayment: {
    windsUp: true,
    ...choosing(
      aboutLine<'recordPayment'>(
        (_state, line, { actor }) => {
          requireOwn(line, actor.org)
          const { wished, parts } = requireInnerWorks(line)
          if (wished !== undefined) throw new Refusal('wrong-stage', '双方签定的分期在其分期事项中登记收款', 'line')
          requireAgreed(parts)
        },
        {
          also: (state, { at, body }, { hours }) =>
            void requirePayable(state.lines[body.line]?.innerWorks?.parts, body, {
              since: { name: '登记之日', date: localDate(state.registeredAt, hours) },
              today: localDate(at, hours),
            }),
        },
      ),
      (state, { actor }) => [partsOf(state, actor.org)],
    ),
    events: (_state, { body }) => [{ type: 'paymentRecorded', rule: 'R-23', data: body }],
  },
} satisfies Partial<Acts>

/** water, power and gas, at the quote, once. */
function requireInstalmentsWanted(_state: CaseState, line: Line): void {
  requireNotDropped(line)
  if (!['water', 'power', 'gas'].includes(line.service))
    throw new Refusal('validation-failed', '分期付款适用于水、电、气', 'line')
  const { amountFen, parts, wished } = requireInnerWorks(line)
  if (amountFen === undefined) throw new Refusal('wrong-stage', '尚未报价', 'line', { early: true })
  if (parts !== undefined) throw new Refusal('already-done', '已约定分期', 'line')
  if (wished !== undefined) throw new Refusal('already-done', '已提出分期意愿', 'line')
}

/** Each part's clock is computed when the one before is due. */
function requireFitting(state: CaseState, { at, body }: Command<'agreeInstalments'>, { hours }: City): void {
  const amountFen = state.lines[body.line]?.innerWorks?.amountFen
  const sum = body.parts.reduce((total, part) => total + part.amountFen, 0)
  if (sum !== amountFen) throw new Refusal('amount-mismatch', `各期合计 ${sum} 分，报价 ${amountFen} 分`, 'parts')
  const today = localDate(at, hours)
  if ((body.parts[0]?.dueDate ?? '') < today) throw new Refusal('date-past', '首期应在今日或以后', 'parts.0.dueDate')
  body.parts.forEach(({ dueDate }, index) => {
    requireWithinReach(dueDate, body.parts[index - 1]?.dueDate ?? today, `parts.${index}.dueDate`)
  })
}

/** the parts of each plan of the utility's, by line. */
function partsOf(state: CaseState, org: string): Choice {
  const options = linesOf(state)
    .filter(({ utility }) => utility === org)
    .flatMap(({ id, innerWorks: { parts = [] } = { scope: '' } }) =>
      parts.map((_part, index) => ({
        value: index + 1,
        line: id,
        ...defined({ refusal: refusalOf(() => requireUnpaid(parts, index + 1)) }),
      })),
    )
  return { field: 'part', of: 'part', options, ...defined({ none: options[0]?.refusal }) }
}

function requireInnerWorks({ innerWorks }: Line): InnerWorks {
  if (innerWorks === undefined) throw new Refusal('wrong-stage', '用户没有提出红线内施工需求', 'line', { early: true })
  return innerWorks
}

export const folds = {
  innerWorksRequested: (state, { data }) => withInnerWorks(state, data.line, { scope: data.scope }),
  innerWorksQuoted: (state, { data }) =>
    withInnerWorks(state, data.line, {
      amountFen: data.items.reduce((sum, item) => sum + item.amountFen, 0),
      priceDocument: data.priceDocument,
    }),
  instalmentsAgreed: (state, { at, data }) => withInnerWorks(state, data.line, { parts: data.parts, agreedAt: at }),
  instalmentsRequested: (state, { at, data: { line, mode } }) => withInnerWorks(state, line, { wished: { mode, at } }),
  instalmentsTakenUp: (state, { data: { line, ...known } }) => withWish(state, line, known),
  instalmentsTold: (state, { data: { line, ...known } }) => withWish(state, line, known),
  paymentRecorded: (state, { data }) =>
    withInnerWorks(state, data.line, (inner) => ({
      parts: (inner.parts ?? []).map((part, index) =>
        index === data.part - 1 ? { ...part, paidOn: data.paidOn } : part,
      ),
    })),
} satisfies Partial<Folds>

function withWish(state: CaseState, line: string, known: Partial<NonNullable<InnerWorks['wished']>>): CaseState {
  return withInnerWorks(state, line, ({ wished }) => (wished === undefined ? {} : { wished: { ...wished, ...known } }))
}

function withInnerWorks(
  state: CaseState,
  id: string,
  change: Partial<InnerWorks> | ((inner: InnerWorks) => Partial<InnerWorks>),
): CaseState {
  return withLines(state, [id], ({ innerWorks = { scope: '' } }) => ({
    innerWorks: { ...innerWorks, ...(typeof change === 'function' ? change(innerWorks) : change) },
  }))
}

/**
 * the plan of each line that has one, as it stands. A connected line's is owed; of a dropped one its utility says
 * whether the inner works were built.
 */
export function instalmentPlansOf(state: CaseState): readonly InstalmentPlan[] {
  return linesOf(state).flatMap((line) => planOf(state, line))
}

function planOf(state: CaseState, line: Line): readonly InstalmentPlan[] {
  const { status, innerWorks } = line
  if (innerWorks?.parts === undefined) return []
  const agreedAt = innerWorks.agreedAt ?? state.registeredAt
  return [planned(state, line, { parts: innerWorks.parts, agreedAt, confirmed: status === 'connected' })]
}

function planned(
  state: CaseState,
  { id: line, service, utility }: Line,
  stands: Pick<InstalmentPlan, 'parts' | 'agreedAt' | 'confirmed' | 'wished'>,
): InstalmentPlan {
  const { parts, ...others } = stands
  const { serviceNumber } = state
  const sides = { side: userSideOf(state), parties: partiesOf(state) }
  return { serviceNumber, line, service, utility, parts, ...others, ...sides }
}

/** what a user wished, with the limits that the case was registered with; nothing is agreed yet. */
export function wishedPlansOf(state: CaseState, { instalments }: City): readonly InstalmentPlan[] {
  if (instalments === undefined) return []
  const { offer, signing, mostParts, longestMonths, leastFirstPercent } = instalments
  const terms = { offer: offer.length, signing: signing.length, mostParts, longestMonths, leastFirstPercent }
  return linesOf(state).flatMap((line) => {
    const { wished, amountFen = 0, priceDocument = '' } = line.innerWorks ?? {}
    if (wished === undefined) return []
    const wish = { mode: wished.mode, amountFen, priceDocument, terms }
    return [planned(state, line, { parts: [], agreedAt: wished.at, confirmed: false, wished: wish })]
  })
}

/** those that no matter has taken up yet. */
export function wishesToTakeUp(state: CaseState, policy: City): readonly InstalmentPlan[] {
  return wishedPlansOf(state, policy).filter(({ line }) => state.lines[line]?.innerWorks?.wished?.matter === undefined)
}

export interface InstalmentNews {
  readonly line: LineId
  readonly matter: string
  readonly standing: CaseStanding
  readonly known: { readonly claimedAt?: string; readonly ended?: ServiceEnd }
}

/** what a matter that took a wish up does not know yet: who the applicant is now, or that it is over. */
export function instalmentNewsOf(state: CaseState): readonly InstalmentNews[] {
  const { claimed } = state
  return linesOf(state).flatMap(({ id: line, status, innerWorks }) => {
    const wished = innerWorks?.wished
    if (wished?.matter === undefined) return []
    const why = state.withdrawn === undefined ? 'dropped' : 'withdrawn'
    const ended = wished.ended ?? (status === 'withdrawn' ? why : undefined)
    if (wished.claimedAt === claimed?.at && wished.ended === ended) return []
    const standing = { side: userSideOf(state), parties: partiesOf(state), ...defined({ ended }) }
    return [{ line, matter: wished.matter, standing, known: defined({ claimedAt: claimed?.at, ended }) }]
  })
}

/** what the case as it closed would say of a payment. */
export function paymentOffer(state: CaseState, intent: Intent, policy: City): Offer {
  return offered(acts.recordPayment, state, intent, policy)
}

/** throws a `Refusal` where the case as it closed would not take the payment. */
export function requirePayment(state: CaseState, command: Command<'recordPayment'>, policy: City): void {
  judge(acts.recordPayment, state, command, policy)
}
