import { makeTransferNumber, parseTransferNumber } from '../../domain/transfer/transfer-number.ts'
import type { TransferInput } from '../../workflows/transfer/messages.ts'
import type { Database } from '../client.ts'
import { transferNumberCounter, transferRegistration } from '../schema/transfer.ts'
import { NumberRegister } from './number-register.ts'
import type { NumberRequest, TakenNumber } from './number-register.ts'

/** the numbers of transfers. */
export const TRANSFER_NUMBERS = new NumberRegister<TransferInput>({
  lock: 'transferRegistration',
  table: transferRegistration,
  counter: transferNumberCounter,
  column: transferRegistration.number,
  numberKey: 'number',
  make: makeTransferNumber,
  parse: parseTransferNumber,
  renumbered: (input, id) => ({ ...input, id }),
})

export type TakenTransfer = TakenNumber<TransferInput>

/** As `NumberRegister.take`. */
export function takeTransfer(database: Database, request: NumberRequest<TransferInput>): Promise<TakenTransfer> {
  return TRANSFER_NUMBERS.take(database, request)
}
