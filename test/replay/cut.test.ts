import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker'
import type { InjectedSinks, WorkflowBundle } from '@temporalio/worker'
import { beforeAll, describe, expect, it } from 'vitest'
import { cutAtLastTask, replayableUpToLastTask } from '../../scripts/history/cut.ts'
import type { AnyEvent, HistoryEvent } from '../../scripts/history/payloads.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import type { EventSinks } from '../../workflows/application/messages.ts'
import { readRecording, recordedEvent, recordingsKeyring } from './recording.ts'
import type { History } from './recording.ts'
import { bundle } from './replay.ts'

const keyring = recordingsKeyring()
let code: WorkflowBundle

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  })
  code = await bundle(keyring)
})

const lengthOf = ({ events }: History) => events?.length ?? 0
const firstOf = (events: readonly HistoryEvent[], length: number): History => ({ events: events.slice(0, length) })

/**
 * As the server had it after each of its events, but between the commands of one task, which it writes all at once;
 * equal ones once.
 */
function everyCut(events: readonly HistoryEvent[]): readonly { readonly after: number; readonly history: History }[] {
  const cuts = new Map<number, { after: number; history: History }>()
  for (let after = 1; after <= events.length; after += 1) {
    const length = lengthOf(cutAtLastTask(firstOf(events, after)))
    const amidCommands =
      length === after && after < events.length && lengthOf(cutAtLastTask(firstOf(events, after + 1))) === after + 1
    if (length > 0 && !amidCommands)
      cuts.set(length, { after, history: replayableUpToLastTask(firstOf(events, after)) })
  }
  return [...cuts.values()]
}

/** One answer for each history, in their order. */
async function toldBy(
  histories: readonly History[],
): Promise<readonly { readonly error: string | undefined; readonly events: readonly AnyEvent[] }[]> {
  const told = new Map<string, Map<number, AnyEvent>>()
  const sinks: InjectedSinks<EventSinks> = {
    events: {
      recorded: {
        callDuringReplay: true,
        fn: ({ workflowId }, _subject, event) => {
          told.set(workflowId, (told.get(workflowId) ?? new Map()).set(event.seq, event))
        },
      },
    },
  }
  const answers: { error: string | undefined; events: readonly AnyEvent[] }[] = []
  const named = histories.map((history, index) => ({ workflowId: String(index), history }))
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { workflowBundle: code, dataConverter: dataConverter(keyring), sinks },
    named,
  )) {
    answers.push({ error: error?.message, events: [...(told.get(workflowId)?.values() ?? [])] })
  }
  return answers
}

describe('a history cut anywhere', () => {
  it.each([
    ['0.1', 'late'],
    ['0.2', 'withdrawn-incomplete'],
    ['0.2', 'supplemented'],
    ['0.2', 'transfer-continued-as-new'],
    ['0.2', 'credit-contested-upheld'],
    ['0.3', 'supplemented'],
  ])(
    'R-36: %s %s replays up to its last completed task, and tells what the whole one tells so far',
    async (release, name) => {
      const { runs, events: recorded } = readRecording(release, name)
      let before = 0
      for (const { events } of runs) {
        const cuts = everyCut(events ?? [])
        let longest = 0
        for (const [index, { error, events: told }] of (await toldBy(cuts.map(({ history }) => history))).entries()) {
          const where = `after event ${cuts[index]?.after}`
          expect([where, error]).toEqual([where, undefined])
          expect([where, told.map(recordedEvent)]).toEqual([where, recorded.slice(before, before + told.length)])
          expect(told.length).toBeGreaterThanOrEqual(longest)
          longest = told.length
        }
        before += longest
      }
      expect(before).toBe(recorded.length)
    },
  )

  it('R-36: one whose first task has not completed has nothing to replay', () => {
    const [run] = readRecording('0.2', 'supplemented').runs
    expect([1, 2, 3].map((length) => lengthOf(replayableUpToLastTask(firstOf(run?.events ?? [], length))))).toEqual([
      0, 0, 0,
    ])
    expect(lengthOf(cutAtLastTask({}))).toBe(0)
  })
})
