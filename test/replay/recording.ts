/**
 * Recorded histories: what the code of a release did, payloads as Temporal kept them, and beside each the events that
 * the case or matter told.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import proto from '@temporalio/proto'
import { canonicalJson } from '../../config/canonical-json.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import type { MatterEvent } from '../../domain/matter/matter.ts'
import { parseKeyring } from '../../temporal/keyring.ts'
import type { Keyring } from '../../temporal/keyring.ts'

const HistoryMessage = proto.temporal.api.history.v1.History
export type History = proto.temporal.api.history.v1.IHistory

/** An event as a replay must tell it again; `sha256` is that of its whole canonical JSON. */
export type RecordedEvent = Pick<MatterEvent, 'seq' | 'type' | 'at'> & { readonly sha256: string }

export interface Recording {
  readonly release: string
  readonly name: string
  /** The workflow's id. */
  readonly subject: string
  /** The first run first; one that continued as new has several. */
  readonly runs: readonly History[]
  readonly events: readonly RecordedEvent[]
}

const RECORDINGS = fileURLToPath(new URL('recordings', import.meta.url))

/** Test data: the key lies beside what it opens, and opens nothing else. */
export function recordingsKeyring(): Keyring {
  return parseKeyring(readFileSync(join(RECORDINGS, 'test-only.payload-keys'), 'utf8').trim())
}

export class RecordingExists extends Error {
  override name = 'RecordingExists'

  constructor(release: string, name: string) {
    super(`${release}/${name} 已有记录，不会覆盖：记录是该版本当时的行为，代码改了也须照样重放`)
  }
}

export function recordedEvent(event: CaseEvent | MatterEvent): RecordedEvent {
  return {
    seq: event.seq,
    type: event.type,
    at: event.at,
    sha256: createHash('sha256').update(canonicalJson(event)).digest('hex'),
  }
}

export function releases(folder = RECORDINGS): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

export function recordedNames(release: string, folder = RECORDINGS): readonly string[] {
  const place = join(folder, release)
  if (!existsSync(place)) return []
  return readdirSync(place)
    .filter((file) => file.endsWith(HISTORY))
    .map((file) => file.slice(0, -HISTORY.length))
    .sort()
}

export function allRecordings(folder = RECORDINGS): readonly Recording[] {
  return releases(folder).flatMap((release) =>
    recordedNames(release, folder).map((name) => readRecording(release, name, folder)),
  )
}

/** Protobuf as Temporal has it (JSON would be a third larger): the events of all runs, each run from its event 1 on. */
const HISTORY = '.history.gz'
const EVENTS = '.events.json'

/** 0.1 wrote the subject as `serviceNumber`. */
interface EventsFile {
  readonly subject?: string
  readonly serviceNumber?: string
  readonly events: readonly RecordedEvent[]
}

export function readRecording(release: string, name: string, folder = RECORDINGS): Recording {
  const place = join(folder, release, name)
  const { subject, serviceNumber = '', events } = JSON.parse(readFileSync(`${place}${EVENTS}`, 'utf8')) as EventsFile
  return {
    release,
    name,
    subject: subject ?? serviceNumber,
    runs: runsIn(HistoryMessage.decode(historyBytes(release, name, folder))),
    events,
  }
}

/** As Temporal stores them: without our key nothing of them can be read in them. */
export function historyBytes(release: string, name: string, folder = RECORDINGS): Buffer {
  return gunzipSync(readFileSync(join(folder, release, `${name}${HISTORY}`)))
}

function runsIn({ events = [] }: History): readonly History[] {
  const runs: NonNullable<History['events']>[] = []
  for (const event of events ?? []) {
    if (Number(event.eventId) === 1) runs.push([])
    runs.at(-1)?.push(event)
  }
  return runs.map((run) => ({ events: run }))
}

/** Throws {@link RecordingExists} where there is one already: what a release did cannot be done again by later code. */
export function writeRecording(
  { release, name, subject, runs, events }: Recording,
  folder = RECORDINGS,
): { readonly bytes: number } {
  refuseExisting(release, name, folder)
  mkdirSync(join(folder, release), { recursive: true })
  const place = join(folder, release, name)
  const packed = gzipSync(HistoryMessage.encode({ events: runs.flatMap((run) => run.events ?? []) }).finish(), {
    level: 9,
  })
  writeFileSync(`${place}${HISTORY}`, packed, { flag: 'wx' })
  writeFileSync(
    `${place}${EVENTS}`,
    `{"subject":${JSON.stringify(subject)},"events":[\n` +
      `${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`,
    { flag: 'wx' },
  )
  return { bytes: packed.length }
}

export function refuseExisting(release: string, name: string, folder = RECORDINGS): void {
  if ([HISTORY, EVENTS].some((kind) => existsSync(join(folder, release, `${name}${kind}`))))
    throw new RecordingExists(release, name)
}
