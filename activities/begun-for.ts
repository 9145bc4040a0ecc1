import { begunOn } from '../domain/clocks/begun.ts'
import type { Begun } from '../domain/clocks/begun.ts'
import type { City } from '../domain/city/city.schema.ts'
import { localDate } from '../domain/clocks/local-date.ts'
import type { Calendars } from '../domain/clocks/working-calendars.ts'

/** What a matter opened now carries besides the city's policy. */
export function begunFor({ calendar, hours }: City, calendars: Calendars, now = new Date()): Begun {
  return begunOn(localDate(now.toISOString(), hours), calendars[calendar])
}
