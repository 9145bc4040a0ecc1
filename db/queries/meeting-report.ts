/**
 * what the quarterly meeting is told besides the figures. Lists are cut at MOST_LISTED; their totals are whole.
 */
import { defined } from '../../domain/defined.ts'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { maskUser } from '../../domain/masking/masking.ts'
import { MOST_LISTED } from '../../domain/assessment/meeting-report.ts'
import type { Disputes } from '../../domain/assessment/meeting-report.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import type { Transaction } from '../client.ts'
import { application } from '../schema/application.ts'
import { creditRecord } from '../schema/credit.ts'
import { event } from '../schema/event.ts'
import type { Side } from '../../domain/connection/side.ts'
import { rating } from '../schema/rating.ts'
import { transfer } from '../schema/transfer.ts'
import { assessedEvents } from './assessment.ts'
import type { CitySpan } from './assessment.ts'
import { listed, total } from './listed.ts'

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
    missed: await contestedClaims(transaction, city),
  }
}

async function contestedRecords(transaction: Transaction, city: string): Promise<Disputes['contested']> {
  const rows = await transaction
    .select({ id: creditRecord.id, state: creditRecord.state, openedAt: creditRecord.openedAt, total })
    .from(creditRecord)
    .where(and(eq(creditRecord.city, city), eq(creditRecord.status, 'contested'), eq(creditRecord.confined, false)))
    .orderBy(asc(creditRecord.openedAt), asc(creditRecord.id))
    .limit(MOST_LISTED)
  return listed(rows, ({ id, openedAt, state: { subject, source, contest } }) => ({
    recordId: id,
    subject:
      subject.org !== undefined
        ? subject.name
        : maskUser(subject.identityNumber === undefined ? 'enterprise' : 'individual', subject.name),
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

/** by whoever has still to answer: the office, and who was rated badly. */
async function unansweredRatings(transaction: Transaction, city: string): Promise<Disputes['ratings']> {
  const rows = await transaction.execute<{ serviceNumber: string; answerer: string; since: string; total: number }>(sql`
    select ${rating.serviceNumber} as "serviceNumber", answerer.org as answerer, ${rating.openedAt} as since,
    ${total} as total from ${rating} cross join lateral unnest(${rating.awaited}) answerer (org)
    where ${rating.city} = ${city} and ${rating.status} = 'awaitingAnswer'
    order by ${rating.openedAt}, ${rating.id}, answerer.org limit ${MOST_LISTED}`)
  return listed([...rows], ({ serviceNumber, answerer, since }) => ({
    serviceNumber,
    answerer,
    since: new Date(since).toISOString(),
  }))
}

/** contested, and not decided by the window. */
async function contestedClaims(transaction: Transaction, city: string): Promise<NonNullable<Disputes['missed']>> {
  const rows = await transaction.execute<{
    serviceNumber: string
    line: string
    claim: string
    toldBy: Side
    since: string
    total: number
  }>(sql`
    select ${application.serviceNumber} as "serviceNumber", claim.value ->> 'line' as line, claim.key as claim,
    claim.value ->> 'by' as "toldBy", claim.value -> 'answer' ->> 'at' as since, ${total} as total
    from ${application} cross join lateral jsonb_each(${application.state} -> 'missed') claim
    where ${application.city} = ${city} and ${application.closedAt} is null
      and claim.value -> 'answer' is not null and claim.value -> 'settled' is null
    order by since, "serviceNumber", claim limit ${MOST_LISTED}`)
  return listed([...rows], (row) => row)
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
