import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, test } from 'vitest'
import { asked } from '../../bench/asked.ts'
import { casesOfALane } from '../../bench/load.ts'
import { WORKLOADS } from '../../bench/way.ts'

const TOP = resolve(fileURLToPath(new URL('../..', import.meta.url)))

it('unless told, all ways of this checkout are measured, bounded in time and rounds', () => {
  expect(asked([])).toMatchObject({ minutes: 30, giveUpAfterMinutes: 40, only: WORKLOADS, product: TOP })
  expect(asked([]).before).toBeUndefined()
})

it('quick ends within ten minutes: no round begins that would end after eight', () => {
  expect(asked(['--quick'])).toMatchObject({ minutes: 8, mostRounds: 2 })
})

it('some of them, and two checkouts', () => {
  const { only, before } = asked(['--only', 'raw, standard', '--before', TOP])
  expect([only, before]).toEqual([['raw', 'standard'], TOP])
})

it('settings of our programs, how many of them, and how many shards', () => {
  expect(asked([])).toMatchObject({ settings: { set: {}, workers: 1, apis: 1 }, shards: 4 })
  const given = ['--set', 'WORKFLOW_CACHE=2000', '--set', 'PUSH=off', '--workers', '2', '--apis', '3', '--shards', '16']
  expect(asked(given)).toMatchObject({
    settings: { set: { WORKFLOW_CACHE: '2000', PUSH: 'off' }, workers: 2, apis: 3 },
    shards: 16,
  })
})

test.each([
  [['--minutes', '0'], '--minutes'],
  [['--minutes', '-3'], "'--minutes'"],
  [['--minutes', 'ten'], '--minutes'],
  [['--minutes', '241'], '--minutes'],
  [['--quick', '--minutes', '5'], '--quick'],
  [['--only', 'dbos'], 'dbos'],
  [['--only', ''], '空'],
  [['--only', 'raw,'], '空'],
  [['--product', '/nowhere'], '/nowhere'],
  [['--before', fileURLToPath(new URL('.', import.meta.url))], 'server.ts'],
  [['--set', 'WORKFLOW_CACHE'], '变量=值'],
  [['--set', 'WORKFLOW_CACHE='], '变量=值'],
  [['--set', 'WORKFLOW_CACHE=many'], 'WORKFLOW_CACHE=many'],
  [['--set', 'COLOUR=red'], 'COLOUR'],
  [['--set', 'PORT=7100'], '自己定'],
  [['--set', 'TEMPORAL_ADDRESS=127.0.0.1:7233'], '自己定'],
  [['--workers', '0'], '--workers'],
  [['--apis', '1.5'], '--apis'],
  [['--shards', 'four'], '--shards'],
  [['--fast'], "'--fast'"],
  [['now'], 'now'],
])('%j is refused with what is wrong', (args, named) => {
  expect(() => asked(args)).toThrow(named)
})

test.each([
  [4, 8, 2],
  [5, 8, 1],
  [60, 8, 1],
  [0.001, 8, 200],
])('a case of %d s in %d s is played %d times in a lane', (secondsOfOne, seconds, times) => {
  expect(casesOfALane(secondsOfOne, seconds)).toBe(times)
})
