import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newKey } from '../fixtures/api.ts'
import { AGREED, authoritiesAgree, HttpCase } from './http-case.ts'
import type { Party } from './http-case.ts'
import { receiptsWithin } from '../replay/plays.ts'
import { TestStack } from './stack.ts'

/**
 * A minute is what the work order names; twenty seconds show the same, and every retry of the projection is longer than
 * that apart.
 */
const AWAY_MS = 20_000
/** They fall due while it is away. */
const RECEIPTS_MS = 10_000
const BETWEEN_ACTS_MS = 250
const BOUND_MS = 2_000
const ZIGUI: Party = ['zigui', 'officer']
const CASES = 4

let stack: TestStack
let cases: readonly HttpCase[]

beforeAll(async () => {
  stack = await TestStack.begin({ drill: receiptsWithin(RECEIPTS_MS / 1_000) })
  cases = await Promise.all(Array.from({ length: CASES }, () => HttpCase.register(stack, 'chibi')))
  for (const the of cases) await authoritiesAgree(the)
})
afterAll(() => stack.end())

/** An opinion corrected; how long the answer took, in milliseconds. */
async function correct(the: HttpCase, text: string): Promise<number> {
  const from = performance.now()
  await the.act('survey/opinions', ZIGUI, { remarks: text })
  return performance.now() - from
}

async function corrections(forMs: number): Promise<readonly number[]> {
  const [took, until]: [number[], number] = [[], Date.now() + forMs]
  for (let index = 0; Date.now() < until; index += 1) {
    const the = cases[index % CASES]
    if (the !== undefined) took.push(await correct(the, `更正 ${index}`))
    await sleep(BETWEEN_ACTS_MS)
  }
  return took
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

describe('fifty identical acts at once', () => {
  it('R-39: are one event, and each hears the same answer', async () => {
    const the = await HttpCase.register(stack, 'chibi')
    await the.reaches((state) => state.survey !== undefined)
    const key = newKey()
    const answers = await Promise.all(Array.from({ length: 50 }, () => the.send('survey/opinions', ZIGUI, AGREED, key)))
    expect(new Set(answers.map((answer) => `${answer.statusCode} ${answer.payload}`)).size).toBe(1)
    expect(answers[0]?.statusCode).toBe(200)
    const recorded = await stack.recorded([the.serviceNumber])
    expect(recorded.get(the.serviceNumber)?.filter((event) => event.type === 'opinionFiled')).toHaveLength(1)
    await stack.caughtUp([the.serviceNumber])
    expect(await the.events('opinionFiled')).toHaveLength(1)
  })
})

describe('PostgreSQL is away', () => {
  it('R-33, R-39: acts answer as before, whoever reads hears 503 and why; what falls due passes then; afterwards the projection catches up and equals the history', async () => {
    const before = median(await corrections(3_000))
    const unsigned = await HttpCase.register(stack, 'drill')
    await unsigned.reaches((state) => state.deadlines['acknowledgeReceipt:zigui'] !== undefined)
    await stack.stopPostgres()
    const took = await corrections(AWAY_MS)
    const list = await stack.api.get('/api/v1/applications', await stack.api.token('office', 'officer'))
    expect([list.statusCode, list.json()]).toEqual([503, expect.objectContaining({ code: 'database-unavailable' })])
    const one = () =>
      stack.api
        .token('zigui', 'officer')
        .then((token) => stack.api.get(`/api/v1/applications/${cases[0]?.serviceNumber ?? ''}`, token))
    const unread = await one()
    expect([unread.statusCode, unread.json(), unread.headers['retry-after']]).toEqual([
      503,
      expect.objectContaining({ code: 'database-unavailable', detail: expect.stringContaining('不会丢失') }),
      '5',
    ])
    process.stdout.write(
      `acts: p50 ${before.toFixed(0)} ms before, ${median(took).toFixed(0)} ms while PostgreSQL was away ` +
        `(${took.length} acts, ${Math.max(...took).toFixed(0)} ms at most)\n`,
    )
    expect(Math.max(...took)).toBeLessThan(BOUND_MS)
    expect(median(took)).toBeLessThan(10 * before + 100)

    await stack.startPostgres()
    const numbers = [...cases, unsigned].map((the) => the.serviceNumber)
    await stack.caughtUp(numbers)
    for (const [serviceNumber, events] of await stack.recorded(numbers))
      expect(await stack.projected(serviceNumber)).toEqual(events)
    const red = (await unsigned.events('deadlinePassed')).filter(({ data }) => data.deadline.startsWith('ack'))
    const { deadlines } = await unsigned.reaches(() => true)
    const receipts = Object.values(deadlines).filter(({ kind }) => kind === 'acknowledgeReceipt')
    expect(red.map(({ data, at }) => `${data.deadline} ${at}`).toSorted()).toEqual(
      receipts.map(({ id, dueAt }) => `${id} ${dueAt}`).toSorted(),
    )
    const again = await stack.api.get('/api/v1/applications', await stack.api.token('office', 'officer'))
    expect(again.statusCode).toBe(200)
    expect((await one()).json()).toMatchObject({ stage: 'jointSurvey' })
  }, 120_000)
})
