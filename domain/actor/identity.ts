import type { DemandForm } from '../demand/registration.schema.ts'

/** a person by their 身份证, or who signs in for an enterprise by its 统一社会信用代码, as an issuer verified it. */
export interface Identity {
  readonly kind: 'individual' | 'enterprise'
  readonly number: string
}

/** Whether the verified identity is this person's or enterprise's. */
export function isIdentityOf({ kind, number }: Identity, holder: DemandForm['applicant']): boolean {
  return kind === holder.kind && number === (holder.kind === 'enterprise' ? holder.creditCode : holder.identityNumber)
}
