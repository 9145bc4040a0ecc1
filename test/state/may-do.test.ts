import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACT_TYPES } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import { Refusal } from '../../domain/problem.ts'
import { forced, record, registered } from '../../scripts/process/machine.ts'
import type { Intent } from '../../workflows/application/core/act-rule.ts'
import { can, eventsOf, mayDo } from '../../workflows/application/core/can.ts'
import { linesOf } from '../../workflows/application/core/lines.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { isAllowed, triesIn } from '../fixtures/any-acts.ts'
import type { AnyAct, Now } from '../fixtures/any-acts.ts'
import { officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { randomOf } from '../fixtures/random.ts'
import { MATRIX } from './refusals/matrix.ts'
import type { Row } from './refusals/row.ts'

// Thousands of refusals are made and thrown away here.
const { stackTraceLimit } = Error
beforeAll(() => {
  Error.stackTraceLimit = 0
})
afterAll(() => {
  Error.stackTraceLimit = stackTraceLimit
})

function refusedBy(check: () => void): Refusal | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** How the act is refused before it has a body; undefined where it may be done. */
function refusalOf(state: CaseState, intent: Intent): Refusal | undefined {
  return refusedBy(() => mayDo(state, intent, CHIBI))
}

const rowOf = (type: ActType) => MATRIX[type] as Row<ActType>
/**
 * Where the row's wrong organisation has a line of its own, that may allow the act, or says why not; only the body says
 * that another is meant.
 */
const hasItsOwn = ({ ready, wrongOrganisation: { the, by } }: Row<ActType>): boolean =>
  linesOf((the ?? ready)().state).some(({ utility }) => utility === by.org)
const AT = '2026-11-23T01:00:00.000Z'

/** A case that goes on by whatever is allowed, and what was allowed in each of its states. */
function goOn(seed: number, steps: number): readonly { state: CaseState; now: Now; legal: readonly AnyAct[] }[] {
  const random = randomOf(seed)
  const now = { at: AT, policy: CHIBI, random }
  let state = registered(CHIBI, registration(), seed % 2 === 0)
  return Array.from({ length: steps }, () => {
    for (let bodies = forced(state); bodies.length > 0; bodies = forced(state)) state = record(state, bodies)
    const legal = triesIn(state, now).filter((act) => isAllowed(state, act, now))
    const visited = { state, now, legal }
    const nearer = legal.filter(({ forward }) => forward)
    const among =
      nearer.length > 0 && random() < 0.7 ? nearer : legal.filter(({ type }) => type !== 'withdrawApplication')
    const act = among[Math.floor(random() * among.length)]
    if (act !== undefined) state = record(state, eventsOf(state, { ...act, at: AT }, CHIBI), act.actor)
    return visited
  })
}

describe('what somebody may do now is told without a body', () => {
  it.each(ACT_TYPES)('where it is right it may be done: %s', (type) => {
    const { ready, actor, facts } = rowOf(type)
    const the = ready()
    expect(refusalOf(the.state, { type, actor, at: the.at, facts })).toBeUndefined()
  })

  it.each(ACT_TYPES.filter((type) => !hasItsOwn(rowOf(type))))(
    'by the wrong organisation it is refused with the same code: %s',
    (type) => {
      const { ready, wrongOrganisation, facts } = rowOf(type)
      const the = (wrongOrganisation.the ?? ready)()
      expect(refusalOf(the.state, { type, actor: wrongOrganisation.by, at: the.at, facts })?.code).toBe(
        wrongOrganisation.code,
      )
    },
  )

  it.each(ACT_TYPES)('by a stranger it is refused with the same code: %s', (type) => {
    const { ready, body, facts } = rowOf(type)
    const the = ready()
    const command = { type, actor: officer('mobile'), at: the.at, body, facts }
    const before = refusedBy(() => can(the.state, command, CHIBI))
    expect(before).toBeDefined()
    expect(refusalOf(the.state, command)?.code).toBe(before?.code)
  })

  it.each(ACT_TYPES)('a closed case says so: %s', (type) => {
    const { ready, actor } = rowOf(type)
    const the = ready()
    the.record({ type: 'applicationClosed', rule: 'R-26', data: { outcome: 'connected' } })
    expect(refusalOf(the.state, { type, actor, at: the.at })?.code).toBe('application-closed')
  })

  it('whatever a case allows may be done', { timeout: 60_000 }, () => {
    const seen = new Set<ActType>()
    const refused = new Set<string>()
    for (let seed = 1; seed <= 8; seed += 1) {
      for (const { state, now, legal } of goOn(seed, 60)) {
        for (const { type, actor, facts } of legal) {
          seen.add(type)
          const refusal = refusalOf(state, { type, actor, at: now.at, facts })
          if (refusal !== undefined) refused.add(`${type}: ${refusal.code}`)
        }
      }
    }
    expect([...refused]).toEqual([])
    expect(seen.size).toBeGreaterThan(35)
  })
})
