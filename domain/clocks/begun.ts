import type { City } from '../city/city.schema.ts'
import { localDate } from './local-date.ts'
import { carriedCalendar } from './working-calendars.ts'
import type { WorkingCalendar } from './working-time.ts'

/**
 * The generation of workflow code that a case or a matter was begun by, where that decides how it runs: none is named
 * before 0.3.
 */
export const BEGUN_BY = '0.3'

/**
 * What a case or a matter of 0.3 carries besides its policy. One without it goes on as its release did, until
 * `patched()` says otherwise; one that has it computes its due times by itself, in logical time, with one alarm for all
 * its clocks, and answers at rest (ADR 0026, 0027).
 */
export interface Begun {
  readonly begunBy: typeof BEGUN_BY
  /** the years of the official calendar that were published when it began; the rest is asked of an activity. */
  readonly calendar: WorkingCalendar
}

/** What is begun now carries this, `day` ('YYYY-MM-DD', the city's) being today. */
export function begunOn(day: string, calendar: WorkingCalendar): Begun {
  return { begunBy: BEGUN_BY, calendar: carriedCalendar(calendar, day) }
}

/** As {@link begunOn}, by the city's clock and calendar at an instant. */
export function begunFor(
  { calendar, hours }: Pick<City, 'calendar' | 'hours'>,
  calendars: Readonly<Record<City['calendar'], WorkingCalendar>>,
  now: Date,
): Begun {
  return begunOn(localDate(now.toISOString(), hours), calendars[calendar])
}

/** Where a mended run goes on: `npm run mend`. */
export interface MendedFrom<Event> {
  /** The run that could not go on; none where the server no longer knows it. */
  readonly runId?: string
  /** The last event of the runs before: this one records from the next on. */
  readonly seq: number
  /** ISO UTC. */
  readonly at: string
  readonly reason: string
  /** Those of the events from 1 to `seq` that stand in no history: all of them where none is left. */
  readonly lived?: readonly Event[]
}
