import type { Database } from '../db/client.ts'
import { createCalendarActivities } from './calendar.ts'
import type { CalendarActivities, Calendars } from './calendar.ts'
import { createParseActActivities } from './parse-act.ts'
import type { ParseActActivities } from './parse-act.ts'
import { createProjectionActivities } from './projection.ts'
import type { ProjectionActivities } from './projection.ts'

export interface ActivityDependencies {
  readonly database: Database
  readonly calendars: Calendars
}

export type Activities = CalendarActivities & ParseActActivities & ProjectionActivities

/** Every side effect of the workflows; each can run twice. */
export function createActivities({ database, calendars }: ActivityDependencies): Activities {
  return { ...createCalendarActivities(calendars), ...createParseActActivities(calendars), ...createProjectionActivities(database) }
}
