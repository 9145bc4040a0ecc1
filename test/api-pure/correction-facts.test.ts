import { expect, it } from 'vitest'
import { correctedBy, correctionFacts } from '../../api/temporal/corrections.ts'
import type { Database } from '../../db/client.ts'
import { ACT_TYPES } from '../../domain/act/act.ts'
import { noServers } from '../fixtures/api.ts'

const ASKED = { serviceNumber: 'CB-20261124-00017-9', what: 'contact' } as const

/** Asked for one query, it says how often it was, and answers with what it is given. */
function databaseThat(answers: () => Promise<unknown>): { database: Database; asked: () => number } {
  let asked = 0
  const unsafe = () => {
    asked += 1
    return answers()
  }
  return { database: { $asked: { unsafe } } as unknown as Database, asked: () => asked }
}

it('R-03, R-13, R-37: four acts correct what was said before, and their facts say how often', async () => {
  const correcting = ACT_TYPES.filter((type) => correctedBy(type, { org: 'zigui' }) !== undefined)
  expect(correcting.toSorted()).toEqual(['correctContact', 'fileJointRecord', 'fileOpinion', 'supplementDemand'])
  const { database } = databaseThat(async () => [{ count: 3 }])
  expect(await correctionFacts({ database }, ASKED)).toEqual({ facts: { corrections: 3 } })
})

it('R-39: an act does not wait for a PostgreSQL that is away, nor twice for one that is frozen', async () => {
  expect(await correctionFacts(noServers(), ASKED)).toEqual({})
  const frozen = databaseThat(() => new Promise(() => {}))
  for (let act = 0; act < 20; act += 1) expect(await correctionFacts(frozen, ASKED)).toEqual({})
  expect(frozen.asked()).toBe(1)
})

it('what is wrong with the question itself is not hidden', async () => {
  const { database } = databaseThat(() => Promise.reject(new TypeError('wrong')))
  await expect(correctionFacts({ database }, ASKED)).rejects.toThrow(TypeError)
})
