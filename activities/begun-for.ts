import { begunOn } from '../domain/begun.ts'
import type { Begun } from '../domain/begun.ts'
import type { City } from '../domain/city.schema.ts'
import { localDate } from '../domain/local-date.ts'
import type { Calendars } from './calendar.ts'

/** What a matter opened now carries besides the city's policy. */
export function begunFor({ calendar, hours }: City, calendars: Calendars, now = new Date()): Begun {
  return begunOn(localDate(now.toISOString(), hours), calendars[calendar])
}
