import type { TransferRequest } from '../../domain/transfer/transfer.schema.ts'
import type { MatterInput } from '../matter/messages.ts'

/** The workflow id is the transfer's number. */
export interface TransferInput extends MatterInput {
  readonly request: TransferRequest
  /** Organisation key: who checks the ownership. */
  readonly leader: string
}
