import type { TransferBody, TransferEvent } from '../../domain/transfer/transfer.ts'
import type { TransferBodies } from '../../domain/transfer/transfer.schema.ts'
import { requireNext } from '../lib/matter-logic.ts'
import type { MatterLogic } from '../lib/matter-logic.ts'
import { TRANSFER_RULES } from './acts.ts'
import { awaitedOf, fold, requested } from './fold.ts'
import type { TransferState } from './fold.ts'

export type { Account, TransferState } from './fold.ts'

/** The next state. The first event is `transferRequested`, and `id` comes with it. */
export function applyTransfer(state: TransferState | undefined, event: TransferEvent, id?: string): TransferState {
  const next = changed(state, event, id)
  return { ...next, awaited: awaitedOf(next) }
}

function changed(state: TransferState | undefined, event: TransferEvent, id: string | undefined): TransferState {
  if (event.type === 'transferRequested') {
    if (state !== undefined || id === undefined) throw new Error('a transfer is requested once')
    return requested(id, event)
  }
  if (state === undefined) throw new Error(`a transfer begins with transferRequested, not ${event.type}`)
  requireNext(state, event)
  return { ...fold(state, event), seq: event.seq }
}

export const TRANSFER: MatterLogic<TransferState, TransferBodies, TransferBody> = {
  kind: 'transfer',
  acts: TRANSFER_RULES,
  apply: applyTransfer,
}
