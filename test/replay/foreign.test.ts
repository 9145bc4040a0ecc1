import { defaultPayloadConverter } from '@temporalio/common'
import type { Payload } from '@temporalio/common'
import proto from '@temporalio/proto'
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import type { WorkflowBundle } from '@temporalio/worker'
import { beforeAll, describe, expect, it } from 'vitest'
import { EncryptionCodec } from '../../temporal/codec.ts'
import { readRecording, recordedEvent, recordingsKeyring } from './recording.ts'
import type { History, Recording } from './recording.ts'
import { bundle, replay } from './replay.ts'

const keyring = recordingsKeyring()
const codec = new EncryptionCodec(keyring)
let code: WorkflowBundle

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  })
  code = await bundle(keyring)
})

type HistoryEvent = NonNullable<History['events']>[number]
interface Payloads {
  payloads?: Payload[] | null
}

/** What came from outside: a start, a signal, an update. */
const DOORS: Readonly<Record<string, (event: HistoryEvent) => Payloads | null | undefined>> = {
  start: ({ workflowExecutionStartedEventAttributes: started }) => started?.input,
  signal: ({ workflowExecutionSignaledEventAttributes: signal }) => signal?.input,
  update: ({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) => accepted?.acceptedRequest?.input?.args,
}

/** As an earlier release took it from the `temporal` command line: in clear. Gives how many. */
async function unseal({ runs }: Recording, door: (event: HistoryEvent) => Payloads | null | undefined) {
  let count = 0
  for (const event of runs.flatMap(({ events }) => events ?? [])) {
    const place = door(event)
    if (!place?.payloads) continue
    place.payloads = (await codec.decode(place.payloads)).map((plain) => {
      count += 1
      return defaultPayloadConverter.toPayload(defaultPayloadConverter.fromPayload(plain))
    })
  }
  return count
}

describe('R-36: what an earlier release took in clear replays as it was taken, and is not judged anew', () => {
  it.each([
    ['0.1', 'signals', 'signal'],
    ['0.3', 'signals', 'signal'],
    ['0.3', 'before-signals', 'signal'],
    ['0.1', 'connectable', 'update'],
    ['0.3', 'connectable', 'update'],
    ['0.3', 'transfer-whole', 'update'],
    ['0.1', 'connectable', 'start'],
    ['0.3', 'connectable', 'start'],
    ['0.3', 'continued-as-new', 'start'],
    ['0.3', 'transfer-whole', 'start'],
  ])('%s/%s: every %s', async (release, name, door) => {
    const recording = readRecording(release, name)
    const asked = DOORS[door]
    if (asked === undefined) throw new Error(door)
    expect(await unseal(recording, asked)).toBeGreaterThan(0)
    const [answer] = await replay(code, keyring, [recording])
    expect(answer?.failures).toEqual([])
    expect(answer?.events.map(recordedEvent)).toEqual(recording.events)
  })
})

/** With a signal more in what its second task took up: ids from there on are one higher, wherever they are named. */
function signalled({ runs: [first, ...rest], ...recording }: Recording, name: string, content: unknown): Recording {
  const events = first?.events ?? []
  const tasks = events.filter(({ workflowTaskScheduledEventAttributes }) => workflowTaskScheduledEventAttributes)
  const at = events.indexOf(tasks[1] ?? {})
  const before = events[at]
  if (before === undefined) throw new Error('no second task')
  const input = { payloads: [defaultPayloadConverter.toPayload(content)] }
  const workflowExecutionSignaledEventAttributes = { signalName: name, input, identity: 'temporal-cli' }
  const signal = {
    eventId: before.eventId ?? null,
    eventTime: before.eventTime ?? null,
    eventType: SIGNALED,
    workflowExecutionSignaledEventAttributes,
  }
  const from = Number(before.eventId)
  const moved = events.map((event) => shifted(event, from))
  return { ...recording, runs: [{ events: moved.toSpliced(at, 0, signal) }, ...rest] }
}

const SIGNALED = proto.temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED

function shifted<Value>(value: Value, from: number): Value {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  for (const [name, part] of Object.entries(value) as [string, unknown][])
    if (/eventId$/i.test(name) && isLong(part))
      Object.assign(value, { [name]: Number(part) < from ? part : part.add(1) })
    else if (!isLong(part)) shifted(part, from)
  return value
}

function isLong(value: unknown): value is { add(more: number): unknown } {
  return typeof value === 'object' && value !== null && 'add' in value
}

describe('R-36: a foreign `orphaned` that 0.5 passed over', () => {
  it.each([
    ['0.3', 'connectable'],
    ['0.4', 'carried-connectable'],
    ['0.5', 'requested'],
    ['0.5', 'transfer-requested'],
  ])('is passed over when %s/%s is replayed', async (release, name) => {
    const recording = signalled(readRecording(release, name), 'orphaned', 'an id of nothing')
    const [answer] = await replay(code, keyring, [recording])
    expect(answer?.failures).toEqual([])
    expect(answer?.events.map(recordedEvent)).toEqual(recording.events)
  })
})
