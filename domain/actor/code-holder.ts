/**
 * Whoever showed that a code sent to a case's registered telephone had reached them: an applicant of that case and of
 * no other, whose account nobody knows. On what authority they act stands in the `sub` itself.
 */
import type { Actor } from './actor.ts'

const BY_CODE = 'code:'

export const CODE_HOLDER_NAME = '申请人（凭登记手机的验证码）'

/** As it stands wherever a `sub` stands: `code:CB-20261124-00017-9`. No token's applicant is ever called so. */
export function codeHolderOf(serviceNumber: string): string {
  return `${BY_CODE}${serviceNumber}`
}

export function isCodeHolder(sub: string): boolean {
  return sub.startsWith(BY_CODE)
}

export function holdsCodeOf(serviceNumber: string, { role, sub }: Pick<Actor, 'role' | 'sub'>): boolean {
  return role === 'applicant' && sub === codeHolderOf(serviceNumber)
}

/** Throws where it is no code's holder. */
export function serviceNumberOfHolder(sub: string): string {
  if (!isCodeHolder(sub)) throw new RangeError('not signed in by a code')
  return sub.slice(BY_CODE.length)
}
