/** notice, answer and decision. */
import type { CreditBodies } from '../../../domain/credit/credit.schema.ts'
import type { CreditBody } from '../../../domain/credit/credit-event.ts'
import { paperNumber } from '../../../domain/credit/due-process.ts'
import type { DueProcess, Notice } from '../../../domain/credit/due-process.ts'
import { CREDIT_GRADE_NAMES, GRADE_MONTHS, isGraver, monthsLater } from '../../../domain/credit/grade.ts'
import type { CreditGrade } from '../../../domain/credit/grade.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { requireBetween } from '../../../domain/clocks/date-reach.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { ActRules, Command } from '../../matter/core/matter-logic.ts'
import type { CreditState } from './state.ts'
import { requireConfirmer, requireDecidingPerson, requireSigned, requireSubjectSide } from './who.ts'

type Rules = Pick<ActRules<CreditState, CreditBodies, CreditBody>, 'giveNotice' | 'answerNotice' | 'decideRecord'>

export const DUE_PROCESS_RULES: Rules = {
  giveNotice: {
    may(state, { actor }) {
      requireConfirmer(state, actor)
      requireDueProcess(state)
      if (state.notice !== undefined) throw new Refusal('already-done', '已经事先告知')
    },
    check: checkNotice,
    events: ({ id }, { actor: { org }, body: { document, deliveredOn, ...notice } }) => [
      {
        type: 'noticeGiven',
        rule: 'R-29',
        data: { org, number: paperNumber(id, '告'), ...notice, ...defined({ document, deliveredOn }) },
      },
    ],
  },
  answerNotice: {
    may(state, { actor }) {
      requireSubjectSide(state, actor, '陈述申辩')
      requireNotice(state)
      if (state.determination !== undefined) throw new Refusal('wrong-stage', '已经认定：不服的请提出异议')
      if (state.answer !== undefined) throw new Refusal('already-done', '已经陈述申辩')
      if (actor.role === 'clerk' && state.answerAtWindow !== undefined)
        throw new Refusal('already-done', '综窗已经代为提交过陈述申辩')
    },
    check(state, { actor, body }) {
      if (body.waived && actor.role === 'clerk')
        throw new Refusal('not-concerned', '放弃陈述申辩须由被告知者自己提出，综窗不能代为放弃', 'waived')
      requireSigned(state, actor, body.waived ? undefined : body.paper)
    },
    events: (state, { actor: { org }, at, body }) => [
      {
        type: 'answerFiled',
        rule: 'R-29',
        data: {
          by: org,
          late: isTermOver(state, 'statement', at),
          ...(body.waived
            ? { waived: true }
            : { waived: false, statement: body.statement, ...defined({ evidence: body.evidence, paper: body.paper }) }),
        },
      },
    ],
  },
  decideRecord: {
    may(state, { actor, at }) {
      requireConfirmer(state, actor)
      requireNotice(state)
      if (state.determination !== undefined) throw new Refusal('already-done', '该记录已经认定')
      requireDecidingPerson(state, actor)
      if (state.answer === undefined && !isTermOver(state, 'statement', at))
        throw new Refusal('wrong-stage', '陈述申辩的期限未到，被告知者也没有答复', undefined, { early: true })
    },
    check: checkDecision,
    events: decided,
  },
}

/** by the due time itself, whether or not its passing has been noticed. */
export function isTermOver({ deadlines }: CreditState, id: 'statement' | 'objection', at: string): boolean {
  const term = deadlines[id]
  return term !== undefined && Date.parse(at) >= Date.parse(term.dueAt)
}

function requireDueProcess({ dueProcess, confirmers }: CreditState): DueProcess {
  if (dueProcess !== undefined) return dueProcess
  throw new Refusal(
    'wrong-stage',
    confirmers === undefined ? '该记录作出时即已生效，无须告知' : '该记录按提请时的规定办理：由第二人确认',
  )
}

function requireNotice(state: CreditState): Notice {
  requireDueProcess(state)
  if (state.notice === undefined) throw new Refusal('wrong-stage', '尚未事先告知', undefined, { early: true })
  return state.notice
}

function checkNotice(state: CreditState, { at, body }: Command<CreditBodies, 'giveNotice'>): void {
  const { blockable, ...months } = requireDueProcess(state)
  requireMonths(body.grade, body.months)
  body.approvals.forEach((key, index) => {
    if (!blockable.includes(key))
      throw new Refusal(
        'approval-unknown',
        `“${key}”不在所涉承诺的审批事项之内；可列的有 ${blockable.length} 项`,
        `approvals.${index}`,
      )
  })
  const today = localDate(at, months)
  if (body.document !== undefined && body.document.date > today)
    throw new Refusal('validation-failed', '文书的作出日期不能在今日之后', 'document.date')
  if (body.deliveredOn !== undefined)
    requireBetween(
      body.deliveredOn,
      { name: '提请之日', date: localDate(state.openedAt, months) },
      today,
      '送达日期',
      'deliveredOn',
    )
  if (body.delivery === 'online' && state.subject.org === undefined && state.subject.account === undefined)
    throw new Refusal('validation-failed', '被告知者在本系统没有单位或账号：请直接或邮寄送达', 'delivery')
}

function requireMonths(grade: CreditGrade, months: number): void {
  const { least, most } = GRADE_MONTHS[grade]
  if (months < least || months > most)
    throw new Refusal(
      'grade-contradictory',
      `${CREDIT_GRADE_NAMES[grade]}失信的期限为 ${least} 至 ${most} 个月`,
      'months',
    )
}

/** Nothing graver, longer or wider than its subject was told and could answer. */
function checkDecision(state: CreditState, { at, body }: Command<CreditBodies, 'decideRecord'>): void {
  const notice = requireNotice(state)
  const spoken = state.answer?.waived === false || state.answerAtWindow !== undefined
  if (spoken && body.onAnswer === undefined)
    throw new Refusal('validation-failed', '被告知者已陈述申辩：须写明采纳与否及理由', 'onAnswer')
  if (body.outcome !== 'recorded') return
  requireInForce(notice, localDate(at, requireDueProcess(state)))
  if (isGraver(body.grade, notice.grade))
    throw new Refusal('beyond-notice', `告知的是${CREDIT_GRADE_NAMES[notice.grade]}失信，不能认定得更重`, 'grade')
  requireMonths(body.grade, body.months)
  if (body.months > notice.months)
    throw new Refusal('beyond-notice', `告知的期限为 ${notice.months} 个月，不能更长`, 'months')
  body.approvals.forEach((key, index) => {
    if (!notice.approvals.includes(key))
      throw new Refusal('beyond-notice', `“${key}”不在告知的审批事项之内`, `approvals.${index}`)
  })
}

/** `today` is YYYY-MM-DD. */
function requireInForce({ document }: Notice, today: string): void {
  if (document === undefined) throw new Refusal('document-missing', '没有生效的文书，只能作为履约信息', 'outcome')
  if (document.inForceFrom > today)
    throw new Refusal('document-not-in-force', `${document.number} 自 ${document.inForceFrom} 起生效`, 'outcome', {
      early: true,
    })
}

function decided(
  state: CreditState,
  { actor: { org }, at, body }: Command<CreditBodies, 'decideRecord'>,
): CreditBody[] {
  const dueProcess = requireDueProcess(state)
  const { outcome, reason, onAnswer } = body
  const length =
    outcome === 'recorded' ? body.months : outcome === 'performance' ? dueProcess.performanceMonths : undefined
  return [
    {
      type: 'recordDecided',
      rule: 'R-29',
      data: {
        org,
        number: paperNumber(state.id, '定'),
        outcome,
        reason,
        ...defined({ onAnswer }),
        ...(outcome === 'recorded' ? { grade: body.grade, months: body.months, approvals: [...body.approvals] } : {}),
        ...(length === undefined ? {} : { expiresAt: monthsLater(at, length, dueProcess) }),
      },
    },
  ]
}
