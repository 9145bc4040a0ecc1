import { SIDE_NAMES, TRANSFER_ACTS } from '../../../domain/transfer/transfer.ts'
import type { Actor } from '../../../domain/actor/actor.ts'
import { applicantSideOf, isOfApplicantSide } from '../../../domain/actor/applicant-side.ts'
import { defined } from '../../../domain/defined.ts'
import { requireBetween } from '../../../domain/clocks/date-reach.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { Refusal } from '../../../domain/problem.ts'
import { yuanOf } from '../../../domain/transfer/yuan.ts'
import type { TransferBody } from '../../../domain/transfer/transfer-event.ts'
import type { TransferBodies } from '../../../domain/transfer/transfer.schema.ts'
import { about } from '../../matter/core/matter-logic.ts'
import type { About, ActRules, Intent, MatterLogic } from '../../matter/core/matter-logic.ts'
import { consentsMissing, deadlineIdOf, isSettled } from './state.ts'
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
      const missing = consentsMissing(state).map((side) => SIDE_NAMES[side])
      if (missing.length > 0)
        throw new Refusal('wrong-stage', `${missing.join('、')}尚未同意过户，同意后再核验权属`, undefined, {
          early: true,
        })
    },
    events: (_state, { actor, body }) => [
      body.confirmed
        ? { type: 'ownershipConfirmed', rule: 'R-28', data: { org: actor.org, ...defined({ remarks: body.remarks }) } }
        : { type: 'ownershipRefused', rule: 'R-28', data: { org: actor.org, reason: body.reason } },
    ],
  },
  giveConsent: {
    may(state, { actor }) {
      requireOpen(state)
      requireRecorder(state, actor)
      if (state.conduct === undefined || state.request.form.ground?.kind !== 'consent')
        throw new Refusal('wrong-stage', '该过户不以户主同意为依据')
      if (consentsMissing(state).length === 0) throw new Refusal('already-done', '两位户主均已同意')
    },
    check(state, { actor, at, body }) {
      if (!consentsMissing(state).includes(body.holder))
        throw new Refusal('already-done', `${SIDE_NAMES[body.holder]}已经同意`, 'holder')
      if (!body.agreed) return
      if (body.signedOn > localDate(at, requireConduct(state)))
        throw new Refusal('validation-failed', '同意之日不能在将来', 'signedOn')
      if (actor.role === 'clerk' && body.scanSha256 === undefined)
        throw new Refusal('validation-failed', '综窗补记同意，须填签名的纸质同意书的扫描件（SHA-256）', 'scanSha256')
    },
    events: (_state, { actor, body }) => {
      const { holder } = body
      if (!body.agreed)
        return [{ type: 'consentRefused', rule: 'R-28', data: { holder, reason: body.reason, by: 'holder' } }]
      const { signer, signedOn, scanSha256 } = body
      const data = { holder, signer, signedOn, ...defined({ scanSha256 }), org: actor.org }
      return [{ type: 'consentGiven', rule: 'R-28', data }]
    },
  },
  settleAccount: {
    ...aboutAccount<'settleAccount'>(requireUnsettled, requireOpen, (state, { at, body }) => {
      const conduct = requireConduct(state)
      const since = { name: '申请之日', date: localDate(state.openedAt, conduct) }
      requireBetween(body.readOn, since, localDate(at, conduct), '抄表之日', 'readOn')
      const isMetered = conduct.metered.includes(requireAccount(state, body.account).service)
      if (isMetered !== (body.reading !== undefined))
        throw new Refusal(
          'validation-failed',
          isMetered ? '计量的服务须填末次读数' : '该服务不计量，不填读数',
          'reading',
        )
    }),
    events: (state, { actor, at, body: { account, readOn, reading, arrearsFen } }) => [
      {
        type: 'accountSettled',
        rule: 'R-28',
        data: {
          account,
          org: actor.org,
          readOn,
          ...defined({ reading }),
          arrearsFen,
          ...(arrearsFen > 0 ? { reason: `末次抄表后尚欠 ${yuanOf(arrearsFen)}，付清后继续过户` } : {}),
          late: isLate(state, account, at),
        },
      },
    ],
  },
  recordArrearsPaid: {
    ...aboutAccount<'recordArrearsPaid'>(requireOwing, requireOpen, (state, { at, body }) => {
      const { settlement } = requireAccount(state, body.account)
      if (settlement === undefined) throw new Refusal('wrong-stage', '该账户尚未结算', 'account')
      const since = { name: '抄表之日', date: settlement.readOn }
      requireBetween(body.paidOn, since, localDate(at, requireConduct(state)), '付款之日', 'paidOn')
      if (body.amountFen > settlement.owedFen)
        throw new Refusal('amount-mismatch', `付款超过所欠：尚欠 ${yuanOf(settlement.owedFen)}`, 'amountFen')
    }),
    events: (state, { actor, body: { account, paidOn, amountFen } }) => {
      const owed = requireAccount(state, account).settlement?.owedFen ?? 0
      const data = { account, org: actor.org, paidOn, amountFen, remainingFen: owed - amountFen }
      return [{ type: 'arrearsPaid', rule: 'R-28', data }]
    },
  },
  confirmAccount: {
    ...aboutAccount<'confirmAccount'>(requireSettled),
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

/** the channel that the request came by vouches for its users; the window has it on paper. */
function requireRecorder({ request }: TransferState, { role, org }: Actor): void {
  if (role !== 'clerk' && !(role === 'system' && org === request.channel))
    throw new Refusal('not-concerned', '户主的同意由原受理渠道或综窗补记')
}

/** a transfer of 0.6 or before goes on as it began. */
function requireConduct({ conduct }: TransferState): NonNullable<TransferState['conduct']> {
  if (conduct === undefined) throw new Refusal('wrong-stage', '该过户按申请时的办法办理，无须结算')
  return conduct
}

function requireOpen(state: TransferState): void {
  if (state.consentRefused !== undefined) throw new Refusal('matter-closed', '户主未同意，该过户不再办理')
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
  also?: AboutAccount<A>['also'],
) {
  return about<TransferState, TransferBodies, A, Account>({
    first,
    among: ({ accounts }) => Object.values(accounts),
    offers: { field: 'account', of: 'account', value: ({ id }) => id },
    named: (state, body) => requireAccount(state, body.account),
    allows,
    ...defined({ also }),
  })
}

function requireAccount(state: TransferState, id: string): Account {
  const account = Object.hasOwn(state.accounts, id) ? state.accounts[id] : undefined
  if (account === undefined)
    throw new Refusal(
      'account-unknown',
      `没有账户“${id}”；本件共有 ${Object.keys(state.accounts).length} 个账户`,
      'account',
    )
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

/** moved only when it has been read for the last time and nothing is owed. */
function requireSettled(state: TransferState, account: Account, intent: Intent<TransferBodies>): void {
  requirePending(state, account, intent)
  if (state.conduct !== undefined && account.settlement === undefined)
    throw new Refusal('wrong-stage', '末次抄表、结清欠费后才能过户', 'account', { early: true })
}

function requireUnsettled(state: TransferState, account: Account, intent: Intent<TransferBodies>): void {
  requirePending(state, account, intent)
  requireConduct(state)
  if (account.settlement !== undefined) throw new Refusal('already-done', '该账户已经结算', 'account')
}

function requireOwing(_state: TransferState, account: Account, { actor }: Intent<TransferBodies>): void {
  if (account.utility !== actor.org) throw new Refusal('not-concerned', '账户由其公用事业单位办理', 'account')
  if (isSettled(account)) throw new Refusal('already-done', '该账户已经办结', 'account')
  if (account.status !== 'failed' || (account.settlement?.owedFen ?? 0) === 0)
    throw new Refusal('wrong-stage', '该账户没有欠费', 'account', { early: true })
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
