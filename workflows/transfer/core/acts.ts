import { TRANSFER_ACTS } from '../../../domain/transfer/transfer.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import { applicantSideOf, isOfApplicantSide } from '../../../domain/actor/applicant-side.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { TransferBody } from '../../../domain/transfer/transfer-event.ts'
import type { TransferBodies } from '../../../domain/transfer/transfer.schema.ts'
import { about } from '../../matter/core/matter-logic.ts'
import type { About, ActRules, Intent, MatterLogic } from '../../matter/core/matter-logic.ts'
import { deadlineIdOf, isSettled } from './state.ts'
import type { Account, TransferState } from './state.ts'
import { applyTransfer } from './fold.ts'

/**
 * the lead confirms the ownership, every utility answers for its accounts, and what failed is tried again or
 * given up.
 */
const TRANSFER_RULES: ActRules<TransferState, TransferBodies, TransferBody> = {
  decideOwnership: {
    may(state, { actor }) {
      requireOpen(state)
      if (actor.org !== state.leader) throw new Refusal('not-concerned', '权属由联动过户的牵头单位核验')
      if (state.ownership !== undefined) throw new Refusal('already-done', '权属已经核验过')
    },
    events: (_state, { actor, body }) => [
      body.confirmed
        ? { type: 'ownershipConfirmed', rule: 'R-28', data: { org: actor.org, ...defined({ remarks: body.remarks }) } }
        : { type: 'ownershipRefused', rule: 'R-28', data: { org: actor.org, reason: body.reason } },
    ],
  },
  confirmAccount: {
    ...aboutAccount<'confirmAccount'>(requirePending),
    events: (state, { actor, at, body: { account, newAccountNumber, remarks } }) => [
      {
        type: 'accountTransferred',
        rule: 'R-28',
        data: {
          account,
          org: actor.org,
          late: isLate(state, account, at),
          ...defined({ newAccountNumber, remarks }),
        },
      },
    ],
  },
  reportAccountFailed: {
    ...aboutAccount<'reportAccountFailed'>(requirePending),
    events: (state, { actor, at, body: { account, reason } }) => [
      {
        type: 'accountFailed',
        rule: 'R-28',
        data: { account, org: actor.org, late: isLate(state, account, at), reason },
      },
    ],
  },
  retryAccount: {
    ...aboutAccount<'retryAccount'>(requireFailed, requireDeciding),
    events: (state, { body: { account, remarks } }) => [
      {
        type: 'accountRetried',
        rule: 'R-28',
        data: { account, remarks, attempt: requireAccount(state, account).attempt + 1 },
      },
    ],
  },
  closeAccount: {
    ...aboutAccount<'closeAccount'>(requireFailed, requireDeciding),
    events: (_state, { body: { account, reason } }) => [
      { type: 'accountNotDone', rule: 'R-28', data: { account, reason, by: 'decision' } },
    ],
  },
  withdrawTransfer: {
    may(state, { actor }) {
      requireOpen(state)
      if (!isApplicantSide(state, actor)) throw new Refusal('not-concerned', '只有申请人、原受理渠道或综窗可以撤回')
      if (Object.values(state.accounts).every(isSettled)) throw new Refusal('wrong-stage', '各账户均已办结，不能撤回')
    },
    events: (_state, { body }) => [{ type: 'transferWithdrawn', rule: 'R-37', data: { reason: body.reason } }],
  },
}

function requireOpen(state: TransferState): void {
  if (state.withdrawn !== undefined) throw new Refusal('matter-closed', '该过户申请已撤回')
}

type AccountAct = {
  [A in keyof TransferBodies]: TransferBodies[A] extends { account: string } ? A : never
}[keyof TransferBodies]
type AboutAccount<A extends AccountAct> = About<TransferState, TransferBodies, A, Account>

/** The halves of an act about one account. */
function aboutAccount<A extends AccountAct>(
  allows: AboutAccount<A>['allows'],
  first: NonNullable<AboutAccount<A>['first']> = requireOpen,
) {
  return about<TransferState, TransferBodies, A, Account>({
    first,
    among: ({ accounts }) => Object.values(accounts),
    offers: { field: 'account', of: 'account', value: ({ id }) => id },
    named: (state, body) => requireAccount(state, body.account),
    allows,
  })
}

function requireAccount(state: TransferState, id: string): Account {
  const account = Object.hasOwn(state.accounts, id) ? state.accounts[id] : undefined
  if (account === undefined)
    throw new Refusal('account-unknown', `没有账户 ${id}；有：${Object.keys(state.accounts).join('、')}`, 'account')
  return account
}

/** The utility's own account, after the ownership was confirmed, not yet answered for. */
function requirePending(state: TransferState, account: Account, { actor }: Intent<TransferBodies>): void {
  if (account.utility !== actor.org) throw new Refusal('not-concerned', '账户由其公用事业单位办理', 'account')
  if (state.ownership?.confirmed !== true)
    throw new Refusal('wrong-stage', '权属核验通过后各单位才能过户', undefined, {
      early: state.ownership === undefined,
    })
  if (account.status === 'failed')
    throw new Refusal('wrong-stage', '已说明不能过户；原因排除并重新办理后才能过户', 'account', { early: true })
  if (account.status !== 'pending') throw new Refusal('already-done', '该账户已经办结', 'account')
}

/** The applicant's side or the lead decides what becomes of an account that failed. */
function requireDeciding(state: TransferState, { actor }: Intent<TransferBodies>): void {
  requireOpen(state)
  if (!isApplicantSide(state, actor) && actor.org !== state.leader)
    throw new Refusal('not-concerned', '由申请人、原受理渠道、综窗或牵头单位决定')
}

function requireFailed(_state: TransferState, account: Account): void {
  if (account.status === 'transferred' || account.status === 'notDone')
    throw new Refusal('already-done', '该账户已经办结', 'account')
  if (account.status !== 'failed') throw new Refusal('wrong-stage', '该账户尚待其单位答复', 'account', { early: true })
}

function isApplicantSide({ request, requestedBy }: TransferState, actor: Actor): boolean {
  return isOfApplicantSide(applicantSideOf(request, requestedBy), actor)
}

function isLate(state: TransferState, account: string, at: string): boolean {
  const deadline = state.deadlines[deadlineIdOf(state, account)]
  return deadline !== undefined && Date.parse(at) > Date.parse(deadline.dueAt)
}

export const TRANSFER: MatterLogic<TransferState, TransferBodies, TransferBody, 'transfer'> = {
  kind: 'transfer',
  described: TRANSFER_ACTS,
  acts: TRANSFER_RULES,
  apply: applyTransfer,
}
