import { movingAccountOf } from '../../db/queries/moving-accounts.ts'
import type { Transaction } from '../../db/client.ts'
import type { TransferRequest } from '../../domain/transfer/transfer.schema.ts'
import type { Caller } from '../auth/caller.ts'
import { fieldProblem } from '../problems/problem-error.ts'
import { isOwnTransfer } from './open-limit.ts'

/**
 * R-28: an account that is being moved is not moved a second time. Asked where a number is taken, as `requireRoom`. Its
 * number is told to every organisation; to an applicant where it is their own (R-39).
 */
export function requireUnmoved({ form }: TransferRequest, caller: Caller): (asked: Transaction) => Promise<void> {
  return async (transaction) => {
    const moving = await movingAccountOf(transaction, caller.city.key, form.accounts)
    if (moving === undefined) return
    const isTold = caller.role !== 'applicant' || isOwnTransfer(moving, caller)
    throw fieldProblem(
      'account-being-moved',
      `form.accounts.${moving.place}.accountNumber`,
      `该账户正在过户${isTold ? `（${moving.number}）` : ''}，办结或撤回之后才能再申请；${isTold ? '请在该件中办理' : '有疑问请向综窗查询'}`,
    )
  }
}
