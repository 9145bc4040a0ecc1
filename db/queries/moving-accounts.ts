import { and, eq, isNull, or, sql } from 'drizzle-orm'
import type { Transaction } from '../client.ts'
import { lock } from '../locks.ts'
import { accountsRequested, requesterAccount, transfer, transferRegistration } from '../schema/transfer.ts'
import { isSettled } from '../../workflows/transfer/core/state.ts'
import type { OpenTransfer } from './open-transfers.ts'

/** An account as it is known at its utility. */
export interface AccountAtUtility {
  readonly utility: string
  readonly accountNumber: string
}

export interface MovingAccount extends OpenTransfer {
  /** Its place among those asked for. */
  readonly place: number
}

/**
 * the first of these accounts that an open transfer has not done with yet, and which one. Whoever asks for one of
 * them meanwhile waits until the transaction is over. One whose transfer has not begun yet is being moved, too.
 */
export async function movingAccountOf(
  transaction: Transaction,
  city: string,
  accounts: readonly AccountAtUtility[],
): Promise<MovingAccount | undefined> {
  const subjects = accounts.map(({ utility, accountNumber }) => `${city} ${utility} ${accountNumber}`)
  for (const subject of subjects.toSorted()) await lock(transaction, 'transferAccount', subject)
  const rows = await transaction
    .select({
      number: transferRegistration.number,
      org: sql<string>`start_input #>> '{openedBy,org}'`,
      requestedBy: requesterAccount,
      applicantSubject: sql<string | null>`start_input #>> '{request,applicantSubject}'`,
      input: transferRegistration.startInput,
      state: transfer.state,
    })
    .from(transferRegistration)
    .leftJoin(transfer, eq(transfer.id, transferRegistration.number))
    .where(and(eq(transferRegistration.city, city), isNull(transfer.closedAt), or(...accounts.map(named))))
    .orderBy(transferRegistration.createdAt, transferRegistration.number)
  for (const [place, { utility, accountNumber }] of accounts.entries()) {
    const isIt = (one: AccountAtUtility) => one.utility === utility && one.accountNumber === accountNumber
    const row = rows.find(({ input, state }) =>
      state === null
        ? input.request.form.accounts.some(isIt)
        : Object.values(state.accounts).some((account) => isIt(account) && !isSettled(account)),
    )
    if (row !== undefined) {
      const { input: _input, state: _state, ...open } = row
      return { ...open, place }
    }
  }
  return undefined
}

function named({ utility, accountNumber }: AccountAtUtility) {
  return sql`${accountsRequested} @> ${JSON.stringify([{ utility, accountNumber }])}::jsonb`
}
