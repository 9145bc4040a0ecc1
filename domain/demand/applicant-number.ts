import type { DemandForm } from './registration.schema.ts'

/** By what an applicant is known: the credit code, or the identity number. */
export function applicantNumberOf({ applicant }: Pick<DemandForm, 'applicant'>): string {
  return applicant.kind === 'enterprise' ? applicant.creditCode : applicant.identityNumber
}
