import type { DemandForm } from './registration.schema.ts'

/** the fields of 附件2 that the demand still lacks, as paths in the body. */
export function missingOf({ services }: DemandForm): readonly string[] {
  const missing: string[] = []
  if (services.water !== undefined && services.water.tonsPerDay === undefined) missing.push('services.water.tonsPerDay')
  if (services.power !== undefined && services.power.kilovoltAmperes === undefined) missing.push('services.power.kilovoltAmperes')
  if (services.gas !== undefined && services.gas.cubicMetresPerDay === undefined) missing.push('services.gas.cubicMetresPerDay')
  return missing
}
