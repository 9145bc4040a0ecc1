import type { Client } from '@temporalio/client'
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/index.js'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import { beforeAll, describe, expect, it } from 'vitest'
import { livedOf } from '../../scripts/history/lived.ts'
import { createReplayer, isExact } from '../../scripts/history/replayer.ts'
import type { Replayed, Replayer, SubjectRuns } from '../../scripts/history/replayer.ts'
import { runOf } from '../../scripts/history/runs.ts'
import type { Run } from '../../scripts/history/runs.ts'
import { problemsOf } from '../../scripts/history/words.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { CODE_DIR } from '../code-dir.ts'
import { allRecordings, readRecording, recordedEvent, recordedNames, recordingsKeyring } from './recording.ts'
import type { Recording } from './recording.ts'
import { BROKEN, BROKEN_FOLDER } from './broken-recordings.ts'

const keyring = recordingsKeyring()
const converter = loadDataConverter(dataConverter(keyring))
let replayer: Replayer

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  })
  replayer = await createReplayer({ options: { loadedDataConverter: converter } } as Client, keyring, {
    codeDir: CODE_DIR,
  })
})

async function runsIn({ subject, runs }: Recording): Promise<SubjectRuns> {
  return { subject, runs: await Promise.all(runs.map((history, index) => runOf(converter, `run-${index}`, history))) }
}

async function replayed(recordings: readonly Recording[]): Promise<ReadonlyMap<string, Replayed>> {
  const answers = new Map<string, Replayed>()
  for await (const one of replayer.replayRuns(await Promise.all(recordings.map(runsIn)))) answers.set(one.subject, one)
  return answers
}

describe('what release 0.2 recorded while it was read', () => {
  it('is kept as it was: nothing is added to it, nothing made anew', () => {
    expect(recordedNames('0.2', BROKEN_FOLDER)).toEqual(Object.keys(BROKEN).sort())
  })

  it.each(Object.entries(BROKEN))(
    'R-36, R-39: %s does not replay exactly, and is found; the events as lived stand in it, from 1 without gaps',
    async (name, broken) => {
      const recording = readRecording('0.2', name, BROKEN_FOLDER)
      const one = (await replayed([recording])).get(recording.subject)
      expect(one?.events.map(recordedEvent)).toEqual(recording.events)
      expect({ failed: one?.failures.length, differing: (one?.differences ?? []).length > 0 }).toEqual(broken)
      const said = one === undefined ? [] : problemsOf(one)
      expect(said[0]).toMatch(
        broken.failed === 1
          ? /的历史不能在当前代码上重放（运行 run-0.*nondeterminism error/
          : /第 \d+ 号事件（\w+）重放与亲历的不同：at/,
      )
      expect(said.filter((line) => /王建国|13871234567|赤马港/.test(line))).toEqual([])
    },
  )
})

describe('the events as lived', () => {
  it('R-36, R-39: of every recording they are what it tells, and what its replay tells again, byte for byte', async () => {
    const recordings = allRecordings()
    const answers = await replayed(recordings)
    for (const { release, name, subject, events } of recordings) {
      const one = answers.get(subject)
      expect([release, name, one?.failures, one?.differences]).toEqual([release, name, [], []])
      expect([release, name, one?.events.map(recordedEvent)]).toEqual([release, name, events])
      expect(one !== undefined && isExact(one) && one.lived === events.length).toBe(true)
    }
  })

  it('R-36: a number that comes twice with other content, and one that is missing, are findings', async () => {
    const { runs } = await runsIn(readRecording('0.2', 'transfer-waiting'))
    const [run] = runs
    if (run === undefined) throw new Error('no run')
    const { events } = await livedOf(runs, converter)
    const given = (lived: readonly object[]) =>
      ({ ...run, input: { mendedFrom: { seq: 1, at: '', reason: '', lived } } }) as unknown as Run
    expect(await livedOf([given(events)], converter)).toEqual({ events, findings: [] })
    expect(
      (await livedOf([given(events.slice(1, 2).map((event) => ({ ...event, rule: 'R-99' })))], converter)).findings,
    ).toEqual(['历史中有两个不同的第 2 号事件'])
    expect((await livedOf([given([{ ...events[0], seq: events.length + 2 }])], converter)).findings).toEqual([
      `历史中没有第 ${events.length + 1} 号事件，而有其后的`,
    ])
  })
})
