import { condition } from '@temporalio/workflow'
import type { InstalmentsBody } from '../../domain/instalments/instalments.ts'
import { endOfLocalDate } from '../../domain/clocks/local-date.ts'
import { startMatterClock, untilInstant, withMatterDeadline } from '../matter/clock.ts'
import type { MatterClockStart } from '../matter/clock.ts'
import { ownStart } from '../lib/own-start.ts'
import { matter } from '../matter/matter.ts'
import type { Matter } from '../matter/matter.ts'
import type { MatterResult } from '../matter/messages.ts'
import type { InstalmentsInput } from './messages.ts'
import { INSTALMENTS } from './core/acts.ts'
import { instalmentDeadlineId } from '../../domain/instalments/instalments.ts'
import { isOver } from './core/state.ts'
import type { InstalmentsState } from './core/state.ts'
import { agreement } from './agreement.ts'
import { followCase } from './following.ts'

type Instalments = Matter<InstalmentsState, InstalmentsBody>

/**
 * 分期, R-23, R-26: what was agreed in a case and is still to be paid goes on after it, until all is paid or the
 * utility asks no more.
 */
export async function instalments(input: InstalmentsInput): Promise<MatterResult> {
  const own = ownStart('instalments', input)
  return matter(own, INSTALMENTS, {
    opening: () => opening(own),
    async plan(the) {
      const { wished } = the.state
      if (wished !== undefined) return agreement(the, wished)
      await condition(() => the.state.confirmed || isOver(the.state))
      await Promise.all(the.state.parts.map((_, index) => instalment(the, index)))
    },
    listening: followCase,
    ended: isOver,
    closing: (): InstalmentsBody => ({ type: 'instalmentsClosed', rule: 'R-23', data: {} }),
  })
}

function opening({ policy, policyHash, keyHash, bodyHash, plan }: InstalmentsInput): InstalmentsBody {
  return {
    type: 'instalmentsOpened',
    rule: plan.wished === undefined ? 'R-26' : 'R-23',
    data: {
      city: policy.key,
      policyHash,
      origin: { keyHash, bodyHash },
      utcOffsetMinutes: policy.hours.utcOffsetMinutes,
      ...plan,
    },
  }
}

/**
 * Each part's clock runs from when the one before was due: yellow in the last quarter of its own period, computed on
 * the calendar known by then.
 */
async function instalment(the: Instalments, index: number): Promise<void> {
  const done = () => the.state.parts[index]?.paidOn !== undefined || isOver(the.state)
  const clock = clockOf(the, index)
  const early = !done() && Date.parse(clock.from) > Date.now()
  if (early) await untilInstant(the, clock.from, done)
  if (done()) return
  await startMatterClock(the, early ? { ...clock, begunAt: clock.from } : clock)
  await withMatterDeadline(the, clock.id, done)
}

/** In the drill city the parts follow each other as fast as surveys, whatever their dates. */
function clockOf(the: Instalments, index: number): MatterClockStart {
  const {
    policy,
    state: { parts, agreedAt, openedAt, line },
  } = the
  const id = instalmentDeadlineId(index + 1)
  const whose = { id, kind: 'instalment', owner: 'applicant', rule: 'R-23', line } as const
  const { length: survey } = policy.deadlines.survey
  if (policy.drill && survey.kind === 'elapsedSeconds')
    return { ...whose, from: openedAt, length: { ...survey, seconds: survey.seconds * (index + 1) } }
  const date = parts[index]?.dueDate ?? ''
  const before = parts[index - 1]?.dueDate
  return {
    ...whose,
    from: before === undefined ? agreedAt : endOfLocalDate(before, policy.hours),
    length: { kind: 'byDate', date },
  }
}
