import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import { forced } from '../../scripts/process/machine.ts'
import { bureauOf } from '../../workflows/application/core/clocks.ts'
import { actsIn, isAllowed } from '../fixtures/any-acts.ts'
import type { AnyAct } from '../fixtures/any-acts.ts'
import { officer } from '../fixtures/actors.ts'
import { BranchCase, WATER_AND_POWER } from '../fixtures/branch-case.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { randomOf } from '../fixtures/random.ts'

/** R-33⁺: all clocks count. */
const ADOPTED: City = {
  ...CHIBI,
  ...(CHIBI.taskClocks === undefined ? {} : { taskClocks: { ...CHIBI.taskClocks, adoptedFrom: '2026-01-01' } }),
}

/**
 * What the rules themselves let stand: R-11, the survey is put off to its own phase, an answer is
 * awaited, on record. All of it is reviewed among the stops.
 */
const STANDS_BY_RULE: readonly ActType[] = ['putOffSurvey', 'requestSupplement', 'requestApprovalSupplement']

/** The user's own word, whoever carries it: that a service is dropped, withdrawn, booked for another day. */
const isUsers = ({ type }: AnyAct) => ACTS[type].by === 'applicantSide'

const isRunning = ({ metAt, passedAt, supersededAt, unassessed }: Deadline) =>
  [metAt, passedAt, supersededAt, unassessed].every((each) => each === undefined)

/** Ended without being met, put outside the assessment, or put off. */
function isTaken(before: Deadline, after: Deadline | undefined, type: ActType): boolean {
  if (after === undefined || after.supersededAt !== undefined || after.unassessed !== undefined) return true
  if (STANDS_BY_RULE.includes(type)) return false
  return (after.stoppedAt !== undefined && before.stoppedAt === undefined) || after.dueAt !== before.dueAt
}

/** Of the clocks that ran against the actor's own bureau, those that the act took out of the assessment. */
function takenBy(act: AnyAct, before: BranchCase['state'], after: BranchCase['state'], policy: City): string[] {
  if (isUsers(act)) return []
  const own = bureauOf(act.actor.org, policy)
  return Object.values(before.deadlines)
    .filter((clock) => bureauOf(clock.owner, policy) === own && isRunning(clock))
    .filter((clock) => isTaken(clock, after.deadlines[clock.id], act.type))
    .map(({ id }) => `${act.type} by ${act.actor.org}: ${id}`)
}

/** They would end nearly every case at once. */
const ENDS: readonly ActType[] = ['withdrawApplication', 'dropServices']

/** by each utility of its own line; rare otherwise. */
function resurveysOf({ lines }: BranchCase['state']): readonly AnyAct[] {
  return Object.values(lines).map(({ id: line, utility }) => ({
    type: 'orderResurvey',
    actor: officer(utility),
    body: { line, reason: '接口压力不足' },
    forward: false,
  }))
}

/** Half of them bring the case on; of the rest each kind is as likely as another. */
function oneOf(acts: readonly AnyAct[], random: () => number): AnyAct | undefined {
  const among = <T>(things: readonly T[]) => things[Math.floor(random() * things.length)]
  if (random() < 0.5) return among(acts.filter(({ forward }) => forward))
  const type = among([...new Set(acts.map((act) => act.type))].filter((each) => !ENDS.includes(each)))
  return among(acts.filter((act) => act.type === type))
}

describe('any acts of anybody', () => {
  const { stackTraceLimit } = Error
  beforeAll(() => void (Error.stackTraceLimit = 0))
  afterAll(() => void (Error.stackTraceLimit = stackTraceLimit))

  it('R-19, R-30, R-33, R-35: nothing that a party does alone takes its own clock out of the assessment', () => {
    const done = new Set<ActType>()
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 20, max: 90 }), (seed, steps) => {
        const random = randomOf(seed)
        const the = new BranchCase(WATER_AND_POWER, {}, ADOPTED, [], { timesWorks: true, verifiesPromises: true })
        for (let step = 0; step < steps && the.state.closedAt === undefined; step += 1) {
          for (let bodies = forced(the.state); bodies.length > 0; bodies = forced(the.state))
            for (const body of bodies) the.record(body)
          const now = { at: the.at, policy: ADOPTED, random }
          const resurveys = resurveysOf(the.state).filter((act) => isAllowed(the.state, act, now))
          const one = oneOf([...actsIn(the.state, now), ...resurveys], random)
          if (one === undefined) return
          const before = the.state
          the.act(one.type, one.actor, one.body, one.facts)
          done.add(one.type)
          expect(takenBy(one, before, the.state, ADOPTED)).toEqual([])
          the.later(Math.floor(random() * 300))
        }
      }),
      { numRuns: 40 },
    )
    // What has taken clocks away before was among them.
    for (const type of MEANT) expect(done).toContain(type)
  })

  const MEANT: readonly ActType[] = [
    'signCommitment',
    'suspendClock',
    'requestWorksExtension',
    'fileDesign',
    'orderResurvey',
    'startWorks',
  ]
})
