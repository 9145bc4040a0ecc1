/** what authorities did with credit records in a period, and how they kept their clocks. */
import { sql } from 'drizzle-orm'
import type { CreditFigures } from '../../domain/assessment/credit-figures.ts'
import { NO_CREDIT_FIGURES } from '../../domain/assessment/credit-figures.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { creditRecord } from '../schema/credit.ts'
import { matterDeadline, matterEvent } from '../schema/matter.ts'
import type { CitySpan } from './assessment.ts'

interface Row extends Record<string, unknown> {
  readonly org: string
  readonly what: keyof Omit<CreditFigures, 'org'>
  readonly number: number
}

/** Whose record it is, as `authorityOf` has it. */
const authority = sql`coalesce(${creditRecord.state} ->> 'orderedBy', ${creditRecord.state} -> 'confirmers' ->> 0,
  nullif(${creditRecord.state} -> 'openedBy' ->> 'org', 'system'), ${creditRecord.state} ->> 'decider')`

/** Of 0.5: a confirmation made the record, a rejection dismissed it; before 0.4 the opening did, and counts as that. */
const what = sql`case ${matterEvent.type}
  when 'recordOpened' then 'opened' when 'noticeGiven' then 'noticed' when 'answerFiled' then 'answered'
  when 'recordDecided' then ${matterEvent.data} ->> 'outcome'
  when 'recordConfirmed' then 'recorded' when 'recordRejected' then 'dismissed'
  when 'recordContested' then 'contested' when 'recordWithdrawn' then 'withdrawn'
  when 'contestDecided' then case when ${matterEvent.data} ->> 'upheld' = 'true' then 'upheld' end
  when 'repairRequested' then 'repairsAsked' when 'recordRepaired' then 'repaired' end`

/** By organisation, of those with any; records are few, and found by their city. Throws `DatabaseError`. */
export async function creditFiguresOf(
  database: Database,
  { city, from, to }: CitySpan,
): Promise<readonly CreditFigures[]> {
  const rows = await guarded(() =>
    database.execute<Row>(sql`
    select org, what, count(*)::integer as number from (
      select ${authority} as org, ${what} as what, ${matterEvent.at} as at
      from ${creditRecord} join ${matterEvent} on ${matterEvent.matterId} = ${creditRecord.id}
      where ${creditRecord.city} = ${city}
      union all
      select ${matterDeadline.owner},
        case when ${matterDeadline.passedAt} is not null then 'overdue'
          when ${matterDeadline.metAt} is not null then 'onTime'
          when ${matterDeadline.supersededAt} is null then 'running' end,
        case when ${matterDeadline.passedAt} is null and ${matterDeadline.metAt} is not null
          then ${matterDeadline.metAt} else ${matterDeadline.dueAt} end
      from ${creditRecord} join ${matterDeadline} on ${matterDeadline.matterId} = ${creditRecord.id}
      where ${creditRecord.city} = ${city} and ${matterDeadline.kind} not in ('statement', 'objection')
    ) counted where what is not null and at >= ${from}::timestamptz and at < ${to}::timestamptz group by org, what`),
  )
  const byOrg = Map.groupBy([...rows], ({ org }) => org)
  return [...byOrg].map(([org, counts]) => ({
    ...NO_CREDIT_FIGURES,
    org,
    ...Object.fromEntries(counts.map(({ what: name, number }) => [name, number])),
  }))
}
