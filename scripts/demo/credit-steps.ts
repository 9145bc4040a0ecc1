import { z } from 'zod'
import { CREDIT_ACTS, CREDIT_STATUSES } from '../../domain/credit/credit.ts'
import type { CreditAct } from '../../domain/credit/credit.ts'
import type { CreditBodies } from '../../domain/credit/credit.schema.ts'
import type { ProblemCode } from '../../domain/problem.ts'
import { ProblemAnswer } from './client.ts'
import { expect } from './driven-case.ts'
import { lead, officer } from './party.ts'
import type { Party } from './party.ts'
import type { Context } from './scenario.ts'
import { until } from './wait.ts'
import { dateAhead } from './works-steps.ts'

const OFFICE = officer('office')
const RecordSchema = z.object({
  status: z.enum(CREDIT_STATUSES),
  statusName: z.string(),
  inForce: z.boolean(),
  blockable: z.array(z.string()).optional(),
  reportedTo: z.array(z.object({ orgName: z.string() })),
  deadlines: z.array(z.object({ id: z.string(), name: z.string(), dueAt: z.string() })),
})
type CreditRecord = z.infer<typeof RecordSchema>

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

/** One act on a record; told where there is something to tell. */
export async function actOn<A extends CreditAct>(
  { client, tell }: Context,
  recordId: string,
  party: Party,
  act: A,
  body: CreditBodies[A],
  told: string,
): Promise<void> {
  const path = `${pathOf(recordId)}/${CREDIT_ACTS[act].path}`
  await client.post(party, path, body, z.object({ status: z.enum(CREDIT_STATUSES) }))
  tell.act(party.org, told)
}

/** The party tries what is not allowed: refused with this code. */
export async function refusedOn<A extends CreditAct>(
  { client, tell }: Context,
  recordId: string,
  party: Party,
  act: A,
  body: CreditBodies[A],
  code: ProblemCode,
): Promise<void> {
  const path = `${pathOf(recordId)}/${CREDIT_ACTS[act].path}`
  const answer = await client.post(party, path, body, z.unknown()).then(
    () => undefined,
    (error: unknown) => error,
  )
  const { name } = CREDIT_ACTS[act]
  expect(
    answer instanceof ProblemAnswer && answer.problem.code === code,
    `${name}：应以 ${code} 拒绝，实得 ${answer instanceof Error ? answer.message : '受理'}`,
  )
  tell.act(party.org, `${name} → 拒绝：${answer.problem.title}（${answer.problem.detail}）`)
}

export const NOTICE = {
  reason: '责令限期整改，逾期未整改',
  basis: '《城市道路管理条例》第四十二条；国办发〔2020〕49号',
  grade: 'minor',
  months: 3,
  delivery: 'online',
} as const

/** In force since today. */
export function penaltyOf({ city }: Context, issuer: string) {
  const today = dateAhead(city.hours, 0)
  return { kind: 'penalty' as const, number: '赤城管罚决〔2026〕12号', issuer, date: today, inForceFrom: today }
}

/**
 * what the case proposed by itself: an officer tells the subject beforehand, who answers; a lead, who neither
 * ordered nor told, decides on a document in force. Only then it is reported.
 */
export async function recordByDueProcess(
  context: Context,
  recordId: string,
  { authority, subject }: { readonly authority: string; readonly subject: Party },
): Promise<CreditRecord> {
  const { tell } = context
  const proposed = await recordUntil(context, recordId, '待事先告知', ({ status }) => status === 'proposed')
  expect(!proposed.inForce && proposed.reportedTo.length === 0, '未经认定的记录不应报送，也不应生效')
  const { blockable: approvals = [] } = proposed
  const document = penaltyOf(context, tell.nameOf(authority))
  await actOn(
    context,
    recordId,
    officer(authority),
    'giveNotice',
    { ...NOTICE, approvals, document },
    `事先告知：依据 ${document.number}，拟认定轻微失信、3 个月`,
  )
  await actOn(
    context,
    recordId,
    subject,
    'answerNotice',
    { waived: false, statement: '因雨停工，已在整改' },
    '陈述申辩：因雨停工，已在整改',
  )
  await actOn(
    context,
    recordId,
    lead(authority),
    'decideRecord',
    {
      outcome: 'recorded',
      grade: 'minor',
      months: 3,
      approvals,
      reason: '逾期属实',
      onAnswer: '期限内并未申请延期，不予采纳',
    },
    `负责人认定：轻微失信，3 个月；此前没有报送任何人`,
  )
  return recordUntil(context, recordId, '报送联合惩戒单位', ({ reportedTo }) => reportedTo.length > 0)
}

/** repaired: checked by one person, decided by another; nothing is blocked any more. */
export async function repairRecord(
  context: Context,
  recordId: string,
  { authority, subject }: { readonly authority: string; readonly subject: Party },
): Promise<void> {
  const of = [context, recordId] as const
  await actOn(...of, subject, 'requestRepair', { correction: '已整改并复查通过' }, '申请信用修复：已整改并复查通过')
  await actOn(...of, officer(authority), 'acceptRepair', { accepted: true, remarks: '复查记录属实' }, '核对属实，受理')
  await refusedOn(
    ...of,
    officer(authority),
    'decideRepair',
    { granted: true, reason: '已纠正' },
    'second-person-required',
  )
  await actOn(
    ...of,
    lead(authority),
    'decideRepair',
    { granted: true, reason: '已纠正' },
    '另一人决定：予以修复，告知承诺恢复适用',
  )
  await recordUntil(context, recordId, '修复', ({ status, inForce }) => status === 'repaired' && !inForce)
}

export function pathOf(recordId: string): string {
  return `/api/v1/credit-records/${encodeURIComponent(recordId)}`
}
