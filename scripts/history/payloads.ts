/** What the payloads of a history hold, decrypted. */
import { ValueError } from '@temporalio/common'
import type { LoadedDataConverter } from '@temporalio/common'
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js'
import type proto from '@temporalio/proto'
import type { CaseEvent } from '../../domain/case/event.ts'
import { contentOf, foreignDetail, isForeign } from '../../domain/format/foreign.ts'
import type { MatterEvent } from '../../domain/matter/matter.ts'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import type { MatterInput } from '../../workflows/matter/messages.ts'

export type History = proto.temporal.api.history.v1.IHistory
export type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent
export type Payloads = proto.temporal.api.common.v1.IPayloads

export type AnyEvent = CaseEvent | MatterEvent
/** What an application or a matter was started with; a workflow of another kind has nothing of it. */
export type StartInput = ApplicationInput | MatterInput

/**
 * The values, first to last; what came in clear as the foreign payload that it is, for an earlier release may have
 * taken it. Throws `ValueError` where their key is not known.
 */
export async function decoded(
  converter: LoadedDataConverter,
  payloads: Payloads | null | undefined,
): Promise<unknown[]> {
  const values = await receivedIn(converter, payloads)
  const closed = values.find((value) => isForeign(value) && value.foreignPayload !== 'unsealed')
  if (isForeign(closed)) throw new ValueError(foreignDetail(closed))
  return values
}

/** The values as a workflow is given them, whoever sent them; never throws. */
export function receivedIn(converter: LoadedDataConverter, payloads: Payloads | null | undefined): Promise<unknown[]> {
  return decodeArrayFromPayloads(converter, payloads?.payloads)
}

/** What a run was started with. */
export async function startInputOf(converter: LoadedDataConverter, { events }: History): Promise<Partial<StartInput>> {
  const [given] = await decoded(converter, events?.[0]?.workflowExecutionStartedEventAttributes?.input)
  const input = contentOf(given)
  return typeof input === 'object' && input !== null ? input : {}
}
