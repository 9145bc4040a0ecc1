import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import { Refusal } from '../../domain/problem.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { lackingBy } from '../../workflows/application/core/needed-approvals.ts'
import { can } from '../../workflows/application/core/can.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { commitment, inspection } from '../fixtures/works.ts'

// Thousands of refusals are made and thrown away here: their stacks say nothing, and take longer than all the rest.
const { stackTraceLimit } = Error
beforeAll(() => {
  Error.stackTraceLimit = 0
})
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit
})

interface Step {
  readonly type: ActType
  readonly actor: Actor
  readonly body: ActBodies[ActType]
}

const LINES = ['water:shuiwu', 'power:guowang'] as const
const ACTORS = [
  ...['shuiwu', 'guowang', 'ranqi', 'zigui', 'chengguan', 'zhujian', 'mobile'].map((org) => officer(org, 'lead')),
  INTAKE,
  CLERK,
]

/** Every act on every line with either content, by anybody. */
const STEPS: readonly Step[] = LINES.flatMap((id) =>
  [true, false].flatMap((flag): Omit<Step, 'actor'>[] => [
    { type: 'fileOpinion', body: flag ? needsOuterWorks(id) : connectable(id) },
    { type: 'fileOpinion', body: flag ? NO_OBJECTION : { found: [{ line: id, touches: ['greenery'] }] } },
    { type: 'signCommitment', body: commitment('2026-11-23', flag ? '2026-11-30' : '2026-12-20') },
    {
      type: 'signCommitment',
      body: commitment('2026-11-23', '2026-11-30', ['roadExcavation', 'greeneryOccupation']),
    },
    { type: 'fileDesign', body: { line: id, title: '设计', summary: '略' } },
    {
      type: 'fileConstructionPlan',
      body: { line: id, title: '方案', summary: '略', nearbyOwners: flag ? ['ranqi'] : [] },
    },
    { type: 'signHandover', body: { line: id, positions: '1 米', signer: '刘工' } },
    { type: 'startWorks', body: { line: id } },
    { type: 'reportProgress', body: { line: id, percent: 50 } },
    { type: 'fileInspection', body: inspection(id, flag ? [] : [2]) },
    { type: 'reportRectified', body: { order: `${id}:1`, remarks: '已改' } },
    { type: 'reinspect', body: { order: `${id}:1`, passed: flag } },
    { type: 'completeWorks', body: { line: id } },
    { type: 'acceptWorks', body: { line: id, passed: flag, remarks: '见记录' } },
    { type: 'appointConnection', body: { at: '2026-11-26T09:00:00+08:00' } },
    { type: 'reportConnected', body: { line: id } },
    { type: 'reportRestored', body: { line: id } },
    { type: 'confirmRestoration', body: { line: id } },
  ]),
).flatMap((step) => ACTORS.map((actor) => ({ ...step, actor })))

/**
 * Half of the steps are taken blindly, half from what is allowed just then, the seldom used first, so that runs go
 * deep.
 */
const runs = fc.tuple(fc.array(fc.tuple(fc.boolean(), fc.nat()), { minLength: 20, maxLength: 90 }), fc.nat(20))

function play([choices, closeAfter]: readonly [readonly (readonly [boolean, number])[], number]): CaseState[] {
  const services = { water: { business: 'new', tonsPerDay: 9 }, power: { business: 'new', kilovoltAmperes: 100 } }
  const the = new PureCase(applicationInput(registration({}, { services }))).atSurvey()
  const states = [the.state]
  const used = new Map<ActType, number>()
  choices.forEach(([blindly, choice], index) => {
    if (index === closeAfter) the.closeSurvey()
    const candidates = blindly
      ? STEPS
      : leastUsed(
          STEPS.filter((step) => allowed(the, step)),
          used,
        )
    const step = candidates[choice % candidates.length]
    if (step !== undefined && allowed(the, step)) {
      the.act(step.type, step.actor, step.body)
      used.set(step.type, (used.get(step.type) ?? 0) + 1)
    }
    states.push(the.state)
  })
  return states
}

function leastUsed(steps: readonly Step[], used: ReadonlyMap<ActType, number>): readonly Step[] {
  const least = Math.min(...steps.map((step) => used.get(step.type) ?? 0))
  return steps.filter((step) => (used.get(step.type) ?? 0) === least)
}

function allowed(the: PureCase, { type, actor, body }: Step): boolean {
  try {
    can(the.state, { type, actor, at: the.at, body }, CHIBI)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

describe('any order of acts by any party leaves a state that the rules allow', () => {
  it('R-19: no works without a commitment, plans and every hand-over', () => {
    fc.assert(
      fc.property(runs, (run) => {
        for (const state of play(run)) {
          for (const { works, utility, status } of Object.values(state.lines)) {
            if (works?.startedAt === undefined) continue
            expect(state.commitments[utility]).toBeDefined()
            expect(works.designs).toBeGreaterThan(0)
            expect(status).not.toBe('outerWorks')
            expect(status).not.toBe('committed')
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  it('R-13, R-19: what works need when they start is given, whoever found it', () => {
    const found = { started: 0 }
    fc.assert(
      fc.property(runs, (run) => {
        for (const state of play(run))
          for (const line of Object.values(state.lines))
            if (line.works?.startedAt !== undefined) {
              expect(lackingBy(state, line)).toEqual([])
              if (line.found?.['chengguan'] !== undefined) found.started += 1
            }
      }),
      { numRuns: 40 },
    )
    expect(found.started).toBeGreaterThan(0)
  })

  it('R-26: a line never goes back from connected, and is connected only from an appointment', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const connected = new Set<string>()
        for (const state of play(run)) {
          for (const { id, status, appointment } of Object.values(state.lines)) {
            if (connected.has(id)) expect(status).toBe('connected')
            if (status !== 'connected') continue
            connected.add(id)
            expect(appointment).toBeDefined()
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  it('R-20, R-21: completed works have passed an inspection and have no order open; accepted ones were completed', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const states = play(run)
        states.forEach((state, index) => {
          for (const { id, works, status } of Object.values(state.lines)) {
            const before = states[index - 1]?.lines[id]
            if (status === 'completed' && before?.status !== 'completed') {
              expect(works?.inspectionsPassed).toBeGreaterThan(0)
              expect(
                Object.values(state.orders).filter((order) => order.line === id && order.closedAt === undefined),
              ).toEqual([])
            }
            if (works?.acceptedAt !== undefined) expect(works.completedAt).toBeDefined()
          }
        })
      }),
      { numRuns: 40 },
    )
  })

  it('R-38: seq goes on by one, tasks are open only in the state that wants them, and each belongs to an organisation', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const states = play(run)
        states.forEach((state, index) => {
          expect(state.seq).toBeGreaterThanOrEqual(states[index - 1]?.seq ?? 0)
          for (const task of Object.values(state.tasks)) {
            expect(task.org).not.toBe('')
            expect(task.closedSeq ?? state.seq).toBeGreaterThanOrEqual(task.openedSeq)
          }
        })
      }),
      { numRuns: 40 },
    )
  })

  it('the runs go deep enough to mean something', () => {
    const reached = new Set<string>()
    for (const run of fc.sample(runs, { numRuns: 60, seed: 7 })) {
      for (const state of play(run)) Object.values(state.lines).forEach((each) => reached.add(each.status))
    }
    for (const status of [
      'connectable',
      'outerWorks',
      'committed',
      'constructing',
      'completed',
      'accepted',
      'appointed',
      'connected',
    ])
      expect([...reached]).toContain(status)
  })
})
