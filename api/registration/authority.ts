import type { City } from '../../domain/city/city.schema.ts'
import type { DemandForm, Registration } from '../../domain/demand/registration.schema.ts'
import { Refusal } from '../../domain/problem.ts'
import { isIdentityOf } from '../../domain/actor/identity.ts'
import type { Caller } from '../auth/caller.ts'

type Holder = DemandForm['applicant']

/** throws where an applicant names an account that is not their own. */
export function requireOwnAccount({ account }: Caller, applicantSubject: string | undefined): void {
  if (account !== undefined && applicantSubject !== undefined && applicantSubject !== account.subject)
    throw new Refusal('forbidden', '申请人只能为自己的账号申请', 'applicantSubject')
}

/**
 * R-02: whoever files for somebody else has that on record: an applicant whose verified identity is none of the
 * `holders`' names their authorisation; a clerk types in what the user signed. Intakes vouch for their users, and the
 * collecting bureau files by R-01. Throws a {@link Refusal}.
 */
export function requireAuthority(
  { role, identity }: Caller,
  holders: readonly Holder[],
  { agent, paper }: Pick<Registration, 'agent' | 'paper'>,
): void {
  if (role === 'clerk' && agent === undefined && paper === undefined)
    throw new Refusal(
      'authorisation-required',
      '综窗代用户录入，须有用户签名的纸质采集表（paper）或授权（agent）',
      'paper',
    )
  if (role !== 'applicant') return
  if (identity === undefined)
    throw new Refusal('identity-unverified', '须先在身份系统完成实名认证：令牌应带已核实的身份（identity）')
  if (agent === undefined && !holders.some((holder) => isIdentityOf(identity, holder)))
    throw new Refusal(
      'authorisation-required',
      '已核实的身份不是表中的申请人：代他人申请须填写经办人与授权（agent）',
      'agent',
    )
}

/** paper forms come in at the window only. */
export function requirePaperOfWindow({ channel, paper }: Pick<Registration, 'channel' | 'paper'>, city: City): void {
  if (paper !== undefined && channel !== city.registration.window)
    throw new Refusal('validation-failed', '纸质采集表只由综窗录入', 'paper')
}
