import { setTimeout as sleep } from 'node:timers/promises'
import type { LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseEvent } from '../../domain/case/event.ts'
import { newKey } from '../fixtures/api.ts'
import { AGREED, HttpCase } from './http-case.ts'
import type { Party } from './http-case.ts'
import { TestStack } from './stack.ts'

/**
 * When the kill comes: so many milliseconds after the acts were sent, or with an answer, when the act is recorded and
 * its projection under way.
 */
const MOMENTS = [
  { ms: 4 },
  { answers: 1 },
  { ms: 12 },
  { answers: 2 },
  { ms: 30 },
  { answers: 3 },
  { ms: 60 },
  { answers: 4 },
  { ms: 120 },
] as const
const CASES_A_ROUND = 4
const ZIGUI: Party = ['zigui', 'officer']

/**
 * An act sent shortly before a kill; `answered` says whether its answer, which the kill may delay or prevent, is there.
 */
interface Sent {
  readonly the: HttpCase
  readonly key: string
  readonly answer: Promise<LightMyRequestResponse>
  answered: boolean
}

let stack: TestStack
const cases: HttpCase[] = []
const sent: Sent[] = []
/** How far the acts had come at the kills: recorded but not projected is where it matters. */
const seen = { acknowledged: 0, recorded: 0, projected: 0 }

beforeAll(async () => {
  stack = await TestStack.begin()
})
afterAll(() => stack.end())

/** Fresh ones, which the worker of this round knows: their acts are answered in milliseconds. */
async function freshCases(): Promise<readonly HttpCase[]> {
  const fresh = await Promise.all(Array.from({ length: CASES_A_ROUND }, () => HttpCase.register(stack, 'chibi')))
  for (const the of fresh) await the.reaches((state) => state.survey !== undefined)
  cases.push(...fresh)
  return fresh
}

async function until(moment: (typeof MOMENTS)[number], acts: readonly Sent[]): Promise<void> {
  if ('ms' in moment) return sleep(moment.ms)
  const answered = Promise.withResolvers<void>()
  for (const { answer } of acts)
    void answer.then(() => {
      if (acts.filter((act) => act.answered).length >= moment.answers) answered.resolve()
    })
  await answered.promise
}

/** In every other round as by 0.3: by an activity, which the kill finds under way. */
function send(the: HttpCase, round: number): Sent {
  const key = newKey()
  const api = round % 2 === 0 ? stack.api : stack.byActivity
  const act: Sent = { the, key, answer: the.send('survey/opinions', ZIGUI, AGREED, key, api), answered: false }
  void act.answer.then(
    (answer) => {
      act.answered = answer.statusCode === 200
    },
    () => {},
  )
  return act
}

/** Every row must be in the history, as it stands there. */
async function withoutHistory(): Promise<readonly { serviceNumber: string; event: CaseEvent | undefined }[]> {
  const recorded = await stack.recorded(cases.map((the) => the.serviceNumber))
  const found = await Promise.all(
    [...recorded].map(async ([serviceNumber, events]) => {
      const rows = await stack.projected(serviceNumber)
      return rows
        .filter((row) => JSON.stringify(ordered(row)) !== JSON.stringify(ordered(events[row.seq - 1])))
        .map((event) => ({ serviceNumber, event }))
    }),
  )
  return found.flat()
}

/** jsonb gives the keys of an object in an order of its own. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, ordered(part)]),
  )
}

describe('worker and Temporal are killed between an act and its projection', () => {
  it.each(MOMENTS.map((moment, round) => ({ moment, round })))(
    'R-39: at $moment after the acts: PostgreSQL holds nothing that the history does not',
    async ({ moment, round }) => {
      const acts = (await freshCases()).map((the) => send(the, round))
      sent.push(...acts)
      await until(moment, acts)
      const acknowledged = acts.filter((act) => act.answered)
      await (round % 2 === 0 ? stack.kill('temporal', 'worker') : stack.kill('worker', 'temporal'))
      await stack.startTemporal()
      expect(await withoutHistory()).toEqual([])
      const recorded = await stack.recorded(acknowledged.map(({ the }) => the.serviceNumber))
      expect([...recorded.values()].map(opinionsOf)).toEqual(acknowledged.map(() => 1))
      await countSeen(acts, acknowledged.length)
      await stack.startWorker()
    },
  )

  it('R-39: afterwards every act that was acknowledged is there, and the rest is one event after a retry under its key', async () => {
    const answers = await Promise.all(sent.map(({ answer }) => answer))
    expect(answers.map((answer) => answer.statusCode).filter((status) => status !== 200 && status !== 503)).toEqual([])
    for (const [index, { the, key }] of sent.entries()) {
      const again = await the.act('survey/opinions', ZIGUI, AGREED, key)
      if (answers[index]?.statusCode === 200) expect(again).toEqual(answers[index].json())
    }
    const numbers = sent.map(({ the }) => the.serviceNumber)
    await stack.caughtUp(numbers)
    for (const events of (await stack.recorded(numbers)).values()) expect(opinionsOf(events)).toBe(1)
    expect(await withoutHistory()).toEqual([])
    process.stdout.write(
      `${sent.length} acts in ${MOMENTS.length} kills; at the kill ${seen.acknowledged} were answered, ` +
        `${seen.recorded} in the history, ${seen.projected} of them projected\n`,
    )
    // Otherwise no kill came between an act and its projection, and nothing was shown.
    expect(seen.recorded).toBeGreaterThan(seen.projected)
  })
})

async function countSeen(acts: readonly Sent[], acknowledged: number): Promise<void> {
  const recorded = await stack.recorded(acts.map(({ the }) => the.serviceNumber))
  for (const [serviceNumber, events] of recorded) {
    seen.recorded += opinionsOf(events)
    seen.projected += opinionsOf(await stack.projected(serviceNumber))
  }
  seen.acknowledged += acknowledged
}

function opinionsOf(events: readonly CaseEvent[]): number {
  return events.filter((event) => event.type === 'opinionFiled').length
}
