import { z } from 'zod'
import { CREDIT_ACTS, CREDIT_STATUSES } from '../../domain/credit/credit.ts'
import { ProblemAnswer } from './client.ts'
import { expect } from './driven-case.ts'
import { lead, officer } from './party.ts'
import type { Party } from './party.ts'
import type { Context } from './scenario.ts'
import { until } from './wait.ts'

const OFFICE = officer('office')
const RecordSchema = z.object({
  status: z.enum(CREDIT_STATUSES),
  statusName: z.string(),
  inForce: z.boolean(),
  reportedTo: z.array(z.object({ orgName: z.string() })),
})
export type CreditRecord = z.infer<typeof RecordSchema>

/**
 * the record as the office sees it, once it is as it should be. It is opened a moment after the promise was found
 * broken.
 */
export async function recordUntil(
  { client }: Context,
  recordId: string,
  what: string,
  good: (record: CreditRecord) => boolean,
): Promise<CreditRecord> {
  const ask = () =>
    client.get(OFFICE, pathOf(recordId), RecordSchema).catch((error: unknown) => {
      if (error instanceof ProblemAnswer && error.problem.code === 'credit-record-not-found') return undefined
      throw error
    })
  const record = await until(`${recordId} ${what}`, ask, (found) => found !== undefined && good(found), {
    withinMs: 20_000,
  })
  expect(record !== undefined, `信用记录 ${recordId} 应在`)
  return record
}

/**
 * what the case proposed by itself, a lead of the authority that had ordered confirms; only then it is reported.
 */
export async function confirmRecord(context: Context, recordId: string, authority: Party): Promise<CreditRecord> {
  const proposed = await recordUntil(context, recordId, '待确认', ({ status }) => status === 'proposed')
  expect(!proposed.inForce && proposed.reportedTo.length === 0, '未经确认的记录不应报送，也不应生效')
  await context.client.post(
    lead(authority.org),
    `${pathOf(recordId)}/${CREDIT_ACTS.confirmRecord.path}`,
    { confirmed: true, remarks: '整改期限、检查记录已核对' },
    z.object({ status: z.enum(CREDIT_STATUSES) }),
  )
  context.tell.act(authority.org, `负责人核对检查记录，确认信用记录 ${recordId}；确认之前没有报送任何人`)
  return recordUntil(context, recordId, '报送联合惩戒单位', ({ reportedTo }) => reportedTo.length > 0)
}

/** withdrawn with its reason: nothing is blocked any more. */
export async function withdrawRecord(context: Context, recordId: string): Promise<void> {
  await context.client.post(
    OFFICE,
    `${pathOf(recordId)}/${CREDIT_ACTS.withdrawRecord.path}`,
    { reason: '信用修复完成' },
    z.object({ status: z.enum(CREDIT_STATUSES) }),
  )
  await recordUntil(context, recordId, '撤销', ({ inForce }) => !inForce)
  context.tell.act(OFFICE.org, '信用修复完成，撤销记录，理由留存；告知承诺恢复适用')
}

function pathOf(recordId: string): string {
  return `/api/v1/credit-records/${encodeURIComponent(recordId)}`
}
