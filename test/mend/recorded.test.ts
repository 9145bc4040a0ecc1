import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { compareRebuilt } from '../../db/rebuild.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import type { MatterEvent } from '../../domain/matter/matter.ts'
import { isExact } from '../../scripts/history/replayer.ts'
import type { Replayed } from '../../scripts/history/replayer.ts'
import { runOf } from '../../scripts/history/runs.ts'
import type { Run } from '../../scripts/history/runs.ts'
import type { ActAnswer } from '../../workflows/application/core/carried.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { GAS } from '../fixtures/matters.ts'
import { NO_OBJECTION } from '../fixtures/opinions.ts'
import { BROKEN, BROKEN_FOLDER } from '../replay/broken-recordings.ts'
import { inMilliseconds, POWER, WATER } from '../replay/plays.ts'
import { readRecording, recordedEvent, recordingsKeyring } from '../replay/recording.ts'
import type { Recording } from '../replay/recording.ts'
import { House } from './house.ts'

let house: House

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  })
  house = await House.open({ keyring: recordingsKeyring(), taskQueue: 'broken' })
})
afterAll(() => house.close())

/** The recorded runs, which no server has, before those of this server. */
function runsAfter({ runs }: Recording): (subject: string) => Promise<readonly Run[]> {
  return async (subject) => {
    const recorded = await Promise.all(
      runs.map((history, index) => runOf(house.client.options.loadedDataConverter, `recorded-${index}`, history)),
    )
    return [...recorded, ...(await house.runs(subject))]
  }
}

async function mended(
  recording: Recording,
): Promise<{ replayed(): Promise<Replayed>; project(): Promise<readonly (CaseEvent | MatterEvent)[]> }> {
  const { subject, events } = recording
  const runs = runsAfter(recording)
  expect(await house.mend(subject, { runsOf: runs })).toMatchObject({ seq: events.length, added: 0, exact: true })
  return {
    async replayed() {
      for await (const one of house.replayer.replayRuns([{ subject, runs: await runs(subject) }])) return one
      throw new Error('no answer')
    },
    project: async () => (subject.includes('transfer') ? house.projectedMatter(subject) : house.projected(subject)),
  }
}

async function finishCase(subject: string): Promise<void> {
  await house.act(subject, 'appointConnection', { actor: INTAKE, body: { at: inMilliseconds(3_600_000) } })
  for (const [org, line] of [
    ['shuiwu', WATER],
    ['guowang', POWER],
  ] as const)
    await house.act(subject, 'reportConnected', { actor: officer(org), body: { line } })
}

/** Of what was recorded in 2026 clocks have run out since: what comes after the events that were lived is theirs. */
function expectLived(all: readonly (CaseEvent | MatterEvent)[], { events }: Recording): void {
  expect(all.slice(0, events.length).map(recordedEvent)).toEqual(events)
  const since = all.slice(events.length).map(({ type }) => type)
  expect(since.filter((type) => type !== 'deadlineWarned' && type !== 'deadlinePassed')).toEqual([])
}

describe('what release 0.2 broke', () => {
  it.each(Object.keys(BROKEN))(
    'R-36, R-39: %s is mended by the code of today, and finished: every event that was lived stays, seq and time',
    async (name) => {
      const recording = readRecording('0.2', name, BROKEN_FOLDER)
      const { subject, events } = recording
      const the = await mended(recording)
      expectLived(await the.project(), recording)
      if (name === 'transfer-differs')
        await house.act(subject, 'confirmAccount', { actor: officer('ranqi'), body: { account: GAS } })
      else {
        const again = await house.act<ActAnswer>(
          subject,
          'fileOpinion',
          { actor: officer('zigui'), body: NO_OBJECTION },
          `${subject}-zigui`,
        )
        expect(again.bodyHash).toBe('hash')
        expectLived((await the.replayed()).events, recording)
        await finishCase(subject)
      }
      await house.client.workflow.getHandle(subject).result()
      const whole = await the.replayed()
      expect([isExact(whole), whole.lived > events.length]).toEqual([true, true])
      expect(whole.events.slice(0, events.length).map(recordedEvent)).toEqual(events)
      expect(whole.events.map(({ seq }) => seq)).toEqual(whole.events.map((_, index) => index + 1))
      await vi.waitFor(
        async () => {
          expect((await compareRebuilt(house.database, [whole], { only: [subject] })).differences).toEqual([])
        },
        { timeout: 20_000, interval: 250 },
      )
    },
  )
})
