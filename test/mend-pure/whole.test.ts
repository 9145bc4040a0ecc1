import { defaultPayloadConverter } from '@temporalio/common'
import type { Payload } from '@temporalio/common'
import { encodeToPayloads, loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/index.js'
import { describe, expect, it } from 'vitest'
import { isSubjectKind } from '../../domain/matter/subject.ts'
import type { SubjectKind } from '../../domain/matter/subject.ts'
import { livedOf } from '../../scripts/history/lived.ts'
import type { AnyEvent, HistoryEvent } from '../../scripts/history/payloads.ts'
import type { Replayed } from '../../scripts/history/replayer.ts'
import { runOf } from '../../scripts/history/runs.ts'
import type { Run } from '../../scripts/history/runs.ts'
import { isAct } from '../../scripts/mend/acts.ts'
import { MendRefused } from '../../scripts/mend/refused.ts'
import { waitingSignals } from '../../scripts/mend/signals.ts'
import { acceptedActs } from '../../scripts/mend/updates.ts'
import type { AcceptedAct } from '../../scripts/mend/updates.ts'
import { wholeOf } from '../../scripts/mend/whole.ts'
import type { Whole } from '../../scripts/mend/whole.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { actRequestSignal } from '../../workflows/application/messages.ts'
import { allRecordings, readRecording, recordingsKeyring } from '../replay/recording.ts'
import type { Recording } from '../replay/recording.ts'

const converter = loadDataConverter(dataConverter(recordingsKeyring()))

interface Read {
  readonly subject: string
  readonly kind: SubjectKind
  readonly run: Run
  readonly events: readonly AnyEvent[]
  readonly acts: readonly AcceptedAct[]
}

/** A recording of one run. */
async function read({ subject, runs }: Recording): Promise<Read | undefined> {
  const [history] = runs
  if (history === undefined || runs.length > 1) return undefined
  const run = await runOf(converter, 'recorded', history)
  const kind = history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name ?? ''
  if (!isSubjectKind(kind)) throw new Error(kind)
  return {
    subject,
    kind,
    run,
    events: (await livedOf([run], converter)).events,
    acts: (await acceptedActs(run, converter)).filter(({ type }) => isAct(kind, type)),
  }
}

async function readOne(release: string, name: string): Promise<Read> {
  const one = await read(readRecording(release, name))
  if (one === undefined) throw new Error('of several runs')
  return one
}

/**
 * Made whole where only so many events were lived, and the history has no more than these; it cannot be replayed unless
 * told otherwise.
 */
function whole(
  { subject, kind, run, events }: Read,
  lived: number,
  { history = run.history.events ?? [], ...change }: Partial<Replayed> & { history?: readonly HistoryEvent[] } = {},
): Promise<Whole> {
  const replayed = {
    kind,
    subject,
    events: events.slice(0, lived),
    lived,
    told: [],
    differences: [],
    failures: ['not on this code'],
    runs: 1,
    historyEvents: 0,
    bytes: 0,
    ...change,
  } as unknown as Replayed
  const { policy } = run.input
  if (policy === undefined) throw new Error('no policy')
  return wholeOf({ kind, replayed, runs: [{ ...run, history: { events: [...history] } }], rows: [], policy, converter })
}

const completes = (id: string) => (event: HistoryEvent) =>
  event.workflowExecutionUpdateCompletedEventAttributes?.meta?.updateId === id

/** Acts that recorded one event each, with its seq. */
function single({
  acts,
  events,
}: Read): readonly { readonly id: string; readonly seq: number; readonly answer: AcceptedAct['answer'] }[] {
  return acts.flatMap(({ id, at, answer }) => {
    if (answer === undefined || answer === 'refused') return []
    const [before, own] = [events[answer.seq - 2], events[answer.seq - 1]]
    return own === undefined || own.at !== at || before?.at === at ? [] : [{ id, seq: answer.seq, answer }]
  })
}

describe('a history made whole', () => {
  it('R-36, R-39: an answered act of which no event was lived is recorded just as it was: seq, time and content, of every recording', async () => {
    let tried = 0
    for (const recording of allRecordings()) {
      const one = await read(recording)
      if (one === undefined) continue
      for (const { id, seq } of single(one)) {
        const history = one.run.history.events ?? []
        const made = await whole(one, seq - 1, { history: history.slice(0, history.findIndex(completes(id)) + 1) })
        expect([recording.name, id, made.events]).toEqual([recording.name, id, one.events.slice(0, seq)])
        expect([recording.name, made.given]).toEqual([recording.name, [one.events[seq - 1]]])
        tried += 1
      }
    }
    expect(tried).toBeGreaterThan(100)
  })

  it('R-36: an act that was recorded and not yet answered is answered on its key; one that was answered, as it was', async () => {
    const one = await readOne('0.2', 'transfer-waiting')
    const [first] = single(one)
    if (first === undefined) throw new Error('no act')
    const history = (one.run.history.events ?? []).filter((event) => !completes(first.id)(event))
    const { answers, events, given } = await whole(one, one.events.length, { history })
    expect(answers[first.id]).toEqual(first.answer)
    expect([events, given]).toEqual([one.events, []])
    expect((await whole(one, one.events.length)).answers).toEqual(answers)
  })

  it('R-36: what an exact replay tells beyond goes on; so does what is told where only times differ, but nothing where more does', async () => {
    const one = await readOne('0.2', 'transfer-waiting')
    const [all, most] = [one.events.length, one.events.length - 2]
    const history = (one.run.history.events ?? []).slice(0, 3)
    expect((await whole(one, most, { history, failures: [], events: one.events as never })).events).toEqual(one.events)
    const differing = (what: string[]) =>
      whole(one, most, { history, failures: [], told: one.events, differences: [{ seq: 2, type: 'x', what }] })
    expect((await differing(['at'])).events.length).toBe(all)
    expect((await differing(['at', 'data'])).events.length).toBe(most)
  })

  it('R-36: an answered act that the rules refuse by what is left stops the mend; without any event there is nothing to mend', async () => {
    const one = await readOne('0.1', 'waiting-commitment')
    await expect(whole(one, 1)).rejects.toThrow(MendRefused)
    await expect(whole(one, 1)).rejects.toThrow(
      /有一次已答复的办理（fileOpinion，[^）]*）按亲历的事件不能补记：wrong-stage/,
    )
    await expect(whole({ ...one, acts: [] }, 0, { history: [] })).rejects.toThrow('无从修复')
  })

  it('signals that no task took up wait, and so do those whose parsing had not ended', async () => {
    const {
      run: { history },
    } = await readOne('0.1', 'signals')
    const events = history.events ?? []
    const signalled = events.findIndex(({ workflowExecutionSignaledEventAttributes }) =>
      Boolean(workflowExecutionSignaledEventAttributes),
    )
    const waiting = await waitingSignals({ events: events.slice(0, signalled + 1) }, converter)
    expect(waiting.map(({ name, args }) => [name, args.length])).toEqual([['fileOpinion', 1]])
    expect(await waitingSignals(history, converter)).toEqual([])
  })

  it('R-39: a request of which no event says what became of it is sent again, and what is foreign as it is', async () => {
    const {
      run: { history },
    } = await readOne('0.3', 'signals')
    const named = (name: string, args: Payload[] | undefined) =>
      (history.events ?? []).map((event): HistoryEvent => {
        const { workflowExecutionSignaledEventAttributes: signal } = event
        return signal ? { ...event, workflowExecutionSignaledEventAttributes: renamed(signal, name, args) } : event
      })
    const sealed = await encodeToPayloads(converter, { request: 'a', type: 'fileOpinion' })
    const requests = { events: named(actRequestSignal.name, sealed) }
    expect((await waitingSignals(requests, converter)).map(({ name }) => name)).toEqual(
      Array.from({ length: 3 }, () => actRequestSignal.name),
    )
    expect(await waitingSignals(requests, converter, ['a'])).toEqual([])
    const clear = named('fileOpinion', [defaultPayloadConverter.toPayload('同意')])
    const first = clear.findIndex((event) => Boolean(event.workflowExecutionSignaledEventAttributes))
    expect(await waitingSignals({ events: clear.slice(0, first + 1) }, converter)).toEqual([
      { name: 'fileOpinion', args: [{ foreignPayload: 'unsealed', content: '同意' }] },
    ])
  })
})

type Signal = NonNullable<HistoryEvent['workflowExecutionSignaledEventAttributes']>

function renamed(signal: Signal, signalName: string, payloads: Payload[] | undefined): Signal {
  return { ...signal, signalName, input: { payloads: payloads ?? [] } }
}
