/** One standard case as ours went through it: what others repeat, act by act, to the same rows. */
import { connectDatabase } from '../db/client.ts'
import { eventsOfApplication } from '../db/queries/events.ts'
import type { CaseEvent } from '../domain/case/event.ts'
import { databaseUrl } from '../environment.ts'
import { connectTemporal } from '../temporal/client.ts'
import type { Product } from './product.ts'
import type { Request } from './timed-client.ts'

const MOST_EVENTS = 1_000

/** A request, and what the case recorded by it; nothing of a view. */
export type RecordedRequest = Request & { readonly events: readonly CaseEvent[] }

export interface RecordedCase {
  readonly requests: readonly RecordedRequest[]
  /** Of each act that Temporal took as an update, bytes of its argument as they stand in the history. */
  readonly updateBytes: readonly number[]
}

/** Plays one, with the product's programs up. */
export async function recordStandardCase(product: Product): Promise<RecordedCase> {
  const { serviceNumber, client } = await product.record()
  const { database, close } = connectDatabase(databaseUrl(product.environment), { max: 1 })
  const temporal = await connectTemporal(product.environment)
  try {
    const events = await eventsOfApplication(database, serviceNumber, { limit: MOST_EVENTS })
    const history = await temporal.workflow.getHandle(serviceNumber).fetchHistory()
    return {
      requests: withEvents(client.requests, events),
      updateBytes: (history.events ?? []).flatMap(({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) => {
        if (!accepted) return []
        const payloads = accepted.acceptedRequest?.input?.args?.payloads ?? []
        return [payloads.reduce((sum, { data }) => sum + (data?.length ?? 0), 0)]
      }),
    }
  } finally {
    await temporal.connection.close()
    await close()
  }
}

/** What was recorded between two acts by the case itself stands with the later one; behind the last, with that. */
export function withEvents(requests: readonly Request[], events: readonly CaseEvent[]): readonly RecordedRequest[] {
  const last = requests.findLastIndex(({ kind }) => kind !== 'view')
  let done = 0
  return requests.map((request, index) => {
    if (request.kind === 'view') return { ...request, events: [] }
    const upTo = index === last ? Infinity : request.seq
    const own = events.filter(({ seq }) => seq > done && seq <= upTo)
    done = request.seq
    return { ...request, events: own }
  })
}
