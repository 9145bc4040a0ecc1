/** R-30: what counts in a period, or is reviewed, by its events: of cases, and of the inspections after them (R-20). */
import { defined } from '../../domain/defined.ts'
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { charged } from '../../domain/assessment/assessment.ts'
import type { AssessedCount, Charge, ExceptionItem, ExceptionKind } from '../../domain/assessment/assessment.ts'
import type { Period } from '../../domain/assessment/period.ts'
import type { Database, Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { application } from '../schema/application.ts'
import { charge } from '../schema/charge.ts'
import { deadline } from '../schema/deadline.ts'
import { event } from '../schema/event.ts'
import { laterInspection } from '../schema/later-inspection.ts'
import { matterDeadline, matterEvent } from '../schema/matter.ts'

/** `from` and `to` ISO UTC, `to` not included. */
export interface CitySpan extends Pick<Period, 'from' | 'to'> {
  readonly city: string
}

/**
 * The events `e` of a city and period: `number` is the case's, `subject` the case or the later inspection that they are
 * of, `advisory` the case's (R-06). A condition on `type` reaches the index `event_assessed`; those of later
 * inspections are found by the inspections, which are few.
 */
export function assessedEvents({ city, from, to }: CitySpan): SQL {
  const within = sql`>= ${from}::timestamptz`
  const before = sql`< ${to}::timestamptz`
  const advisory = sql`${application.area} = 'elsewhere'`
  return sql`(
    select ${event.serviceNumber} as number, ${event.serviceNumber} as subject, null::text as inspection,
    ${event.seq} as seq, ${event.type} as type, ${event.at} as at, ${event.actorOrg} as by, ${event.data} as data,
    ${advisory} as advisory
    from ${event} join ${application} on ${application.serviceNumber} = ${event.serviceNumber}
    where ${application.city} = ${city} and ${event.at} ${within} and ${event.at} ${before}
    union all
    select ${laterInspection.serviceNumber}, ${matterEvent.matterId}, ${matterEvent.matterId}, ${matterEvent.seq},
    ${matterEvent.type}, ${matterEvent.at}, ${matterEvent.actorOrg}, ${matterEvent.data}, ${advisory}
    from ${laterInspection} join ${matterEvent} on ${matterEvent.matterId} = ${laterInspection.id}
    join ${application} on ${application.serviceNumber} = ${laterInspection.serviceNumber}
    where ${laterInspection.city} = ${city} and ${laterInspection.openedAt} ${before} and ${matterEvent.at} ${within}
    and ${matterEvent.at} ${before}) e`
}

type ChargedRow = { readonly org: string; readonly what: Charge; readonly advisory: boolean; readonly number: number }

const ofCases = ({ city, from, to }: CitySpan): SQL => sql`
  select ${charge.org} as org, ${charge.what} as what, ${charge.advisory} as advisory, count(*)::integer as number
  from ${charge} where ${charge.city} = ${city} and ${charge.at} >= ${from}::timestamptz
    and ${charge.at} < ${to}::timestamptz group by 1, 2, 3`

const ofInspections = ({ city, from, to }: CitySpan): SQL => sql`
  select coalesce(${matterEvent.data} ->> 'utility', ${matterEvent.data} ->> 'org') as org,
  case ${matterEvent.type} when 'promiseBroken' then 'missed' else 'ordered' end as what,
  ${application.area} = 'elsewhere' as advisory, count(*)::integer as number
  from ${laterInspection} join ${matterEvent} on ${matterEvent.matterId} = ${laterInspection.id}
  join ${application} on ${application.serviceNumber} = ${laterInspection.serviceNumber}
  where ${laterInspection.city} = ${city} and ${laterInspection.openedAt} < ${to}::timestamptz
    and ${matterEvent.type} in ('rectificationOrdered', 'promiseBroken')
    and ${matterEvent.at} >= ${from}::timestamptz and ${matterEvent.at} < ${to}::timestamptz group by 1, 2, 3`

/**
 * R-13, R-20: absences, orders and missed orders of a period, by whom they are charged to; those of later inspections
 * are found by the inspections, which are few. Throws `DatabaseError`.
 */
export async function countedEvents(database: Database | Transaction, span: CitySpan): Promise<AssessedCount[]> {
  return countsIn(database, sql`${ofCases(span)} union all ${ofInspections(span)}`)
}

/** Those of later inspections alone. */
export async function countedInspections(database: Database | Transaction, span: CitySpan): Promise<AssessedCount[]> {
  return countsIn(database, ofInspections(span))
}

async function countsIn(database: Database | Transaction, which: SQL): Promise<AssessedCount[]> {
  const rows = await guarded(() => database.execute<ChargedRow>(which))
  return rows.map(({ what, number, ...of }) => charged(what, number, of))
}

/** `subject`: the service number, or the id of the later inspection. */
export interface ExceptionCursor extends Pick<ExceptionItem, 'at' | 'seq'> {
  readonly subject: string
}

/** With the words of the case, which are for those who review. */
export interface ExceptionDetail extends ExceptionItem {
  readonly words: string
  /** Of a supplement the fields that were asked for: what is written to the user is not for review. */
  readonly asked?: readonly string[]
}

export interface ExceptionFilter extends CitySpan {
  readonly kind?: ExceptionKind | undefined
  readonly cursor?: ExceptionCursor | undefined
  readonly limit: number
}

/** R-11, R-19, R-20, R-35: what stopped, waived or prolonged. */
const EXCEPTION_IS: Readonly<Record<ExceptionKind, SQL>> = {
  stop: sql.raw(
    `(e.type in ('clockStopped', 'supplementRequested', 'approvalSupplementRequested', 'surveyPutOff')
    or e.type = 'surveyMoved' and e.data ->> 'stops' = 'true')`,
  ),
  waiver: sql.raw(`e.type = 'surveyWaived'`),
  extension: sql.raw(`(e.type in ('extensionDecided', 'worksExtensionDecided') and e.data ->> 'granted' = 'true')`),
}
const isException = sql`e.type in ('clockStopped', 'supplementRequested', 'approvalSupplementRequested', 'surveyMoved',
  'surveyPutOff', 'surveyWaived', 'extensionDecided', 'worksExtensionDecided')
  and (${sql.join(Object.values(EXCEPTION_IS), sql` or `)})`
const exceptionKind = sql`case when ${EXCEPTION_IS.waiver} then 'waiver' when ${EXCEPTION_IS.extension} then 'extension'
  else 'stop' end`
const exceptionDeadline =
  sql.raw(`case e.type when 'clockStopped' then e.data ->> 'deadline' when 'supplementRequested' then 'registration'
  when 'approvalSupplementRequested' then 'approval:' || (e.data ->> 'approval')
  when 'extensionDecided' then 'rectification:' || (e.data ->> 'order')
  when 'worksExtensionDecided' then 'works:' || (e.data ->> 'line') else 'survey' end`)
const words = sql.raw(
  `case e.type when 'supplementRequested' then ''
  when 'clockStopped' then concat_ws('；依据：', e.data ->> 'note', e.data ->> 'evidence')
  else coalesce(e.data ->> 'note', e.data ->> 'message', e.data ->> 'reason', e.data ->> 'date',
  e.data ->> 'dueDate', '') end`,
)
const asked = sql.raw(`case e.type when 'supplementRequested' then e.data -> 'items' end`)
const deadlineOwner = sql`coalesce(
  (select ${deadline.owner} from ${deadline} where e.inspection is null and ${deadline.serviceNumber} = e.subject
  and ${deadline.id} = e.deadline),
  (select ${matterDeadline.owner} from ${matterDeadline} where e.inspection is not null
  and ${matterDeadline.matterId} = e.subject and ${matterDeadline.id} = e.deadline))`

interface ExceptionRow extends Record<string, unknown> {
  kind: ExceptionKind
  number: string
  subject: string
  inspection: string | null
  seq: number
  at: string
  by: string
  deadline: string
  owner: string | null
  advisory: boolean
  words: string
  asked: string[] | null
}

const isAfter = ({ at, subject, seq }: ExceptionCursor): SQL =>
  sql`(e.at, e.subject, e.seq) > (${at}::timestamptz, ${subject}, ${seq}::integer)`

/** All stops, waivers and granted extensions of a period, the earliest first, by keyset. Throws `DatabaseError`. */
export async function exceptionsOf(
  database: Database | Transaction,
  { kind, cursor, limit, ...span }: ExceptionFilter,
): Promise<{ items: ExceptionDetail[]; next?: ExceptionCursor }> {
  const rows = await guarded(() =>
    database.execute<ExceptionRow>(sql`
    select e.*, ${deadlineOwner} as owner from (
      select ${exceptionKind} as kind, number, subject, inspection, seq, at, by, ${exceptionDeadline} as deadline,
      advisory, ${words} as words, ${asked} as asked
      from ${assessedEvents(span)} where ${isException} and ${kind === undefined ? sql`true` : EXCEPTION_IS[kind]}
        and ${cursor === undefined ? sql`true` : isAfter(cursor)}
      order by at, subject, seq limit ${limit + 1}) e order by e.at, e.subject, e.seq`),
  )
  const places = rows.slice(0, limit).map(({ subject, number, inspection, owner, at, asked: fields, ...row }) => ({
    subject,
    item: {
      ...row,
      serviceNumber: number,
      at: new Date(at).toISOString(),
      ...defined({ laterInspection: inspection ?? undefined, owner: owner ?? undefined, asked: fields ?? undefined }),
    },
  }))
  const items = places.map(({ item }) => item)
  const last = places.at(-1)
  return rows.length > limit && last !== undefined
    ? { items, next: { at: last.item.at, subject: last.subject, seq: last.item.seq } }
    : { items }
}

/** How many of each kind a period has. Throws `DatabaseError`. */
export async function countExceptions(
  database: Database | Transaction,
  span: CitySpan,
): Promise<Record<ExceptionKind, number>> {
  const rows = await guarded(() =>
    database.execute<{ kind: ExceptionKind; number: number }>(sql`
    select ${exceptionKind} as kind, count(*)::integer as number from ${assessedEvents(span)} where ${isException}
    group by 1`),
  )
  return { stop: 0, waiver: 0, extension: 0, ...Object.fromEntries(rows.map(({ kind, number }) => [kind, number])) }
}
