import type { City } from '../../../domain/city/city.schema.ts'
import type { Deadline } from '../../../domain/clocks/deadline.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { Acts, Command } from './act-rule.ts'
import type { CaseState, Line } from './case-state.ts'
import { withWorks } from './change.ts'
import type { Folds } from './change.ts'
import { requireInForce } from './force.ts'
import { openOrdersOf } from './lines.ts'
import { requireNoStandstill } from './standstill.ts'
import { verifiersOf } from './verifiers.ts'
import type { AwaitedOnLine } from './wanted.ts'
import { aboutLine, nameOf, requireLine } from './who.ts'
import { ownWorks, requireWorks } from './works.ts'

/**
 * what a promise obtained is verified on site before the trench is closed, by each authority whose approval it
 * replaced; one whose clock has passed does not hold up the works, and is on record.
 */
export const acts = {
  reportBackfill: {
    ...aboutLine<'reportBackfill'>((state, line, intent, policy) => {
      ownWorks(['constructing'])(state, line, intent)
      requireNoStandstill(state, line, policy)
      requireInForce(state, line, intent, policy)
      if (requireWorks(line).backfilledAt !== undefined) throw new Refusal('already-done', '已报告回填', 'line')
      if (openOrdersOf(state, line.id).length > 0)
        throw new Refusal('rectification-open', '整改复查通过后才能回填', 'line')
      requireVerified(state, line, intent.at, policy)
    }),
    events: (state, { body: { files, ...body } }) => {
      const unverified = [...unverifiedBy(state, requireLine(state, body.line, 'line'))]
      return [{ type: 'backfilled', rule: 'R-16', data: { ...body, unverified, ...defined({ files }) } }]
    },
  },
} satisfies Partial<Acts>

function unverifiedBy(state: CaseState, line: Line): readonly string[] {
  return verifiersOf(state, line).filter((org) => line.works?.verified?.[org] === undefined)
}

function requireVerified(state: CaseState, line: Line, at: string, policy: City): void {
  const missing = unverifiedBy(state, line).filter((org) => !isOver(clockOf(state, line, org), at))
  if (missing.length === 0) return
  const who = missing.map((org) => nameOf(org, policy)).join('、')
  throw new Refusal(
    'verification-missing',
    `${who}尚未在回填前核查承诺：请到场核查（可催办）；核查时限届满仍未核查的，方可自行回填`,
    'line',
  )
}

function clockOf({ tasks, deadlines }: CaseState, line: Line, org: string): Deadline | undefined {
  const task = Object.values(tasks).find(
    (each) =>
      each.kind === 'verifyPromise' && each.org === org && each.line === line.id && each.closedSeq === undefined,
  )
  return deadlines[task?.deadlineId ?? '']
}

/** by the due time itself, recorded or not; a clock that stands has not reached it. */
export function isOver(clock: Deadline | undefined, at: string): boolean {
  if (clock === undefined) return false
  return clock.passedAt !== undefined || (clock.stoppedAt === undefined && Date.parse(at) >= Date.parse(clock.dueAt))
}

/** an inspection that verifies is filed by who has to, once, while the works go on. */
export function checkVerification(state: CaseState, { actor, body }: Command<'fileInspection'>): void {
  if (body.verification === undefined) return
  const line = requireLine(state, body.line, 'line')
  if (!verifiersOf(state, line).includes(actor.org))
    throw new Refusal('not-concerned', '本部门没有以承诺替代的审批要核查：请不填回填前核查', 'verification')
  if (line.status !== 'constructing') throw new Refusal('wrong-stage', '工程不在施工中', 'verification')
  if (line.works?.backfilledAt !== undefined) throw new Refusal('already-done', '已经回填', 'verification')
  if (line.works?.verified?.[actor.org] !== undefined)
    throw new Refusal('already-done', '本部门已在回填前核查', 'verification')
}

export const folds = {
  backfilled: (state, { at, data }) => withWorks(state, data.line, { backfilledAt: at }),
} satisfies Partial<Folds>

export const tasks: AwaitedOnLine<'verifyPromise'> = (state, line) => {
  if (line.status !== 'constructing' || line.works?.backfilledAt !== undefined) return []
  return unverifiedBy(state, line).map((org) => ({ kind: 'verifyPromise', org, line: line.id }))
}
