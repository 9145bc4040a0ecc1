import type { Service } from '../case/service.ts'
import type { DeadlineRule } from '../clocks/working-time.ts'
import type { City } from './city.schema.ts'

interface Measured {
  readonly service: Service
  readonly metres: number
  readonly kilovoltAmperes?: number | undefined
}

/** the prescribed length of such works; undefined where there is none. What is not said fits no limit. */
export function prescribedLength(
  { worksTime }: Pick<City, 'worksTime'>,
  { service, metres, kilovoltAmperes = Number.POSITIVE_INFINITY }: Measured,
): DeadlineRule | undefined {
  return worksTime?.prescribed.find(
    ({ services, upToMetres = Number.POSITIVE_INFINITY, upToKilovoltAmperes = Number.POSITIVE_INFINITY }) =>
      services.includes(service) && metres <= upToMetres && kilovoltAmperes <= upToKilovoltAmperes,
  )?.length
}
