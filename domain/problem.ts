import { defined } from './defined.ts'
/** RFC 9457 problems: stable codes for machines, Chinese titles for people. */
export const PROBLEMS = {
  'malformed-json': { status: 400, title: '请求体不是合法的 JSON' },
  'not-utf-8': { status: 400, title: '内容不是 UTF-8 编码' },
  'field-repeated': { status: 400, title: '同一字段写了两次' },
  'idempotency-key-missing': { status: 400, title: '缺少 Idempotency-Key 请求头' },
  'cursor-invalid': { status: 400, title: '翻页游标无效' },
  'payload-foreign': { status: 400, title: '内容不是由本系统加密送来的' },
  unauthenticated: { status: 401, title: '未登录或令牌无效' },
  'token-expired': { status: 401, title: '令牌已过期' },
  'token-revoked': { status: 401, title: '令牌已被吊销' },
  forbidden: { status: 403, title: '无权进行此操作' },
  'identity-unverified': { status: 403, title: '令牌未注明已核实的身份' },
  'authorisation-required': { status: 403, title: '代他人申请须有授权记录' },
  'second-person-required': { status: 403, title: '须由另一人确认' },
  'not-concerned': { status: 403, title: '本单位与此申请无关' },
  'application-not-found': { status: 404, title: '没有这个联合报装服务编号' },
  'transfer-not-found': { status: 404, title: '没有这个联动过户编号' },
  'credit-record-not-found': { status: 404, title: '没有这条信用记录' },
  'rating-not-found': { status: 404, title: '该申请尚未评价' },
  'report-not-found': { status: 404, title: '没有这个季度的联席会议报告' },
  'instalments-not-found': { status: 404, title: '没有这份分期' },
  'later-inspection-not-found': { status: 404, title: '没有这次后续监管检查' },
  'replay-not-found': { status: 404, title: '没有这次重放' },
  'request-not-found': { status: 404, title: '没有这个办理请求' },
  'file-not-found': { status: 404, title: '没有这个文件' },
  'guidance-not-found': { status: 404, title: '没有这条引导记录' },
  'inquiry-not-found': { status: 404, title: '没有这次咨询' },
  'document-not-found': { status: 404, title: '没有这份文书' },
  'route-not-found': { status: 404, title: '没有这个地址' },
  'organisation-not-found': { status: 404, title: '没有这个单位' },
  'subscription-not-found': { status: 404, title: '没有这个订阅' },
  'dead-letter-not-found': { status: 404, title: '没有这份死信' },
  'method-not-allowed': { status: 405, title: '该地址不支持此方法' },
  'application-closed': { status: 409, title: '该申请已办结或已撤回' },
  'matter-closed': { status: 409, title: '该事项已经办结' },
  'wrong-stage': { status: 409, title: '当前阶段不能进行此操作' },
  'already-done': { status: 409, title: '此事已经办过' },
  'already-claimed': { status: 409, title: '该申请已由他人认领，或另有承接人' },
  'corrections-exhausted': { status: 409, title: '更正次数已满' },
  'too-many-open': { status: 409, title: '该申请人在办的申请已达上限' },
  'account-being-moved': { status: 409, title: '该账户正在过户' },
  'too-many-files': { status: 409, title: '本件的文件已达上限' },
  'survey-closed': { status: 409, title: '联合踏勘已结束，意见不能再更改' },
  'no-outer-works': { status: 409, title: '该项服务没有外线工程' },
  'no-common-section': { status: 409, title: '两项外线工程没有共同路段' },
  'document-not-ready': { status: 409, title: '办理尚未到出具该文书的时候' },
  'road-closed': { status: 409, title: '道路交付、大修未满年限，未经市人民政府批准不得挖掘' },
  'approval-expired': { status: 409, title: '审批的有效期已满，延期批准前不得施工' },
  'approval-lacking': { status: 409, title: '依法须有的审批尚未取得，不得开工' },
  'commitment-required': { status: 409, title: '未签署承诺书，不得施工' },
  'plan-missing': { status: 409, title: '设计方案或施工方案尚未提交' },
  'handover-missing': { status: 409, title: '管线交底未完成，不得开工' },
  'variation-required': { status: 409, title: '批准或承诺的施工时间、路段须先申请变更' },
  'works-too-early': { status: 409, title: '未到承诺的施工日期' },
  'acceptance-not-filed': { status: 409, title: '承办单位尚未验收备案' },
  'works-not-completed': { status: 409, title: '工程尚未完工' },
  'inspection-missing': { status: 409, title: '应有的施工监管检查尚未通过' },
  'verification-missing': { status: 409, title: '承诺尚未在回填前核查' },
  'backfill-missing': { status: 409, title: '尚未报告回填' },
  'participants-unnamed': { status: 409, title: '设计、施工或监理单位尚未写明，不得开工' },
  'works-stopped': { status: 409, title: '已责令停工或审批已被撤销，不得施工' },
  'revocation-pending': { status: 409, title: '正在办理撤销审批' },
  'hearing-missing': { status: 409, title: '要求的听证尚未举行' },
  'answer-pending': { status: 409, title: '陈述申辩的期限未满' },
  'site-not-safe': { status: 409, title: '现场尚未处于安全状态' },
  'rectification-open': { status: 409, title: '整改尚未复查通过' },
  'signature-required': { status: 409, title: '分期由双方签字' },
  'plan-open': { status: 409, title: '已有分期方案待对方签字' },
  'deposit-not-offered': { status: 409, title: '本市没有暂收工程款的办法' },
  'demand-incomplete': { status: 409, title: '需求信息尚不完整' },
  'own-clock': { status: 403, title: '不能停自己的表' },
  'clock-not-running': { status: 409, title: '该时限没有在走' },
  'term-over': { status: 409, title: '期限已过' },
  'guidance-already-recorded': { status: 409, title: '本单位已就同一项目、同一阶段作过引导记录' },
  'document-number-taken': { status: 409, title: '这个文号已用于另一份文书' },
  'document-missing': { status: 409, title: '没有生效的文书，不能认定失信' },
  'document-not-in-force': { status: 409, title: '文书尚未生效' },
  'beyond-notice': { status: 422, title: '认定超出了事先告知的范围' },
  'grade-contradictory': { status: 422, title: '期限与失信等级不符' },
  'source-contradictory': { status: 409, title: '信用记录与其来源所记不符' },
  'commitment-blocked': { status: 409, title: '有未到期的失信记录，不适用告知承诺' },
  'approval-not-replaceable': { status: 409, title: '该审批事项应走告知承诺' },
  'line-not-ready': { status: 409, title: '该项服务尚不具备接入条件' },
  'subscription-ended': { status: 409, title: '该订阅已停用' },
  'subscription-pending': { status: 409, title: '该订阅尚待另一人确认' },
  'changed-meanwhile': { status: 412, title: '要办的内容在查看之后有变化' },
  'link-expired': { status: 410, title: '文件链接已失效' },
  'body-too-large': { status: 413, title: '请求体过大' },
  'file-too-large': { status: 413, title: '文件过大' },
  'file-type-not-allowed': { status: 415, title: '不收这种文件' },
  'unsupported-media-type': { status: 415, title: '请求体须为 application/json' },
  'validation-failed': { status: 422, title: '填写内容有误' },
  'file-unreadable': { status: 422, title: '文件打不开' },
  'file-unknown': { status: 422, title: '本件没有上传过这个文件' },
  'idempotency-key-reused': { status: 422, title: '同一 Idempotency-Key 已用于另一内容' },
  'receiver-not-allowed': { status: 422, title: '不许向该地址推送' },
  'line-unknown': { status: 422, title: '本申请没有这项服务' },
  'account-unknown': { status: 422, title: '本过户申请没有这个账户' },
  'opinion-incomplete': { status: 422, title: '踏勘意见不完整' },
  'touch-unknown': { status: 422, title: '审批事项清单中没有这一事项' },
  'touch-outside-remit': { status: 422, title: '该事项不由本部门认定' },
  'opinion-contradictory': { status: 422, title: '踏勘意见自相矛盾' },
  'supplement-incomplete': { status: 422, title: '一次性告知须列全所缺内容' },
  'deadline-unknown': { status: 422, title: '没有这个时限' },
  'task-unknown': { status: 422, title: '没有这项待办' },
  'repair-unknown': { status: 422, title: '没有这次抢修' },
  'amount-mismatch': { status: 422, title: '分期金额与报价不符' },
  'plan-below-paid': { status: 422, title: '分期方案少于已付的金额' },
  'more-than-owed': { status: 422, title: '金额超过应付（应退）的余额' },
  'instalments-beyond-limits': { status: 422, title: '超出本市分期的限度' },
  'outer-works-free': { status: 422, title: '红线外工程用户不出钱' },
  'approval-unknown': { status: 422, title: '没有这项审批事项，或其不适用告知承诺' },
  'approval-surplus': { status: 422, title: '承诺书列入了不需要的审批事项' },
  'promise-beyond-limits': { status: 422, title: '超出告知承诺适用的范围' },
  'section-not-surveyed': { status: 422, title: '不是踏勘所定的路段' },
  'section-missing': { status: 422, title: '未列全踏勘所定的路段' },
  'approval-missing': { status: 422, title: '承诺书未列全所需审批事项' },
  'inspection-contradictory': { status: 422, title: '检查结果自相矛盾' },
  'source-unknown': { status: 422, title: '信用记录的来源在本系统中没有' },
  'variation-unknown': { status: 422, title: '没有这次施工变更' },
  'works-beyond-approved': { status: 422, title: '超出批准或承诺的施工时间' },
  'works-beyond-longest': { status: 422, title: '超出施工可以延长的期限' },
  'revocation-unknown': { status: 422, title: '没有这次撤销' },
  'order-unknown': { status: 422, title: '没有这份整改通知' },
  'date-past': { status: 422, title: '日期已经过去' },
  'date-too-early': { status: 422, title: '日期过早' },
  'visit-time-unsuitable': { status: 422, title: '踏勘时间不合适' },
  'date-not-working-day': { status: 422, title: '该日不是工作日' },
  'claim-unknown': { status: 422, title: '没有这份失约报告' },
  'appointment-too-far': { status: 422, title: '约定的接入时间过远' },
  'appointment-past': { status: 422, title: '约定的接入时间已经过去' },
  'period-out-of-range': { status: 422, title: '该统计期间没有数据' },
  'calendar-year-unknown': { status: 422, title: '工作日历没有该年份' },
  'too-many-requests': { status: 429, title: '请求过于频繁' },
  'internal-error': { status: 500, title: '系统内部错误' },
  'temporal-unavailable': { status: 503, title: '流程服务暂不可用，请用同一 Idempotency-Key 重试' },
  'issuer-unavailable': { status: 503, title: '统一身份认证暂不可用，请稍后重试' },
  'database-unavailable': { status: 503, title: '数据库暂不可用，请稍后重试；提交的用同一 Idempotency-Key' },
  'file-store-unavailable': { status: 503, title: '文件存储暂不可用，请稍后重试' },
  'projection-behind': { status: 503, title: '查询数据还没有新到所要的序号，请稍后再读' },
  'state-from-newer-release': { status: 503, title: '该件由更新的版本办理，本服务须先升级' },
  'registration-suspended': { status: 503, title: '登记暂停，请稍后用同一 Idempotency-Key 重试' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof PROBLEMS
export const PROBLEM_CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]

export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(PROBLEMS, code)
}

/**
 * Where every refusal of this code is early: the same may become legal by what others do, or by time, without the
 * sender changing anything.
 */
export const EARLY_CODES = [
  'line-not-ready',
  'inspection-missing',
  'handover-missing',
  'plan-missing',
  'road-closed',
  'approval-expired',
  'approval-lacking',
  'commitment-required',
  'works-not-completed',
  'rectification-open',
  'verification-missing',
  'backfill-missing',
  'participants-unnamed',
  'works-stopped',
  'revocation-pending',
  'hearing-missing',
  'answer-pending',
  'site-not-safe',
  'works-too-early',
  'document-not-ready',
  'no-common-section',
] as const satisfies readonly ProblemCode[]

interface RefusalOptions {
  /** Of `changed-meanwhile`: which events have changed what was seen, by their numbers. */
  readonly changed?: readonly number[]
  /** Too early: the same may become legal without the sender changing anything. As `EARLY_CODES` has it unless told. */
  readonly early?: boolean
}

/** Why an act is refused: a stable code, what would be right (Chinese), and the field where there is one. */
export class Refusal extends Error {
  readonly code: ProblemCode
  readonly field: string | undefined
  readonly early: boolean
  readonly changed: readonly number[] | undefined

  constructor(
    code: ProblemCode,
    detail: string,
    field?: string,
    { early = (EARLY_CODES as readonly ProblemCode[]).includes(code), changed }: RefusalOptions = {},
  ) {
    // Its answer to whoever sent the act says where it comes from: a stack would be the dearest part of it.
    const limit: unknown = Reflect.get(Error, 'stackTraceLimit')
    Reflect.set(Error, 'stackTraceLimit', 0)
    super(detail)
    Reflect.set(Error, 'stackTraceLimit', limit)
    this.name = 'Refusal'
    this.code = code
    this.field = field
    this.early = early
    this.changed = changed
  }
}

/** What a failure carries of a refusal besides its code and its words. */
export interface RefusalDetails {
  readonly field?: string
  readonly early?: true
  readonly changed?: readonly number[]
}

/** For the failure's details. */
export function detailsOf({ field, early, changed }: Refusal): RefusalDetails {
  return { ...defined({ field, changed }), ...(early ? { early } : {}) }
}

/**
 * The refusal that a failure carries; `details` as {@link detailsOf} gave them, or as 0.2 did, which told no `early`.
 */
export function refusalFrom(code: ProblemCode, detail: string, details: unknown): Refusal {
  const { field, early, changed } =
    typeof details === 'object' && details !== null
      ? (details as { readonly [K in keyof RefusalDetails]: unknown })
      : {}
  return new Refusal(code, detail, typeof field === 'string' ? field : undefined, {
    ...(early === true ? { early } : {}),
    ...(Array.isArray(changed) ? { changed: changed.filter((seq) => typeof seq === 'number') } : {}),
  })
}
