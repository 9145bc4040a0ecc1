import type { WorkingCalendar } from './working-time.ts'

/** The calendars by the key that a city names. */
export type Calendars = Readonly<Record<'china' | 'always', WorkingCalendar>>
