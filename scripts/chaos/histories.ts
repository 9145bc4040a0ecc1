/** What Temporal holds of a run, decoded: starts, updates, and the events as they were lived. */
import type { Client } from '@temporalio/client'
import { isSubjectKind, SUBJECT_KINDS } from '../../domain/matter/subject.ts'
import type { SubjectKind } from '../../domain/matter/subject.ts'
import type { EncryptionCodec } from '../../temporal/codec.ts'
import { runsOf } from '../history/runs.ts'
import type { Run } from '../history/runs.ts'

type Payloads = Parameters<EncryptionCodec['decode']>[0] | null | undefined

/** An event as an activity was given it, or an answer carried it; `text` is its JSON, byte for byte. */
interface Lived {
  readonly seq: number
  readonly type: string
  readonly at: string
  readonly org: string
  readonly text: string
}

type Told = Pick<Lived, 'seq' | 'type' | 'at'> & { readonly actor: { readonly org: string } }
type Answered = Readonly<Record<string, unknown>> & { readonly events?: readonly Told[] }

function livedOf(event: Told): Lived {
  const { seq, type, at, actor } = event
  return { seq, type, at, org: actor.org, text: JSON.stringify(event) }
}

export interface Recorded {
  readonly id: string
  readonly kind: SubjectKind
  readonly runs: number
  /** Runs under this id that no other run goes on from or to. */
  readonly strangers: readonly string[]
  readonly keyHash: string
  /** Answers by update id: one for each time that it was completed with success. */
  readonly updates: ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>
  /** In the order in which they stand in the history; one may stand there several times. */
  readonly lived: readonly Lived[]
  readonly cancelsRequested: number
}

/** Every subject that the server knows, with those that we were told of; `missing` are those that it does not know. */
export async function recordedOf(
  client: Client,
  codec: EncryptionCodec,
  told: readonly string[],
): Promise<{ readonly recorded: readonly Recorded[]; readonly missing: readonly string[] }> {
  const listed = new Map<string, Set<string>>(told.map((id) => [id, new Set()]))
  for await (const { workflowId, runId } of client.workflow.list({
    query: `WorkflowType IN (${SUBJECT_KINDS.map((kind) => `'${kind}'`).join(', ')})`,
  })) {
    listed.set(workflowId, (listed.get(workflowId) ?? new Set()).add(runId))
  }
  const [recorded, missing]: [Recorded[], string[]] = [[], []]
  for (const [id, runIds] of listed) {
    const runs = await runsOf(client, id)
    const one = runs.length === 0 ? undefined : await readSubject(id, runs, codec, runIds)
    if (one === undefined) missing.push(id)
    else recorded.push(one)
  }
  return { recorded, missing }
}

async function readSubject(
  id: string,
  runs: readonly Run[],
  codec: EncryptionCodec,
  listed: ReadonlySet<string>,
): Promise<Recorded> {
  const decode = async (payloads: Payloads): Promise<unknown[]> =>
    (await codec.decode(payloads ?? [])).map(
      (payload) => JSON.parse(Buffer.from(payload.data ?? []).toString('utf8')) as unknown,
    )
  const started = runs[0]?.history.events?.[0]?.workflowExecutionStartedEventAttributes
  const kind = started?.workflowType?.name ?? ''
  if (!isSubjectKind(kind)) throw new Error(`${id} is a ${kind}`)
  const [input] = (await decode(started?.input?.payloads)) as [{ keyHash?: string }]
  const updates = new Map<string, Readonly<Record<string, unknown>>[]>()
  const lived: Lived[] = []
  let cancelsRequested = 0
  for (const event of runs.flatMap(({ history }) => history.events ?? [])) {
    const completed = event.workflowExecutionUpdateCompletedEventAttributes
    const scheduled = event.activityTaskScheduledEventAttributes
    if (event.workflowExecutionCancelRequestedEventAttributes) cancelsRequested += 1
    if (completed?.outcome?.success) {
      const [{ events = [], ...answer }] = (await decode(completed.outcome.success.payloads)) as [Answered]
      const updateId = completed.meta?.updateId ?? ''
      updates.set(updateId, [...(updates.get(updateId) ?? []), answer])
      lived.push(...events.map(livedOf))
    }
    if (scheduled && ['project', 'projectMatter'].includes(scheduled.activityType?.name ?? '')) {
      const [{ events }] = (await decode(scheduled.input?.payloads)) as [{ events: readonly Told[] }]
      lived.push(...events.map(livedOf))
    }
  }
  const strangers = [...listed].filter((runId) => !runs.some((run) => run.runId === runId))
  return { id, kind, runs: runs.length, strangers, keyHash: input.keyHash ?? '', updates, lived, cancelsRequested }
}
