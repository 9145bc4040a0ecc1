import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { findingOf } from '../../scripts/history/check.ts'
import { differencesOf } from '../../scripts/history/exact.ts'
import type { AnyEvent } from '../../scripts/history/payloads.ts'
import type { Replayed } from '../../scripts/history/replayer.ts'
import { problemsOf } from '../../scripts/history/words.ts'
import { applicationInput, PureCase, SERVICE_NUMBER } from '../fixtures/pure-case.ts'
import { INTAKE } from '../fixtures/actors.ts'
import { NODE_ARGUMENTS } from '../../start/node-arguments.ts'

const { events } = new PureCase(applicationInput()).atSurvey()

function replayed(change: Partial<Replayed> = {}): Replayed {
  return {
    kind: 'application',
    subject: SERVICE_NUMBER,
    events,
    lived: events.length,
    told: events,
    differences: [],
    failures: [],
    runs: 1,
    historyEvents: 10,
    bytes: 100,
    ...change,
  } as Replayed
}

function withdrawn(): readonly AnyEvent[] {
  const the = new PureCase(applicationInput()).atSurvey()
  the.act('withdrawApplication', INTAKE, { reason: '取消' })
  the.record({ type: 'applicationClosed', rule: 'R-26', data: { outcome: 'withdrawn' } })
  return the.events
}

describe('what a check finds', () => {
  const difference = { seq: 2, type: 'demandAccepted', what: ['at', 'data'] }

  it('R-36: nothing of what runs and replays exactly, nor of what was ended after it had closed', () => {
    expect(findingOf(replayed(), 'running')).toBeUndefined()
    expect(findingOf(replayed({ events: withdrawn() as never }), 'ended')).toBeUndefined()
  })

  it('R-36: differing, unreplayable, stuck though exact, ended; each says why, without what the events hold', () => {
    expect(findingOf(replayed({ differences: [difference] }), 'running')).toEqual({
      subject: SERVICE_NUMBER,
      trouble: 'differing',
      sentences: [`${SERVICE_NUMBER} 第 2 号事件（demandAccepted）重放与亲历的不同：at、data`],
    })
    expect(findingOf(replayed({ failures: ['不能重放'], differences: [difference] }), 'running')).toMatchObject({
      trouble: 'unreplayable',
      sentences: ['不能重放', expect.any(String)],
    })
    expect(findingOf(replayed(), 'stuck')).toEqual({
      subject: SERVICE_NUMBER,
      trouble: 'unreplayable',
      sentences: [`${SERVICE_NUMBER} 的流程任务接连失败，不能继续`],
    })
    expect(findingOf(replayed(), 'ended')).toMatchObject({ trouble: 'ended' })
  })

  it('tells twenty differences, and how many more', () => {
    const many = Array.from({ length: 23 }, (_, index) => ({ ...difference, seq: index + 1 }))
    expect(problemsOf(replayed({ differences: many }))).toHaveLength(21)
    expect(problemsOf(replayed({ differences: many })).at(-1)).toBe(`${SERVICE_NUMBER} 另有 3 个事件不同`)
  })
})

describe('byte for byte', () => {
  const told = (change: (event: AnyEvent) => unknown) =>
    new Map(events.map((event) => [event.seq, change(event) as AnyEvent]))

  it('R-36, R-39: another time, another order of fields and an event that is not told are differences; what is told beyond is not', () => {
    expect(
      differencesOf(
        events,
        told((event) => ({ ...event })),
      ),
    ).toEqual([])
    expect(
      differencesOf(
        events.slice(0, 2),
        told((event) => ({ ...event })),
      ),
    ).toEqual([])
    expect(
      differencesOf(
        events,
        told((event) => (event.seq === 3 ? { ...event, at: '2026-11-23T01:00:00.001Z' } : event)),
      ),
    ).toEqual([{ seq: 3, type: 'demandPushed', what: ['at'] }])
    expect(
      differencesOf(
        events,
        told(({ at, ...event }) => ({ at, ...event })),
      ).map(({ what }) => what),
    ).toEqual(events.map(() => ['(order)']))
    expect(differencesOf(events, new Map()).map(({ what }) => what)).toEqual(events.map(() => ['(event)']))
    expect(differencesOf(events, new Map(), events.length)).toEqual([])
  })
})

describe('the commands', () => {
  const script = (name: string) => fileURLToPath(new URL(`../../scripts/${name}.ts`, import.meta.url))
  const run = (name: string, ...args: readonly string[]) =>
    promisify(execFile)(process.execPath, [...NODE_ARGUMENTS, script(name), ...args])

  it.each([
    ['mend', 'one', 'two'],
    ['check-histories', '--all'],
  ])('%s says how it is used', async (name, ...args) => {
    await expect(run(name, ...args)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^用法：npm run /) as string,
    })
  })
})
