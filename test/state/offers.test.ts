import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACT_TYPES } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import { TASK_DOINGS } from '../../domain/case/task.ts'
import { AT, claimant, END, TODAY, TOMORROW } from '../../scripts/process/example.ts'
import { whyBlocked } from '../../workflows/application/core/blocked-task.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { actorsFor, SHAREABLE, situations, tried } from '../fixtures/situations.ts'
import type { Situation } from '../fixtures/situations.ts'

// Hundreds of thousands of refusals are made and thrown away here.
const { stackTraceLimit } = Error
beforeAll(() => {
  Error.stackTraceLimit = 0
})
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit
})

const DAYS = {
  at: AT,
  today: TODAY,
  soon: TOMORROW,
  later: END,
  visits: [`${TODAY}T10:00:00+08:00`, `${TOMORROW}T09:00:00+08:00`, `${END}T09:00:00+08:00`],
}
/** Every so many of a journey, whose situations differ little from one to the next; until it is offered, in all. */
const EVERY = 29

const SITUATIONS: readonly Situation[] = situations()

describe('what is offered in the situations of docs/process.md', () => {
  it('each offered act is taken with what the offer says, each other refused as it says', { timeout: 300_000 }, () => {
    const wrong = new Map<string, string>()
    const [offered, refused] = [new Set<string>(), new Set<string>()]
    const count = { offered: 0, refused: 0 }
    const tryIn = ({ state, journey }: Situation, type: ActType) => {
      for (const actor of actorsFor(state, type)) {
        const facts =
          type === 'agreeSharedTrench' ? SHAREABLE : type === 'claimApplication' ? claimant(state) : undefined
        const { code, body, codes } = tried({ state, type, actor, days: DAYS, facts })
        if (code === undefined) offered.add(type)
        else refused.add(`${type} ${code}`)
        count[code === undefined ? 'offered' : 'refused'] += 1
        if (body === undefined)
          wrong.set(`${type} ${code ?? 'offered'}: ${codes.join()}`, `${journey} ${state.stage} ${actor.org}`)
      }
    }
    for (const situation of SITUATIONS.filter((_, index) => index % EVERY === 0))
      for (const type of ACT_TYPES) tryIn(situation, type)
    for (const situation of SITUATIONS) for (const type of ACT_TYPES) if (!offered.has(type)) tryIn(situation, type)
    // A visit suits nobody where the others' times leave none: which times do, `survey/times` says.
    for (const key of wrong.keys())
      if (key.startsWith('scheduleSurvey offered: visit-time-unsuitable')) wrong.delete(key)
    expect(Object.fromEntries(wrong)).toEqual({})
    expect(ACT_TYPES.filter((type) => !offered.has(type))).toEqual([])
    expect(count.offered).toBeGreaterThan(5000)
    expect(refused.size).toBeGreaterThan(150)
    process.stdout.write(`offered ${count.offered}, refused ${count.refused}, kinds of refusal ${refused.size}\n`)
  })

  it('R-38: an open task can be done by its act on what it names, or says what keeps it', { timeout: 120_000 }, () => {
    const blocked = new Set<string>()
    SITUATIONS.forEach(({ state }) => {
      for (const task of Object.values(state.tasks)) {
        if (task.closedSeq !== undefined) continue
        const refusal = whyBlocked(state, task, { at: AT }, CHIBI)
        if (refusal !== undefined) blocked.add(`${task.kind} ${refusal.code}`)
      }
    })
    expect([...blocked].toSorted()).toEqual([
      'acceptDemand demand-incomplete',
      'completeWorks backfill-missing',
      'completeWorks inspection-missing',
      'completeWorks rectification-open',
      'completeWorks works-stopped',
      'reportProgress works-stopped',
      'startWorks approval-lacking',
      'startWorks handover-missing',
      'startWorks plan-missing',
      'startWorks revocation-pending',
      'startWorks works-too-early',
    ])
    expect(Object.keys(TASK_DOINGS)).toHaveLength(40)
  })
})
