/** the figures of a period's deadlines, added up by PostgreSQL: what `Tally.deadline` does one by one. */
import { eq, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { NO_FIGURES } from '../../domain/assessment/assessment.ts'
import type { Figures, SummedDeadlines } from '../../domain/assessment/assessment.ts'
import { CalendarRangeError } from '../../domain/clocks/working-time.ts'
import type { Database, Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { application } from '../schema/application.ts'
import { deadline } from '../schema/deadline.ts'
import { laterInspection } from '../schema/later-inspection.ts'
import { matterDeadline } from '../schema/matter.ts'
import {
  endedAt,
  hasInspections,
  inspectionEndedAt,
  isOfInspection,
  isToday,
  ofCases,
  ofInspections,
  resultOf,
} from './counting.ts'
import type { CountedSpan } from './counting.ts'
import { withUse } from './used-time.ts'
import type { UsedTime } from './used-time.ts'

export type FiguresRequest = CountedSpan & UsedTime

type SummedRow = Pick<SummedDeadlines, 'owner' | 'kind' | 'advisory'> &
  Pick<Figures, 'volume' | 'onTime' | 'overdue' | 'running' | 'measured' | 'useSum' | 'worstUse'> & {
    readonly beyond: number | null
  }

/** By owner, kind and whether it binds. Throws `DatabaseError`, and `CalendarRangeError` as `useOf` does. */
export function figuresOfDeadlines(
  database: Database | Transaction,
  request: FiguresRequest,
): Promise<readonly SummedDeadlines[]> {
  return addedUp(database, countedRows(request), request)
}

/** Of the orders of later inspections alone. */
export async function figuresOfInspections(
  database: Database | Transaction,
  request: FiguresRequest,
): Promise<readonly SummedDeadlines[]> {
  const ofThem = hasInspections(request) ? dated(request) : undefined
  return ofThem === undefined ? [] : addedUp(database, inspectionRows(ofThem), request)
}

async function addedUp(
  database: Database | Transaction,
  counted: SQL,
  request: UsedTime,
): Promise<readonly SummedDeadlines[]> {
  const rows = await guarded(() =>
    database.execute<SummedRow>(sql`${withUse(counted, request)}
    select owner, kind, advisory, count(*)::integer as volume,
      (count(*) filter (where result = 'onTime'))::integer as "onTime",
      (count(*) filter (where result = 'overdue'))::integer as overdue,
      (count(*) filter (where result = 'running'))::integer as running,
      count(use)::integer as measured, coalesce(sum(use), 0) as "useSum", coalesce(max(use), 0) as "worstUse",
      (min(extract(year from case when until_due is null then due_at else end_at end))
        filter (where result <> 'running' and minutes > 0 and use is null))::integer as beyond
    from used group by owner, kind, advisory`),
  )
  return rows.map(({ owner, kind, advisory, beyond, ...figures }) => {
    if (beyond !== null) throw new CalendarRangeError(beyond, request.calendar)
    return { owner, kind, advisory, figures: { ...NO_FIGURES, ...figures } }
  })
}

function countedRows(request: FiguresRequest): SQL {
  const parts = [
    caseRows(ofCases.dated(request)),
    ...(isToday(request) ? [caseRows(ofCases.standing(request))] : []),
    ...(hasInspections(request) ? [inspectionRows(dated(request))] : []),
  ]
  return sql.join(parts, sql` union all `)
}

function dated(request: FiguresRequest): SQL | undefined {
  return ofInspections.dated({ ...request, kinds: undefined })
}

function caseRows(which: SQL | undefined): SQL {
  return sql`select ${deadline.owner} as owner, ${deadline.kind}::text as kind, ${deadline.advisory} as advisory,
    ${resultOf(ofCases)} as result, ${deadline.length} as length, ${deadline.minutes} as minutes,
    ${deadline.dueAt} as due_at, ${deadline.stoppedAt} as stopped_at, ${deadline.passedAt} as passed_at,
    ${deadline.metAt} as met_at, ${endedAt} as ended_at from ${deadline} where ${which}`
}

function inspectionRows(which: SQL | undefined): SQL {
  return sql`select ${matterDeadline.owner} as owner, ${matterDeadline.kind}::text as kind,
    ${application.area} = 'elsewhere' as advisory, ${resultOf(ofInspections)} as result,
    ${matterDeadline.length} as length, ${matterDeadline.minutes} as minutes, ${matterDeadline.dueAt} as due_at,
    null::timestamptz as stopped_at, ${matterDeadline.passedAt} as passed_at, ${matterDeadline.metAt} as met_at,
    ${inspectionEndedAt} as ended_at
    from ${matterDeadline} join ${laterInspection} on ${isOfInspection}
    join ${application} on ${eq(application.serviceNumber, laterInspection.serviceNumber)} where ${which}`
}
