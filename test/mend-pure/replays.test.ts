import { afterEach, describe, expect, it } from 'vitest'
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/index.js'
import { livedOrWhyNot } from '../../scripts/history/lived.ts'
import { runOf } from '../../scripts/history/runs.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { readRecording, recordingsKeyring } from '../replay/recording.ts'
import { Replays } from '../../scripts/replays/replays.ts'
import type { Database } from '../../db/client.ts'
import type { Replayed, Replayer } from '../../scripts/history/replayer.ts'
import type { ReplayResult } from '../../domain/replay/replay.ts'

interface Row {
  readonly id: string
  readonly askedAt: string
  begun: boolean
  result?: ReplayResult
}

/** Rows of the table, as far as the program asks for them: who waits longest, but for those that come later. */
function tableOf(rows: Row[]): Database {
  const execute = async (query: { queryChunks: unknown[] }) => {
    const said = JSON.stringify(
      query.queryChunks.filter((chunk) => chunk !== null),
      skipTables,
    )
    const waiting = rows.filter(({ begun, result }) => !begun && result === undefined)
    const row = waiting.find(({ id }) => !said.includes(`"${id}"`)) ?? waiting[0]
    if (row === undefined) return []
    row.begun = true
    return [{ id: row.id, service_number: `of-${row.id}`, asked_at: row.askedAt }]
  }
  const update = () => ({
    set: (values: { result?: ReplayResult }) => ({
      where: async () => {
        for (const row of rows.filter(({ begun, result }) => begun && result === undefined)) {
          if (values.result === undefined) row.begun = false
          else row.result = values.result
        }
      },
    }),
  })
  return { execute, update } as unknown as Database
}

/** A column knows its table, which knows the column. */
const skipTables = (key: string, value: unknown) => (key === 'table' ? undefined : value)

const NOW = new Date('2026-11-27T04:00:00Z')
const asked = (id: string, askedAt = NOW.toISOString()): Row => ({ id, askedAt, begun: false })
const good = { kind: 'application', runs: 1, historyEvents: 1, bytes: 1, events: [], failures: [], differences: [] }
const unavailable = () => Object.assign(new Error('14 UNAVAILABLE'), { code: 14, details: 'down', metadata: {} })

let running: Replays | undefined
afterEach(() => running?.stop())

/** What was tried, in order; those that are in `failing` fail so. */
function replaying(rows: Row[], failing: Readonly<Record<string, () => Error>>) {
  const tried: string[] = []
  const replay = async function* ([subject = '']: readonly string[]) {
    tried.push(subject)
    const failed = failing[subject]
    if (failed !== undefined) throw failed()
    yield { subject, ...good } as unknown as Replayed
  }
  const replayer = async () => ({ replay }) as unknown as Replayer
  running = new Replays({ database: tableOf(rows), replayer, release: '1.0.0', warn: () => {}, now: () => NOW })
  running.start()
  return tried
}

/** It looks at once. */
async function poll(rows: Row[], id: string): Promise<ReplayResult | undefined> {
  await expect
    .poll(() => {
      running?.hint()
      return rows.find((row) => row.id === id)?.result
    })
    .toBeDefined()
  return rows.find((row) => row.id === id)?.result
}

describe('R-39: auditors’ replays', () => {
  it('a history that cannot be replayed ends as such, once, and holds nobody up', async () => {
    const rows = [asked('a'), asked('b')]
    const tried = replaying(rows, { 'of-a': () => new SyntaxError('王建国 is no JSON') })
    expect((await poll(rows, 'b'))?.status).toBe('exact')
    const result = await poll(rows, 'a')
    expect([result?.status, tried]).toEqual(['unreplayable', ['of-a', 'of-b']])
    expect(result?.problems).toEqual([expect.stringMatching(/^of-a 的历史不能重放：SyntaxError；/)])
  })

  it('what is away is tried again, after the others, and not for ever', async () => {
    const rows = [asked('a', '2026-11-27T02:00:00Z'), asked('b')]
    const tried = replaying(rows, { 'of-a': unavailable })
    expect((await poll(rows, 'b'))?.status).toBe('exact')
    expect(tried.slice(0, 2)).toEqual(['of-a', 'of-b'])
    expect((await poll(rows, 'a'))?.status).toBe('unreplayable')
    expect(tried.filter((one) => one === 'of-a')).toHaveLength(20)
  })

  it('an outage of less than an hour ends none', async () => {
    const rows = [asked('a')]
    const tried = replaying(rows, { 'of-a': unavailable })
    await expect
      .poll(() => {
        running?.hint()
        return tried.length
      })
      .toBeGreaterThan(25)
    expect(rows[0]?.result).toBeUndefined()
  })
})

it('R-39: a history with one changed byte says that it cannot be read, as one that cannot be fetched', async () => {
  const converter = loadDataConverter(dataConverter(recordingsKeyring()))
  const { subject, runs } = readRecording('0.3', 'connectable')
  const [history] = runs
  const read = async () => livedOrWhyNot(subject, [await runOf(converter, 'recorded', history!)], converter)
  expect((await read()).unread).toBeUndefined()
  const payload = history?.events
    ?.map((event) => event.workflowExecutionUpdateCompletedEventAttributes?.outcome?.success?.payloads?.[0]?.data)
    .find((data) => data !== undefined && data !== null)
  payload![20]! ^= 1
  expect(await read()).toEqual({
    lived: { events: [], findings: [] },
    unread: expect.stringContaining(`${subject} 的历史读不出：`),
  })
})
