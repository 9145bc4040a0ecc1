import type { Transaction } from '../../db/client.ts'
import { openApplicationsOf } from '../../db/queries/open-applications.ts'
import type { OpenApplication } from '../../db/queries/open-applications.ts'
import { openTransfersOf } from '../../db/queries/open-transfers.ts'
import type { OpenTransfer } from '../../db/queries/open-transfers.ts'
import { isAccount } from '../../domain/actor/account.ts'
import type { Registration } from '../../domain/demand/registration.schema.ts'
import type { TransferRequest } from '../../domain/transfer/transfer.schema.ts'
import type { PersonalField } from '../../domain/visibility/fields.ts'
import { seesOf } from '../../domain/visibility/sees.ts'
import type { Environment } from '../../environment.ts'
import { clientOf } from '../auth/caller.ts'
import type { Caller } from '../auth/caller.ts'
import { fieldProblem } from '../problems/problem-error.ts'
import type { ProblemError } from '../problems/problem-error.ts'
import { seesWholeCity } from '../views/who-may-read.ts'

const MOST_TOLD = 10

/** to go beyond the limit, with a reason, is for the clerks of the window. */
export function requireReasonOfWindow(
  { overLimitReason, channel }: Pick<Registration, 'overLimitReason' | 'channel'>,
  { role, city }: Caller,
): void {
  if (overLimitReason !== undefined && (role !== 'clerk' || channel !== city.registration.window))
    throw fieldProblem('validation-failed', 'overLimitReason', '超额受理只由综窗人员办理，并写明理由')
}

type Limits = Pick<Environment, 'LIMIT_OPEN_INDIVIDUAL' | 'LIMIT_OPEN_ENTERPRISE'>
/** Before a number is taken: throws where there is no room. */
type Asked = (transaction: Transaction) => Promise<void>

/**
 * How many applications of one applicant may be open: of the person or enterprise of the form, whoever sends it, and of
 * the account of an applicant who sends it. Asked where a number is taken, in the same transaction, so that a retry of
 * what was registered is answered as before.
 */
export function requireRoom(limits: Limits, { form, overLimitReason }: Registration, caller: Caller): Asked {
  const city = caller.city.key
  const { number: applicantNumber, ...of } = limitOf(limits, form.applicant, 'form.applicant')
  if (overLimitReason !== undefined) return unasked
  return asking(of, caller, '该申请人在办的申请', async (transaction, whose, most) => {
    const ofWhom = whose === 'holder' ? { city, applicantNumber } : { client: clientOf(caller) }
    const open = await openApplicationsOf(transaction, ofWhom, most)
    return open.map((one) => ({ number: one.serviceNumber, isOwn: isOwnApplication(one, caller) }))
  })
}

/** The same of joint transfers, which are counted by themselves: of who is to be the holder. */
export function requireRoomForTransfer(
  limits: Limits,
  { form, overLimitReason }: TransferRequest,
  caller: Caller,
): Asked {
  const city = caller.city.key
  const { number: holder, ...of } = limitOf(limits, form.to, 'form.to')
  if (overLimitReason !== undefined) return unasked
  return asking(of, caller, '该新户主在办的过户', async (transaction, whose, most) => {
    const ofWhom = whose === 'holder' ? { city, holder } : { city, account: caller.sub }
    const open = await openTransfersOf(transaction, ofWhom, most)
    return open.map((one) => ({ number: one.number, isOwn: isOwnTransfer(one, caller) }))
  })
}

const unasked: Asked = () => Promise.resolve()

interface Limit {
  readonly setting: string
  readonly field: string
  readonly numberField: PersonalField & ('creditCode' | 'identityNumber')
}

function limitOf(
  { LIMIT_OPEN_INDIVIDUAL, LIMIT_OPEN_ENTERPRISE }: Limits,
  holder: Registration['form']['applicant'],
  place: string,
): Limit & { readonly number: string } {
  if (holder.kind === 'enterprise') {
    const [setting, number] = [LIMIT_OPEN_ENTERPRISE, holder.creditCode]
    return { setting, number, field: `${place}.creditCode`, numberField: 'creditCode' }
  }
  const [setting, number] = [LIMIT_OPEN_INDIVIDUAL, holder.identityNumber]
  return { setting, number, field: `${place}.identityNumber`, numberField: 'identityNumber' }
}

interface Open {
  readonly number: string
  /** The caller's own: they sent it, or it is their account's. */
  readonly isOwn: boolean
}

type OpenOf = (transaction: Transaction, whose: 'holder' | 'account', most: number) => Promise<readonly Open[]>

function asking(limit: Limit, caller: Caller, what: string, openOf: OpenOf): Asked {
  return async (transaction) => {
    if (limit.setting === 'off') return
    const most = Number(limit.setting)
    // Always in this order: whoever waits for the second has the first.
    for (const whose of caller.role === 'applicant' ? (['holder', 'account'] as const) : (['holder'] as const)) {
      const open = await openOf(transaction, whose, most)
      if (open.length >= most) throw tooManyOpen(open, limit, what, caller)
    }
  }
}

/** whose number it is, is told to nobody who sees it masked, as with twins; who registered the case sent it. */
function tooManyOpen(
  open: readonly Open[],
  { setting, field, numberField }: Limit,
  what: string,
  caller: Caller,
): ProblemError {
  const seesNumber = seesWholeCity(caller) && seesOf(caller, [], caller.city)[numberField] === 'whole'
  const seen = open.filter(({ isOwn }) => isOwn || seesNumber).map(({ number }) => number)
  const told =
    seen.length === 0
      ? ''
      : `；其中您可以查看的有 ${seen.length} 件：${seen.slice(0, MOST_TOLD).join('、')}${seen.length > MOST_TOLD ? ' 等' : ''}`
  return fieldProblem(
    'too-many-open',
    field,
    `${what}已有 ${setting} 件，达到上限${told}。待其中有办结或撤回的再申请；确有需要的由综窗写明理由（overLimitReason）受理`,
  )
}

function isOwnApplication({ client, applicantSubject }: OpenApplication, caller: Caller): boolean {
  if (caller.role !== 'applicant') return client.startsWith(`${caller.city.key}/${caller.org}/`)
  return applicantSubject === null
    ? client === clientOf(caller)
    : isAccount(applicantSubject, caller.sub, client.split('/')[1])
}

export function isOwnTransfer({ org, requestedBy, applicantSubject }: OpenTransfer, caller: Caller): boolean {
  return caller.role === 'applicant' ? isAccount(applicantSubject ?? requestedBy, caller.sub, org) : org === caller.org
}
