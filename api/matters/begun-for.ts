import { longestDeadlineOf } from '../../domain/city/city-parts.ts'
import { begunOn } from '../../domain/clocks/begun.ts'
import type { Begun } from '../../domain/clocks/begun.ts'
import { requireCalendarAhead } from '../../domain/clocks/calendar-end.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { Dependencies } from '../dependencies.ts'
import { localDate } from '../views/local-time.ts'

/**
 * What a matter opened now carries besides the city's policy. Throws a `Refusal` where the calendar ends before its
 * deadlines would.
 */
export function openedNow(deps: Pick<Dependencies, 'calendars' | 'now'>, city: City): Begun {
  const today = localDate(deps.now(), city.hours.utcOffsetMinutes)
  requireCalendarAhead(today, longestDeadlineOf(city), deps.calendars[city.calendar])
  return begunFor(deps, city)
}

/** The same for one that only goes on with what a case has left. */
export function begunFor(
  { calendars, now }: Pick<Dependencies, 'calendars' | 'now'>,
  { calendar, hours }: City,
): Begun {
  return begunOn(localDate(now(), hours.utcOffsetMinutes), calendars[calendar])
}
