import { encodeToPayloads, loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/index.js'
import { describe, expect, it } from 'vitest'
import { ORPHANED } from '../../domain/act/orphaned.ts'
import type { HistoryEvent } from '../../scripts/history/payloads.ts'
import { runOf } from '../../scripts/history/runs.ts'
import { orphansOf } from '../../scripts/mend/signals.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { readRecording, recordingsKeyring } from '../replay/recording.ts'

const converter = loadDataConverter(dataConverter(recordingsKeyring()))

async function signalled(signalName: string, sent: unknown): Promise<HistoryEvent> {
  const payloads = (await encodeToPayloads(converter, sent)) ?? []
  return { workflowExecutionSignaledEventAttributes: { signalName, input: { payloads } } }
}

describe('acts that were orphaned in a run that is mended', () => {
  it('R-39: are known to the new run: those of its signals, those that were carried into it, each once', async () => {
    const [history] = readRecording('0.3', 'connectable').runs
    const run = await runOf(converter, 'recorded', history ?? {})
    const events = [
      ...(history?.events ?? []),
      await signalled(ORPHANED, 'b'),
      await signalled('fileOpinion', { actor: 'c' }),
      await signalled(ORPHANED, { not: 'an id' }),
      await signalled(ORPHANED, 'a'),
    ]
    const input = { ...run.input, carried: { orphans: ['a', 'd'] } } as unknown as typeof run.input
    expect(await orphansOf({ ...run, history: { events }, input }, converter)).toEqual(['a', 'd', 'b'])
    expect(await orphansOf(run, converter)).toEqual([])
    expect(await orphansOf(undefined, converter)).toEqual([])
  })
})
