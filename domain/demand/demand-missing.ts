import type { DemandForm } from './registration.schema.ts'
import { SERVICES } from '../case/service.ts'
import type { AskedDetails } from '../case/service.ts'

const QUANTITIES = { water: 'tonsPerDay', power: 'kilovoltAmperes', gas: 'cubicMetresPerDay' } as const

/**
 * the fields of 附件2 that the demand still lacks, as paths in the body; `asked` are the details that the
 * city asks for with each business.
 */
export function missingOf({ services }: DemandForm, asked: AskedDetails = {}): readonly string[] {
  return SERVICES.flatMap((name) => {
    const service = services[name]
    if (service === undefined) return []
    const given: Readonly<Record<string, unknown>> = service
    const wanted = [
      ...(name in QUANTITIES ? [QUANTITIES[name as keyof typeof QUANTITIES]] : []),
      ...(asked[service.business ?? 'new'] ?? []),
    ]
    return wanted.filter((field) => given[field] === undefined).map((field) => `services.${name}.${field}`)
  })
}
