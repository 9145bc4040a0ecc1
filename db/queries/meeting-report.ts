/**
 * what the quarterly meeting is told besides the figures. Lists are cut at MOST_LISTED; their totals are whole.
 */
import { defined } from '../../domain/defined.ts'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { maskName, maskPerson } from '../../domain/demand/formats.ts'
import { MOST_LISTED } from '../../domain/assessment/meeting-report.ts'
import type { Disputes, Listed, OverdueItem } from '../../domain/assessment/meeting-report.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import type { Transaction } from '../client.ts'
import { MATTERS } from '../matters/kinds.ts'
import { application } from '../schema/application.ts'
import { creditRecord } from '../schema/credit.ts'
import { deadline } from '../schema/deadline.ts'
import { event } from '../schema/event.ts'
import { laterInspection } from '../schema/later-inspection.ts'
import { matterDeadline } from '../schema/matter.ts'
import { serviceLine } from '../schema/parts.ts'
import { rating } from '../schema/rating.ts'
import { transfer } from '../schema/transfer.ts'
import { assessedEvents } from './assessment.ts'
import type { CitySpan } from './assessment.ts'

const total = sql<number>`(count(*) over ())::integer`

function listed<Row extends { readonly total: number }, Item>(
  rows: readonly Row[],
  item: (row: Omit<Row, 'total'>) => Item,
): Listed<Item> {
  return { total: rows[0]?.total ?? 0, items: rows.map(({ total: _total, ...row }) => item(row)) }
}

/** Nothing of a matter that has ended is overdue any more, as nothing of a case is. */
function openMatters(city: string): SQL {
  return sql.join(
    Object.values(MATTERS).map(({ table }) => sql`select id from ${table} where city = ${city} and closed_at is null`),
    sql` union all `,
  )
}

/**
 * Organisations' red deadlines that are still open, of applications and matters, the longest overdue first. What a user
 * has not paid or added is no organisation's delay.
 */
export async function overdueNow(transaction: Transaction, city: string): Promise<Listed<OverdueItem>> {
  const awaitsOpinion = sql`exists (select 1 from ${serviceLine}
    where ${serviceLine.serviceNumber} = ${deadline.serviceNumber} and ${serviceLine.status} = 'awaitingOpinion')`
  const alive = sql`(${deadline.kind} in ('rectification', 'emergencyRepair')
    or not jsonb_exists(${application.state}, 'withdrawn'))`
  const rows = await transaction.execute<{
    number: string
    of: OverdueItem['of']
    kind: OverdueItem['kind']
    line: string | null
    owner: string
    due: string
    advisory: boolean
    total: number
  }>(sql`
    select number, of, kind, line, owner, due, advisory, ${total} as total from (
      select ${deadline.serviceNumber} as number, 'application' as of, ${deadline.kind}::text as kind,
      ${deadline.line} as line, ${deadline.owner} as owner, ${deadline.dueAt} as due, ${deadline.advisory} as advisory
      from ${deadline} join ${application} on ${application.serviceNumber} = ${deadline.serviceNumber}
      where ${deadline.city} = ${city} and ${deadline.metAt} is null and ${deadline.supersededAt} is null
      and ${deadline.passedAt} is not null and ${application.closedAt} is null
        and ${alive} and (${deadline.kind} <> 'survey' or ${awaitsOpinion})
      union all
      select ${matterDeadline.matterId}, ${matterDeadline.matterKind}::text, ${matterDeadline.kind}::text,
      ${matterDeadline.line}, ${matterDeadline.owner}, ${matterDeadline.dueAt},
      coalesce(${application.area} = 'elsewhere', false)
      from ${matterDeadline} left join ${laterInspection} on ${laterInspection.id} = ${matterDeadline.matterId}
      left join ${application} on ${application.serviceNumber} = ${laterInspection.serviceNumber}
      where ${matterDeadline.city} = ${city} and ${matterDeadline.metAt} is null
      and ${matterDeadline.supersededAt} is null and ${matterDeadline.passedAt} is not null
        and ${matterDeadline.owner} <> 'applicant' and ${matterDeadline.matterId} in (${openMatters(city)})
    ) red order by due, number, kind limit ${MOST_LISTED}`)
  return listed([...rows], ({ number, of, kind, line, owner, due, advisory }) => ({
    number,
    of,
    kind,
    ...defined({ line: line ?? undefined }),
    owner,
    dueAt: new Date(due).toISOString(),
    advisory,
  }))
}

/** What is in dispute as it stands; broken promises are those of the quarter. */
export async function disputesOf(
  transaction: Transaction,
  { city, from, to }: { readonly city: string; readonly from: string; readonly to: string },
): Promise<Disputes> {
  return {
    contested: await contestedRecords(transaction, city),
    broken: await brokenPromises(transaction, { city, from, to }),
    refused: await refusedApprovals(transaction, city),
    ratings: await unansweredRatings(transaction, city),
    accounts: await failedAccounts(transaction, city),
  }
}

async function contestedRecords(transaction: Transaction, city: string): Promise<Disputes['contested']> {
  const rows = await transaction
    .select({ id: creditRecord.id, state: creditRecord.state, openedAt: creditRecord.openedAt, total })
    .from(creditRecord)
    .where(and(eq(creditRecord.city, city), eq(creditRecord.status, 'contested')))
    .orderBy(asc(creditRecord.openedAt), asc(creditRecord.id))
    .limit(MOST_LISTED)
  return listed(rows, ({ id, openedAt, state: { subject, source, contest } }) => ({
    recordId: id,
    subject:
      subject.org !== undefined
        ? subject.name
        : subject.identityNumber === undefined
          ? maskName(subject.name)
          : maskPerson(subject.name),
    ...defined({ org: subject.org, serviceNumber: source.serviceNumber }),
    since: contest?.at ?? openedAt,
  }))
}

/** In a case, or after it: the order says which. */
async function brokenPromises(transaction: Transaction, span: CitySpan): Promise<Disputes['broken']> {
  const rows = await transaction.execute<{
    serviceNumber: string
    at: string
    data: { org: string; order: string; promises: number[] }
    total: number
  }>(sql`
    select number as "serviceNumber", at, data, ${total} as total from ${assessedEvents(span)}
    where type = 'promiseBroken' order by at, subject, seq limit ${MOST_LISTED}`)
  return listed([...rows], ({ serviceNumber, at, data: { org, order, promises } }) => ({
    serviceNumber,
    org,
    order,
    promises,
    at: new Date(at).toISOString(),
  }))
}

const MOST_CASES = 1_000

/** Of the open cases that an authority ever refused something. */
async function refusedApprovals(transaction: Transaction, city: string): Promise<Disputes['refused']> {
  const refused = sql`exists (select 1 from ${event} where ${event.serviceNumber} = ${application.serviceNumber}
    and ${event.type} = 'approvalDecided' and ${event.data} ->> 'approved' = 'false')`
  const cases = await transaction
    .select({ state: application.state })
    .from(application)
    .where(and(eq(application.city, city), isNull(application.closedAt), refused))
    .orderBy(asc(application.registeredAt), asc(application.serviceNumber))
    .limit(MOST_CASES)
  const all = cases.flatMap(({ state }) => awaitingRedesign(state))
  return { total: all.length, items: all.slice(0, MOST_LISTED) }
}

/** refused, needed still, and neither designed anew nor applied for again. */
function awaitingRedesign(
  state: Pick<CaseState, 'serviceNumber' | 'approvals' | 'lines' | 'withdrawn'>,
): Disputes['refused']['items'] {
  const approvals = Object.values(state.approvals)
  const designsOf = (org: string) =>
    Object.values(state.lines)
      .filter(({ utility }) => utility === org)
      .reduce((sum, { works }) => sum + (works?.designs ?? 0), 0)
  return approvals
    .filter(
      ({ status, org, key, authority, appliedAt, designs, lines }) =>
        state.withdrawn === undefined &&
        status === 'refused' &&
        designsOf(org) <= designs &&
        lines.some((line) => state.lines[line]?.status === 'outerWorks') &&
        !approvals.some(
          (later) =>
            later.org === org && later.key === key && later.authority === authority && later.appliedAt > appliedAt,
        ),
    )
    .map(({ id, org, authority, appliedAt, decidedAt }) => ({
      serviceNumber: state.serviceNumber,
      approval: id,
      org,
      authority,
      since: decidedAt ?? appliedAt,
    }))
}

async function unansweredRatings(transaction: Transaction, city: string): Promise<Disputes['ratings']> {
  const rows = await transaction
    .select({ serviceNumber: rating.serviceNumber, state: rating.state, openedAt: rating.openedAt, total })
    .from(rating)
    .where(and(eq(rating.city, city), eq(rating.status, 'awaitingAnswer')))
    .orderBy(asc(rating.openedAt), asc(rating.id))
    .limit(MOST_LISTED)
  return listed(rows, ({ serviceNumber, state: { answerer }, openedAt }) => ({
    serviceNumber,
    answerer,
    since: openedAt,
  }))
}

/** Those whose transfer goes on. */
async function failedAccounts(transaction: Transaction, city: string): Promise<Disputes['accounts']> {
  const rows = await transaction.execute<{
    number: string
    account: string
    utility: string
    since: string
    total: number
  }>(sql`
    select ${transfer.id} as number, account.value ->> 'id' as account, account.value ->> 'utility' as utility,
    account.value -> 'failure' ->> 'at' as since, ${total} as total
    from ${transfer} cross join lateral jsonb_each(${transfer.state} -> 'accounts') account
    where ${transfer.city} = ${city} and ${transfer.closedAt} is null and account.value ->> 'status' = 'failed'
    order by since, number, account limit ${MOST_LISTED}`)
  return listed([...rows], (row) => row)
}
