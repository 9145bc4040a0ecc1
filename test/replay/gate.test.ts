import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import type { WorkflowBundle } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SUBJECT_KINDS } from '../../domain/matter/subject.ts'
import { copyOfWorkflows } from './changed-code.ts'
import {
  allRecordings,
  historyBytes,
  readRecording,
  recordedEvent,
  recordedNames,
  RecordingExists,
  recordingsKeyring,
  releases,
  writeRecording,
} from './recording.ts'
import type { Recording } from './recording.ts'
import { LATEST_RELEASE, RELEASES, scenariosOf } from './releases.ts'
import { bundle, replay } from './replay.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const keyring = recordingsKeyring()
const recordings = allRecordings()
let code: WorkflowBundle
let folder: string

beforeAll(async () => {
  // The negative control's failures are expected: they need not be told as warnings.
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  })
  folder = mkdtempSync(join(tmpdir(), 'seven-ones-gate-'))
  code = await bundle(keyring)
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A replay of these on this code tells what was lived. */
async function expectLived(lived: readonly Recording[], change: Parameters<typeof replay>[3] = {}): Promise<void> {
  const answers = await replay(code, keyring, lived, change)
  for (const [index, { release, name, events }] of lived.entries()) {
    const where = `${release}/${name}`
    expect([where, answers[index]?.failures]).toEqual([where, []])
    expect([where, answers[index]?.events.map(recordedEvent)]).toEqual([where, events])
  }
}

/** Three quarters of a minute on a machine that is free; releases only add to it. */
const WHILE_BUSY_MS = 600_000

describe('R-36: what earlier code recorded runs on this code, and tells the same events for ever', () => {
  // A replay keeps one history at a time in its cache, whatever it is told: each of these is forgotten before the next
  // begins. In the order in which they were recorded they are replayed beside their events as lived (broken.test.ts).
  it(
    'every recording, the last one first',
    async () => {
      await expectLived([...recordings].reverse())
    },
    WHILE_BUSY_MS,
  )

  it(
    'those of the last release, each in a context of its own',
    async () => {
      await expectLived(
        recordings.filter(({ release }) => release === LATEST_RELEASE),
        { reuseV8Context: false },
      )
    },
    WHILE_BUSY_MS,
  )

  it('seq goes on from 1 without gaps, through continue-as-new', () => {
    for (const { events } of recordings)
      expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1))
    for (const { name, runs } of recordings.filter((recording) => scenarioOf(recording)?.continuesAsNew))
      expect([name, runs.length > 1]).toEqual([name, true])
    expect(recordings.filter(({ runs }) => runs.length > 1).map(({ name }) => name)).toContain('continued-as-new')
  })
})

describe('the recordings', () => {
  it.each(Object.keys(RELEASES))('R-36: every scenario of %s has one of that release', (release) => {
    expect(recordedNames(release)).toEqual(Object.keys(scenariosOf(release)).sort())
  })

  it('R-36: none is of a release that nobody knows', () => {
    expect(releases()).toEqual(Object.keys(RELEASES))
    expect(Object.keys(RELEASES).at(-1)).toBe(LATEST_RELEASE)
  })

  it('R-36: every kind of matter has some', () => {
    const kinds = Object.values(RELEASES).flatMap((scenarios) =>
      Object.values(scenarios).map(({ kind = 'application' }) => kind),
    )
    expect([...new Set(kinds)].sort()).toEqual([...SUBJECT_KINDS].sort())
  })

  it('R-37: a case or a matter is closed, or recorded as one that waits', () => {
    for (const recording of recordings) {
      const closed = recording.runs.at(-1)?.events?.at(-1)?.workflowExecutionCompletedEventAttributes
      expect([recording.name, closed !== undefined && closed !== null]).toEqual([
        recording.name,
        scenarioOf(recording)?.open !== true,
      ])
    }
  })

  it('R-39: hold nothing readable without the key', () => {
    const readable = [
      '王建国',
      '王小明',
      '13871234567',
      '91440101MA5CJQ4N59',
      '逾期未整改',
      '约好的时间',
      '"opinion"',
      '"registered"',
      '"recordOpened"',
    ]
    for (const { release, name } of recordings)
      expect([name, readable.filter((text) => historyBytes(release, name).includes(text))]).toEqual([name, []])
  })

  it('are never overwritten, neither by the code nor by the command', async () => {
    const [recording] = recordings
    if (recording === undefined) throw new Error('no recordings')
    writeRecording(recording, folder)
    const { release, name } = recording
    expect(readRecording(release, name, folder).events).toEqual(recording.events)
    const before = readFileSync(join(folder, release, `${name}.history.gz`))
    expect(() => writeRecording({ ...recording, events: [] }, folder)).toThrow(RecordingExists)
    expect(readFileSync(join(folder, release, `${name}.history.gz`)).equals(before)).toBe(true)
    const command = promisify(execFile)(process.execPath, ['scripts/record-histories.ts', '--release', release, name], {
      cwd: ROOT,
    })
    await expect(command).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('不会覆盖') as string })
  })
})

describe('negative control', () => {
  it('R-36: with one sleep more in each main function no recording runs, and the failure names the event, or the change', async () => {
    const changed = await bundle(keyring, copyOfWorkflows(folder, addSleep))
    const answers = await replay(changed, keyring, recordings)
    for (const recording of recordings) {
      const failure = answers.find(({ subject }) => subject === recording.subject)?.failures[0]
      // One that begins with the marker of a change is missed by its name.
      const named = scenarioOf(recording)?.begunBefore
        ? /Nondeterminism.*change no-local-activities/s
        : /Nondeterminism.*HistoryEvent\(id: \d+, \w+\)/s
      expect([recording.subject, failure]).toEqual([recording.subject, expect.stringMatching(named) as string])
    }
  })

  it('R-36: with another rule in the case a recording still runs but tells other events', async () => {
    const changed = await bundle(
      keyring,
      copyOfWorkflows(folder, (main) => main.replace("rule: 'R-26'", "rule: 'R-99'")),
    )
    const closed = recordings.filter(({ name }) => name === 'connectable')
    const [answer] = await replay(changed, keyring, closed)
    expect(answer?.failures).toEqual([])
    expect(answer?.events.map(recordedEvent)).not.toEqual(closed[0]?.events)
  })
})

const scenarioOf = ({ release, name }: Pick<Recording, 'release' | 'name'>) => scenariosOf(release)[name]

function addSleep(main: string): string {
  const opening = /export async function \w+\(input: [^{]*\{\n/
  expect(main).toMatch(opening)
  const changed = main.replace(opening, (line) => `${line}  await sleep('1 minute')\n`)
  return `import { sleep } from '@temporalio/workflow'\n${changed}`
}
