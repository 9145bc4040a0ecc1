import { begunOn } from '../../domain/clocks/begun.ts'
import type { Begun } from '../../domain/clocks/begun.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { Dependencies } from '../dependencies.ts'
import { localDate } from '../views/local-time.ts'

/** What a matter opened now carries besides the city's policy. */
export function begunFor(
  { calendars, now }: Pick<Dependencies, 'calendars' | 'now'>,
  { calendar, hours }: City,
): Begun {
  return begunOn(localDate(now(), hours.utcOffsetMinutes), calendars[calendar])
}
