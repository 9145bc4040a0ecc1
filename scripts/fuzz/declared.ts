/**
 * The only findings of Schemathesis that are none: a request that its document allows is refused by a rule that no
 * document of this kind can say, and what is ended is kept. By problem code, each with its reason; nothing else is
 * declared away.
 */
import type { ProblemCode } from '../../domain/problem.ts'
import type { Finding } from './findings.ts'

/** Only where what was sent is well formed and is refused all the same: never a 5xx, never an answer's own form. */
const CHECK = 'positive_data_acceptance'

const BY_CODE: Readonly<Partial<Record<ProblemCode, string>>> = {
  ...because('所指须在本件、本事项之中，文档不知道有哪些', [
    'line-unknown',
    'account-unknown',
    'deadline-unknown',
    'task-unknown',
    'repair-unknown',
    'order-unknown',
    'source-unknown',
    'approval-unknown',
    'touch-unknown',
    'claim-unknown',
    'revocation-unknown',
    'section-not-surveyed',
    'file-unknown',
  ]),
  ...because('填得全不全、互相合不合，要看本件进行到哪里、由谁来填', [
    'opinion-incomplete',
    'opinion-contradictory',
    'supplement-incomplete',
    'approval-missing',
    'inspection-contradictory',
    'amount-mismatch',
    'approval-surplus',
    'section-missing',
    'touch-outside-remit',
    'promise-beyond-limits',
    'beyond-notice',
    'grade-contradictory',
  ]),
  ...because('文件是什么，看的是内容，文档只说得出是一串字节', ['file-type-not-allowed', 'file-unreadable']),
  ...because('日子合不合适，要看今天、工作日历与本件的时限', [
    'date-past',
    'date-too-early',
    'date-not-working-day',
    'visit-time-unsuitable',
    'appointment-past',
    'appointment-too-far',
    'period-out-of-range',
    'calendar-year-unknown',
  ]),
  ...because('推送到哪里，由部署的名单决定', ['receiver-not-allowed']),
  ...because('翻页游标只认上一页给出的', ['cursor-invalid']),
}

/** Of `validation-failed`, for each thing that is wrong: what no JSON Schema says. */
const FIELD_CODES: Readonly<Record<string, string>> = {
  custom: '校验位、先后、互相依存、日历：JSON Schema 写不出的约束',
  'validation-failed': '本市的配置里没有的渠道、单位、服务',
}

/** what is ended is no longer used; what was sent, and who let it be sent, stays on record. */
const ENDED = {
  check: 'use_after_free',
  operation: 'DELETE /api/v1/subscriptions/{id}',
  code: 'subscription-ended',
  reason: '停用不是删除：送到何处、谁准的，留有记录可查',
} as const

/** Why this is no fault; undefined where it is one. */
export function reasonFor(finding: Finding): string | undefined {
  return reasonOfRefusal(finding) ?? reasonOfEnded(finding)
}

function reasonOfEnded({ check, operation, status, problem, request }: Finding): string | undefined {
  if (check !== ENDED.check || operation !== ENDED.operation) return undefined
  const isRead = status === 200 && request.startsWith('GET ')
  return isRead || problem?.code === ENDED.code ? ENDED.reason : undefined
}

function reasonOfRefusal({ check, problem }: Finding): string | undefined {
  if (check !== CHECK || problem === undefined) return undefined
  if (problem.code !== 'validation-failed') return BY_CODE[problem.code]
  const reasons = problem.fieldCodes.map((code) => FIELD_CODES[code])
  return reasons.length > 0 && reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined
}

function because(reason: string, codes: readonly ProblemCode[]): Partial<Record<ProblemCode, string>> {
  return Object.fromEntries(codes.map((code) => [code, reason]))
}
