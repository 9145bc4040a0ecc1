import type { Transaction } from '../../db/client.ts'
import { openApplicationsOf } from '../../db/queries/open-applications.ts'
import type { OpenApplication, OpenOf } from '../../db/queries/open-applications.ts'
import { isAccount } from '../../domain/actor/account.ts'
import type { Registration } from '../../domain/demand/registration.schema.ts'
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
export function requireReasonOfWindow({ overLimitReason, channel }: Registration, { role, city }: Caller): void {
  if (overLimitReason !== undefined && (role !== 'clerk' || channel !== city.registration.window))
    throw fieldProblem('validation-failed', 'overLimitReason', '超额受理只由综窗人员办理，并写明理由')
}

/**
 * How many applications of one applicant may be open: of the person or enterprise of the form, whoever sends it, and of
 * the account of an applicant who sends it. Asked where a number is taken, in the same transaction, so that a retry of
 * what was registered is answered as before.
 */
export function requireRoom(
  environment: Pick<Environment, 'LIMIT_OPEN_INDIVIDUAL' | 'LIMIT_OPEN_ENTERPRISE'>,
  { form: { applicant }, overLimitReason }: Registration,
  caller: Caller,
): (transaction: Transaction) => Promise<void> {
  const [setting, applicantNumber, field] =
    applicant.kind === 'enterprise'
      ? [environment.LIMIT_OPEN_ENTERPRISE, applicant.creditCode, 'form.applicant.creditCode']
      : [environment.LIMIT_OPEN_INDIVIDUAL, applicant.identityNumber, 'form.applicant.identityNumber']
  return async (transaction) => {
    if (setting === 'off' || overLimitReason !== undefined) return
    const most = Number(setting)
    const ofForm: OpenOf = { city: caller.city.key, applicantNumber }
    // Always in this order: whoever waits for the second has the first.
    for (const of of caller.role === 'applicant' ? [ofForm, { client: clientOf(caller) }] : [ofForm]) {
      const open = await openApplicationsOf(transaction, of, most)
      if (open.length >= most) throw tooManyOpen(open, most, field, caller)
    }
  }
}

function tooManyOpen(open: readonly OpenApplication[], most: number, field: string, caller: Caller): ProblemError {
  const number = field.endsWith('creditCode') ? 'creditCode' : 'identityNumber'
  const seen = open.filter((one) => maySee(one, caller, number)).map(({ serviceNumber }) => serviceNumber)
  const told =
    seen.length === 0
      ? ''
      : `；其中您可以查看的有 ${seen.length} 件：${seen.slice(0, MOST_TOLD).join('、')}${seen.length > MOST_TOLD ? ' 等' : ''}`
  return fieldProblem(
    'too-many-open',
    field,
    `该申请人在办的申请已有 ${most} 件，达到上限${told}。待其中有办结或撤回的再申请；确有需要的由综窗写明理由（overLimitReason）受理`,
  )
}

/** whose number it is, is told to nobody who sees it masked, as with twins; who registered the case sent it. */
function maySee({ client, applicantSubject }: OpenApplication, caller: Caller, number: PersonalField): boolean {
  if (caller.role === 'applicant')
    return applicantSubject === null
      ? client === clientOf(caller)
      : isAccount(applicantSubject, caller.sub, client.split('/')[1])
  if (client.startsWith(`${caller.city.key}/${caller.org}/`)) return true
  return seesWholeCity(caller) && seesOf(caller, [], caller.city)[number] === 'whole'
}
