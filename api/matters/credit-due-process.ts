/** notice, answer, decision and repairs of a record, as a reader sees them. */
import { z } from 'zod'
import {
  DECISION_OUTCOME_NAMES,
  DECISION_OUTCOMES,
  NOTICE_DELIVERIES,
  NOTICE_DELIVERY_NAMES,
} from '../../domain/credit/due-process.ts'
import type { Answer, Determination, Notice, Repair } from '../../domain/credit/due-process.ts'
import { CREDIT_GRADE_NAMES, CREDIT_GRADES } from '../../domain/credit/grade.ts'
import { LEGAL_DOCUMENT_KINDS, LEGAL_DOCUMENT_NAMES } from '../../domain/credit/legal-document.ts'
import { repairableFrom } from '../../workflows/credit/core/repair.ts'
import type { CreditState } from '../../workflows/credit/core/state.ts'
import { TimeSchema } from '../views/time.schema.ts'
import { times } from '../views/writing.ts'
import type { Writing } from '../views/writing.ts'

const DoneSchema = z.object({
  at: TimeSchema,
  org: z.string(),
  orgName: z.string(),
  person: z.string().describe('何人（账号）'),
})

const NoticeSchema = DoneSchema.extend({
  number: z.string(),
  reason: z.string().optional(),
  basis: z.string().optional(),
  grade: z.enum(CREDIT_GRADES),
  gradeName: z.string(),
  months: z.int(),
  approvals: z.array(z.string()),
  document: z
    .object({
      kind: z.enum(LEGAL_DOCUMENT_KINDS),
      kindName: z.string(),
      number: z.string(),
      issuer: z.string(),
      date: z.string(),
      inForceFrom: z.string(),
    })
    .optional()
    .describe('据以认定的生效文书；没有的只能作为履约信息'),
  delivery: z.enum(NOTICE_DELIVERIES),
  deliveryName: z.string(),
  deliveredOn: z.string().optional(),
})

const AnswerSchema = z.object({
  at: TimeSchema,
  late: z.boolean().describe('期限之后；认定之前仍予听取'),
  waived: z.boolean().describe('放弃陈述申辩'),
  statement: z.string().optional(),
  evidence: z.string().optional(),
  paper: z.string().optional().describe('综窗代为提交的：本人签署的书面材料'),
})

const DeterminationSchema = DoneSchema.extend({
  number: z.string(),
  outcome: z.enum(DECISION_OUTCOMES),
  outcomeName: z.string(),
  grade: z.enum(CREDIT_GRADES).optional(),
  gradeName: z.string().optional(),
  months: z.int().optional(),
  reason: z.string().optional(),
  onAnswer: z.string().optional(),
})

const RepairSchema = z.object({
  repair: z.string().describe('第几次申请'),
  at: TimeSchema,
  correction: z.string().optional(),
  evidence: z.string().optional(),
  acceptance: DoneSchema.extend({ remarks: z.string().optional() }).optional(),
  declined: DoneSchema.extend({ reason: z.string().optional() }).optional(),
  decision: DoneSchema.extend({ number: z.string(), granted: z.boolean(), reason: z.string().optional() }).optional(),
})

export const dueProcessShape = {
  blockable: z
    .array(z.string())
    .optional()
    .describe('告知时可以列入的审批事项：所涉承诺书所列，或本市可以承诺替代的全部；0.5 及以前的记录没有此项'),
  notice: NoticeSchema.optional(),
  answer: AnswerSchema.optional(),
  answerAtWindow: AnswerSchema.optional().describe('综窗代为提交的陈述申辩：期限照走，本人仍可自己陈述'),
  determination: DeterminationSchema.optional(),
  approvals: z
    .array(z.string())
    .optional()
    .describe('有效期内不适用告知承诺的审批事项；0.5 及以前的记录没有此项，不适用任何一项'),
  repairableFrom: TimeSchema.optional().describe('何时起可以申请信用修复；没有此项的随时可以'),
  repairs: z.array(RepairSchema),
}

interface Seen {
  readonly writing: Writing
  /** Whether the reader sees words as they are. */
  readonly words: boolean
}

export function dueProcessView(state: CreditState, seen: Seen) {
  const { dueProcess, notice, answer, answerAtWindow, determination, approvals, repairs = [] } = state
  return {
    blockable: dueProcess === undefined ? undefined : [...dueProcess.blockable],
    notice: notice === undefined ? undefined : noticeView(notice, seen),
    answer: answer === undefined ? undefined : answerView(answer, seen),
    answerAtWindow: answerAtWindow === undefined ? undefined : answerView(answerAtWindow, seen),
    determination: determination === undefined ? undefined : determinationView(determination, seen),
    approvals: approvals === undefined ? undefined : [...approvals],
    ...times({}, { repairableFrom: repairableFrom(state) }, seen.writing),
    repairs: repairs.map((repair) => repairView(repair, seen)),
  }
}

function doneView({ at, by }: Pick<Notice, 'at' | 'by'>, { time, nameOf }: Writing): z.infer<typeof DoneSchema> {
  return { at: time(at), org: by.org, orgName: nameOf(by.org), person: by.sub }
}

function noticeView(notice: Notice, { writing, words }: Seen): z.infer<typeof NoticeSchema> {
  const { number, reason, basis, grade, months, approvals, document, delivery, deliveredOn } = notice
  return {
    ...doneView(notice, writing),
    number,
    reason: words ? reason : undefined,
    basis: words ? basis : undefined,
    grade,
    gradeName: CREDIT_GRADE_NAMES[grade],
    months,
    approvals: [...approvals],
    document: document === undefined ? undefined : { ...document, kindName: LEGAL_DOCUMENT_NAMES[document.kind] },
    delivery,
    deliveryName: NOTICE_DELIVERY_NAMES[delivery],
    deliveredOn,
  }
}

function answerView({ at, late, waived, statement, evidence, paper }: Answer, { writing, words }: Seen) {
  return {
    at: writing.time(at),
    late,
    waived,
    statement: words ? statement : undefined,
    evidence: words ? evidence : undefined,
    paper: words ? paper : undefined,
  }
}

function determinationView(
  determination: Determination,
  { writing, words }: Seen,
): z.infer<typeof DeterminationSchema> {
  const { number, outcome, grade, months, reason, onAnswer } = determination
  return {
    ...doneView(determination, writing),
    number,
    outcome,
    outcomeName: DECISION_OUTCOME_NAMES[outcome],
    grade,
    gradeName: grade === undefined ? undefined : CREDIT_GRADE_NAMES[grade],
    months,
    reason: words ? reason : undefined,
    onAnswer: words ? onAnswer : undefined,
  }
}

function repairView(
  { id, at, correction, evidence, acceptance, declined, decision }: Repair,
  { writing, words }: Seen,
): z.infer<typeof RepairSchema> {
  return {
    repair: id,
    at: writing.time(at),
    correction: words ? correction : undefined,
    evidence: words ? evidence : undefined,
    acceptance:
      acceptance === undefined
        ? undefined
        : { ...doneView(acceptance, writing), remarks: words ? acceptance.remarks : undefined },
    declined:
      declined === undefined
        ? undefined
        : { ...doneView(declined, writing), reason: words ? declined.reason : undefined },
    decision:
      decision === undefined
        ? undefined
        : {
            ...doneView(decision, writing),
            number: decision.number,
            granted: decision.granted,
            reason: words ? decision.reason : undefined,
          },
  }
}
