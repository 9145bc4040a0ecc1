import type { Database } from '../db/client.ts'
import { whoOrdered } from '../db/queries/who-ordered.ts'
import { createCalendarActivities } from './calendar.ts'
import type { CalendarActivities } from '../workflows/ports/calendar.ts'
import type { Calendars } from '../domain/clocks/working-calendars.ts'
import { createCreditActivities } from './credit.ts'
import type { PolicyOf } from './credit.ts'
import type { CreditActivities } from '../workflows/ports/credit.ts'
import { createDataSharingActivities } from './data-sharing.ts'
import type { DataSharingActivities } from '../workflows/ports/data-sharing.ts'
import { createInstalmentActivities } from './instalments.ts'
import type { InstalmentActivities } from '../workflows/ports/instalments.ts'
import { createMatterActivities } from './matters.ts'
import type { MatterProjectionActivities } from '../workflows/ports/matters.ts'
import { createParseActActivities } from './parse-act.ts'
import type { ParseActActivities } from '../workflows/ports/parse-act.ts'
import { createProjectionActivities } from './projection.ts'
import type { ProjectionActivities } from '../workflows/ports/projection.ts'
import { createReportActivities } from './reports.ts'
import type { ReportActivities } from '../workflows/ports/reports.ts'
import { watched } from './troubles.ts'

export interface ActivityDependencies {
  readonly database: Database
  readonly calendars: Calendars
  /** For a credit record or instalments that a case opens; no city is known unless told. */
  readonly policyOf?: PolicyOf
  /** the data-sharing source; none is asked unless told. */
  readonly dataSharingUrl?: string | undefined
}

export type Activities = CalendarActivities &
  CreditActivities &
  DataSharingActivities &
  InstalmentActivities &
  MatterProjectionActivities &
  ParseActActivities &
  ProjectionActivities &
  ReportActivities

/** Every side effect of the workflows; each can run twice. */
export function createActivities({
  database,
  calendars,
  policyOf = () => undefined,
  dataSharingUrl,
}: ActivityDependencies): Activities {
  const ofCity = ({ city }: { readonly city: string }) => city
  return {
    ...createCalendarActivities(calendars),
    ...createDataSharingActivities({ url: dataSharingUrl }),
    ...createParseActActivities(calendars),
    ...watched(
      database,
      createProjectionActivities(database),
      ({ serviceNumber }: { readonly serviceNumber: string }) => serviceNumber,
    ),
    ...watched(database, createMatterActivities(database), ({ id }: { readonly id: string }) => id),
    ...watched(
      database,
      createCreditActivities(policyOf, calendars, (serviceNumber, order) => whoOrdered(database, serviceNumber, order)),
      ofCity,
    ),
    ...watched(database, createInstalmentActivities(policyOf, calendars), ofCity),
    ...watched(database, createReportActivities({ database, calendars, policyOf }), ofCity),
  }
}
