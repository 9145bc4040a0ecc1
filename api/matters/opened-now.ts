import { longestDeadlineOf } from '../../domain/city/city-parts.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { begunFor } from '../../domain/clocks/begun.ts'
import type { Begun } from '../../domain/clocks/begun.ts'
import { requireCalendarAhead } from '../../domain/clocks/calendar-end.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import type { Dependencies } from '../dependencies.ts'

/**
 * What a matter that is opened now carries besides the city's policy. Throws a `Refusal` where the calendar ends before
 * its deadlines would.
 */
export function openedNow({ calendars, now }: Pick<Dependencies, 'calendars' | 'now'>, city: City): Begun {
  const today = localDate(now().toISOString(), city.hours)
  requireCalendarAhead(today, longestDeadlineOf(city), calendars[city.calendar])
  return begunFor(city, calendars, now())
}
