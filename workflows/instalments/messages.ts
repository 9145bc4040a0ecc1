import { THE_CASE } from '../../domain/actor/actor.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { instalmentsId } from '../../domain/instalments/instalments.ts'
import type { InstalmentPlan } from '../../domain/instalments/instalments.ts'
import type { MatterInput } from '../matter/messages.ts'

/** The workflow id is `instalments:`, the service number and the line. */
export interface InstalmentsInput extends MatterInput {
  readonly plan: InstalmentPlan
}

/** What the matter of a plan starts with, whoever hands it over: the same for the same line of the same case. */
export function inputOf(
  plan: InstalmentPlan,
  { city, policyHash }: { readonly city: City; readonly policyHash: string },
): InstalmentsInput {
  const id = instalmentsId(plan.serviceNumber, plan.line)
  return { id, openedBy: THE_CASE, keyHash: id, bodyHash: '', policy: city, policyHash, plan }
}
