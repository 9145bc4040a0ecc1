import { openApplicationsOfNumber } from '../../db/queries/same-project.ts'
import type { SeenBy } from '../../db/queries/same-project.ts'
import { SERVICES } from '../../domain/case/service.ts'
import { applicantNumberOf } from '../../domain/demand/applicant-number.ts'
import type { DemandForm } from '../../domain/demand/registration.schema.ts'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import { lensOnCase } from '../../domain/visibility/lens-on.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import type { Dependencies } from '../dependencies.ts'
import { seesWholeCity } from '../views/who-may-read.ts'

/**
 * the open applications that look like this one sent before: of the same applicant, for a service that this one
 * asks for too, at the same place or of the same project. Only those that the sender may read, and whose applicant's
 * number they know, as far as they are projected.
 */
export async function openTwinsOf(
  { database }: Dependencies,
  { serviceNumber, registration, policy }: ApplicationInput,
  caller: Caller,
): Promise<string[]> {
  const { form } = registration
  const open = await openApplicationsOfNumber(database, {
    city: policy.key,
    number: applicantNumberOf(form),
    seenBy: seenBy(caller),
  })
  return open
    .filter((other) => other.serviceNumber !== serviceNumber && isTwin(form, other.registration.form))
    .filter((other) => knowsNumber(caller, other))
    .map((other) => other.serviceNumber)
    .toReversed()
}

/**
 * naming the twin would tell whose number it is to one who sees it masked; an intake sent both, and nobody else
 * did.
 */
function knowsNumber(caller: Caller, twin: CaseState): boolean {
  if (twin.registeredBy.org === caller.org) return true
  const { kind } = twin.registration.form.applicant
  return lensOnCase(caller, twin, caller.city).sees(kind === 'individual' ? 'identityNumber' : 'creditCode')
}

/** As `mayRead` has it. */
export function seenBy(caller: Caller): SeenBy {
  if (caller.role === 'applicant') return { account: caller.sub }
  return seesWholeCity(caller) ? { all: true } : { org: caller.org }
}

/** However the address is written: widths, blanks and punctuation do not count. */
function isTwin(one: DemandForm, other: DemandForm): boolean {
  const sameProject = one.projectCode !== undefined && one.projectCode === other.projectCode
  const sameService = SERVICES.some(
    (service) => one.services[service] !== undefined && other.services[service] !== undefined,
  )
  return sameService && (sameProject || placeKey(one.address) === placeKey(other.address))
}

function placeKey(address: string): string {
  return address
    .normalize('NFKC')
    .replace(/[\s\p{P}]+/gu, '')
    .toLowerCase()
}
