/** what is red and open, as the meeting is told of it. */
import { defined } from '../../domain/defined.ts'
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { MOST_LISTED } from '../../domain/assessment/meeting-report.ts'
import type { Listed, OverdueItem } from '../../domain/assessment/meeting-report.ts'
import type { Transaction } from '../client.ts'
import { MATTERS } from '../matters/kinds.ts'
import { application } from '../schema/application.ts'
import { creditRecord } from '../schema/credit.ts'
import { deadline } from '../schema/deadline.ts'
import { laterInspection } from '../schema/later-inspection.ts'
import { matterDeadline } from '../schema/matter.ts'
import { redOfCases } from './figure-changes.ts'
import { isRed } from './late-deadlines.ts'
import { listed } from './listed.ts'

/** Nothing of a matter that has ended is overdue any more, as nothing of a case is. */
const ofOpenMatter: SQL = sql`(${sql.join(
  Object.values(MATTERS).map(
    ({ table }) => sql`exists (select from ${table} m where m.id = ${matterDeadline.matterId} and m.closed_at is null)`,
  ),
  sql` or `,
)})`

/** The earliest: how many there are, nobody has to look. */
const ofCases = (city: string): SQL => sql`select ${deadline.serviceNumber} as number, 'application' as of,
  ${deadline.kind}::text as kind, ${deadline.line} as line, ${deadline.owner} as owner, ${deadline.dueAt} as due,
  ${deadline.advisory} as advisory, ${deadline.unassessed} as unassessed from ${deadline}
  where ${deadline.city} = ${city} and ${isRed}
  order by ${deadline.unassessed}, ${deadline.dueAt}, ${deadline.serviceNumber}, ${deadline.kind}::text
  limit ${MOST_LISTED}`

const ofMatters = (city: string): SQL => sql`select ${matterDeadline.matterId}, ${matterDeadline.matterKind}::text,
  ${matterDeadline.kind}::text, ${matterDeadline.line}, ${matterDeadline.owner}, ${matterDeadline.dueAt},
  coalesce((select ${application.area} = 'elsewhere' from ${laterInspection} join ${application}
    on ${application.serviceNumber} = ${laterInspection.serviceNumber}
    where ${laterInspection.id} = ${matterDeadline.matterId}), false), false
  from ${matterDeadline} where ${matterDeadline.city} = ${city} and ${matterDeadline.metAt} is null
  and ${matterDeadline.supersededAt} is null and ${matterDeadline.passedAt} is not null
    and ${matterDeadline.owner} <> 'applicant' and ${ofOpenMatter}
    and not exists (select from ${creditRecord} where ${creditRecord.id} = ${matterDeadline.matterId}
      and ${creditRecord.confined})`

/**
 * Organisations' red deadlines that are still open, of applications and matters: those that are assessed before those
 * that are not yet (R-33⁺), the longest overdue first. What a user has not paid or added is no organisation's delay;
 * what a confined record waits for would tell of it (R-29).
 */
export async function overdueNow(transaction: Transaction, city: string): Promise<Listed<OverdueItem>> {
  const rows = await transaction.execute<{
    number: string
    of: OverdueItem['of']
    kind: OverdueItem['kind']
    line: string | null
    owner: string
    due: string
    advisory: boolean
    unassessed: boolean
    total: number
  }>(sql`
    with of_cases as (${ofCases(city)}), of_matters as materialized (${ofMatters(city)})
    select *, ${redOfCases(city)} + (select count(*) from of_matters)::integer as total
    from (select * from of_cases union all select * from of_matters) red
    order by unassessed, due, number, kind limit ${MOST_LISTED}`)
  return listed([...rows], ({ number, of, kind, line, owner, due, advisory, unassessed }) => ({
    number,
    of,
    kind,
    ...defined({ line: line ?? undefined }),
    owner,
    dueAt: new Date(due).toISOString(),
    advisory,
    ...(unassessed ? { unassessed: true as const } : {}),
  }))
}
