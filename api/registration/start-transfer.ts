import { TRANSFER_NUMBERS } from '../../db/queries/transfer-registrations.ts'
import type { TransferInput } from '../../workflows/transfer/messages.ts'
import type { Dependencies } from '../dependencies.ts'
import { startMatter } from '../matters/temporal.ts'
import { startUnderOwnNumber } from './own-number.ts'

/** as an application is started. */
export function startTransfer(deps: Dependencies, registered: TransferInput): Promise<TransferInput> {
  return startUnderOwnNumber<TransferInput>(
    deps,
    {
      numberOf: ({ id }) => id,
      start: (input) => startMatter(deps, 'transfer', input),
      toNextNumber: (input) => TRANSFER_NUMBERS.moveToNext(deps.database, input.keyHash, input.id),
      markStarted: (number) => TRANSFER_NUMBERS.markStarted(deps.database, number),
    },
    registered,
  )
}
