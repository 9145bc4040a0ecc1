/** a plan is offered, signed by both sides or by nobody, and changed in the same way, until all is settled. */
import { condition } from '@temporalio/workflow'
import type { InstalmentWish } from '../../domain/instalments/agreement.ts'
import { endOfLocalDate, localDate } from '../../domain/clocks/local-date.ts'
import { instalmentDeadlineId } from '../../domain/instalments/instalments.ts'
import type { InstalmentsBody } from '../../domain/instalments/instalments.ts'
import { startMatterClock, untilInstant, withMatterDeadline } from '../matter/clock.ts'
import type { MatterClockStart } from '../matter/clock.ts'
import type { Matter } from '../matter/matter.ts'
import { SETTLEMENT } from './core/following.ts'
import { answererOf, hasFallen, isOver, offerId, owedSince, planNumber, signingId } from './core/state.ts'
import type { InstalmentsState } from './core/state.ts'

type Instalments = Matter<InstalmentsState, InstalmentsBody>

export async function agreement(the: Instalments, wish: InstalmentWish): Promise<void> {
  await Promise.all([agreeing(the, wish), keeping(the, wish), settling(the, wish)])
}

/** what a service that has ended leaves with the utility is given back, or said to be owed, within a term. */
async function settling(the: Instalments, { terms }: InstalmentWish): Promise<void> {
  await condition(() => the.state.status === 'settling' || isOver(the.state))
  const { ended, utility, line } = the.state
  if (ended === undefined || the.state.status !== 'settling') return
  await startMatterClock(the, {
    id: SETTLEMENT,
    kind: 'settlement',
    owner: utility,
    from: ended.at,
    rule: 'R-37',
    length: terms.signing,
    line,
  })
  await withMatterDeadline(the, SETTLEMENT, () => the.state.status !== 'settling')
}

/** For as long as it goes on: a change is proposed at any time. */
async function agreeing(the: Instalments, wish: InstalmentWish): Promise<void> {
  while (!isOver(the.state)) {
    const { proposal } = the.state
    if (proposal !== undefined) await signing(the, wish, proposal.number)
    else if (planNumber(the.state) === 0) await offering(the, wish)
    else await condition(() => the.state.proposal !== undefined || isOver(the.state))
  }
}

/** The utility offers; the user may, too. */
async function offering(the: Instalments, { terms }: InstalmentWish): Promise<void> {
  const { openedAt, declinedAt, utility, line } = the.state
  const id = offerId(the.state)
  await startMatterClock(the, {
    id,
    kind: 'planOffer',
    owner: utility,
    from: declinedAt ?? openedAt,
    rule: 'R-23',
    length: terms.offer,
    line,
  })
  await withMatterDeadline(the, id, () => the.state.proposal !== undefined || isOver(the.state))
}

/** Whoever does not answer in time is late, and has signed nothing. */
async function signing(the: Instalments, { terms }: InstalmentWish, number: number): Promise<void> {
  const { proposal, utility, line } = the.state
  if (proposal === undefined) return
  const id = signingId(number)
  await startMatterClock(the, {
    id,
    kind: 'planSigning',
    owner: answererOf(proposal.by, utility),
    from: proposal.signature.at,
    rule: 'R-23',
    length: terms.signing,
    line,
  })
  const answered = () => the.state.proposal?.number !== number || isOver(the.state)
  const over = () => the.state.deadlines[id]?.passedAt !== undefined
  await withMatterDeadline(the, id, () => answered() || over())
  if (answered()) return
  the.record(
    { type: 'planDeclined', rule: 'R-23', data: { plan: number, by: 'term', reason: '期限内未签字' } },
    { at: the.state.deadlines[id]?.dueAt },
  )
}

/** What is owed by the plan in force, part by part; a later plan takes its place. */
async function keeping(the: Instalments, wish: InstalmentWish): Promise<void> {
  while (!isOver(the.state)) {
    await condition(() => owedSince(the.state) !== undefined || isOver(the.state))
    const since = owedSince(the.state)
    if (since === undefined) return
    const number = planNumber(the.state)
    await Promise.all(the.state.parts.map((_, index) => part(the, wish, { index, number, since })))
    await condition(() => planNumber(the.state) !== number || isOver(the.state))
  }
}

interface Owed {
  readonly index: number
  readonly number: number
  /** ISO UTC: when the works had been built, or the deposit taken. */
  readonly since: string
}

/** As a part of what a case agreed on, each clock runs from when the one before was due. */
async function part(the: Instalments, wish: InstalmentWish, owed: Owed): Promise<void> {
  const { index, number } = owed
  const done = () =>
    the.state.parts[index]?.paidOn !== undefined ||
    planNumber(the.state) !== number ||
    hasFallen(the.state) ||
    isOver(the.state)
  if (done()) return
  const clock = clockOf(the, wish, owed)
  const early = Date.parse(clock.from) > Date.now()
  if (early) await untilInstant(the, clock.from, done)
  if (done()) return
  await startMatterClock(the, early ? { ...clock, begunAt: clock.from } : clock)
  await withMatterDeadline(the, clock.id, done)
}

/**
 * What fell due before it was owed at all is due within the term for signing from then; in the drill city parts follow
 * each other as fast as surveys.
 */
function clockOf(the: Instalments, { mode, terms }: InstalmentWish, { index, number, since }: Owed): MatterClockStart {
  const {
    policy: { drill, hours, deadlines },
    state: { parts, plans, line, utility },
  } = the
  const id = instalmentDeadlineId(index + 1, number)
  const owing =
    mode === 'deposit'
      ? ({ kind: 'refund', owner: utility } as const)
      : ({ kind: 'instalment', owner: 'applicant' } as const)
  const whose = { id, ...owing, rule: 'R-23', line }
  const begun = laterOf(since, plans?.at(-1)?.countersignature.at)
  const { length: survey } = deadlines.survey
  if (drill && survey.kind === 'elapsedSeconds')
    return { ...whose, from: begun, length: { ...survey, seconds: survey.seconds * (index + 1) } }
  const date = parts[index]?.dueDate ?? ''
  const before = parts[index - 1]?.dueDate
  if (date < localDate(begun, hours)) return { ...whose, from: begun, length: terms.signing }
  const from = before === undefined ? begun : laterOf(begun, endOfLocalDate(before, hours))
  return { ...whose, from, length: { kind: 'byDate', date } }
}

/** Of instants, ISO UTC. */
function laterOf(one: string, other = one): string {
  return Date.parse(other) > Date.parse(one) ? other : one
}
