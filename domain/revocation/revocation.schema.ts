import { z } from 'zod'
import { name, remarks, text } from '../act/fields.schema.ts'
import { LONGEST_ORGANISATION_KEY } from '../city/organisation-key.ts'
import { REVOCATION_GROUNDS, REVOCATION_OUTCOMES } from './revocation.ts'

const revocation = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, '应为撤销编号，如 1')
  .describe('撤销编号：本申请的第几次')

/** the proposal, which is the notice to whom it concerns. */
const ProposalSchema = z.strictObject({
  utility: z.string().min(1).max(LONGEST_ORGANISATION_KEY).describe('被撤销单位'),
  approvals: z
    .array(text(40))
    .min(1)
    .max(20)
    .refine((keys) => new Set(keys).size === keys.length, '审批事项不能重复')
    .describe('拟撤销的审批：本部门凭该单位的承诺所给的'),
  ground: z.enum(REVOCATION_GROUNDS).describe('deception 欺骗，bribery 贿赂等不正当手段'),
  facts: remarks.describe('查明的事实'),
  evidence: remarks.describe('证据'),
})

const AnswerSchema = z
  .strictObject({
    revocation,
    statement: remarks.optional().describe('陈述、申辩'),
    hearing: z.literal(true).optional().describe('要求听证'),
    waived: z.literal(true).optional().describe('放弃陈述申辩'),
  })
  .refine((answer) => (answer.statement !== undefined || answer.hearing === true) !== (answer.waived === true), {
    path: ['statement'],
    message: '写明陈述申辩或要求听证；都不要的，写明放弃',
  })

/** the official is named: who decides is not who proposed. */
const DecisionSchema = z.strictObject({
  revocation,
  outcome: z.enum(REVOCATION_OUTCOMES).describe('revoked 予以撤销，publicHarm 因公共利益不予撤销，dismissed 不予撤销'),
  reason: remarks.describe('理由与法律依据'),
  onAnswer: remarks.optional().describe('对陈述申辩、听证意见采纳与否及理由'),
  official: name(50).describe('作出决定的负责人姓名'),
})

export const bodies = {
  proposeRevocation: ProposalSchema,
  answerRevocation: AnswerSchema,
  holdHearing: z.strictObject({
    revocation,
    chair: name(50).describe('听证主持人'),
    report: remarks.describe('听证笔录'),
  }),
  reportSiteSafe: z.strictObject({ revocation, measures: remarks.describe('已采取的安全措施') }),
  decideRevocation: DecisionSchema,
}
