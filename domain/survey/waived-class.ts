import type { City } from '../city/city.schema.ts'
import type { DemandForm } from '../demand/registration.schema.ts'

/** the class of cases, by its name, that the configuration needs no visit for; the first that fits. */
export function waivedClassOf({ survey }: Pick<City, 'survey'>, form: DemandForm): string | undefined {
  return survey.conduct?.waived?.find(
    ({ applicant, atMost }) =>
      (applicant === undefined || applicant === form.applicant.kind) &&
      (atMost === undefined || isSmall(form.services, atMost)),
  )?.name
}

interface AtMost {
  readonly tonsPerDay?: number | undefined
  readonly kilovoltAmperes?: number | undefined
  readonly cubicMetresPerDay?: number | undefined
}

/** What has no quantity is small. */
function isSmall({ water, power, gas }: DemandForm['services'], most: AtMost): boolean {
  return [
    water === undefined || within(water.tonsPerDay, most.tonsPerDay),
    power === undefined || within(power.kilovoltAmperes, most.kilovoltAmperes),
    gas === undefined || within(gas.cubicMetresPerDay, most.cubicMetresPerDay),
  ].every(Boolean)
}

function within(quantity: number | undefined, most: number | undefined): boolean {
  return quantity !== undefined && most !== undefined && quantity <= most
}
