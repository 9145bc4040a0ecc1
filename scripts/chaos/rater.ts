import { applicantNumberOf } from '../../domain/demand/applicant-number.ts'
import type { DemandForm } from '../../domain/demand/registration.schema.ts'
import type { Party } from '../demo/party.ts'

/** nobody in the user's place: an account of the online hall, verified as whom the form names. */
export function raterOf(serviceNumber: string, form?: DemandForm): Party {
  const party = { sub: `rater-${serviceNumber}`, org: 'applicant', role: 'applicant' } as const
  if (form === undefined) return party
  return { ...party, identity: { kind: form.applicant.kind, number: applicantNumberOf(form) } }
}
