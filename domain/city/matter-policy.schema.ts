import { z } from 'zod'
import {
  InstalmentsConductSchema,
  MeetingConductSchema,
  RatedConductSchema,
  TransferConductSchema,
} from './matter-conduct.schema.ts'
import { conductLengthsOf } from './conduct-lengths.ts'
import { creditLengthsOf } from './credit-lengths.ts'
import { LengthSchema, MOST_SECONDS } from './length.schema.ts'
import { ORGANISATION_KEY } from './organisation-key.ts'

const org = z.string().regex(ORGANISATION_KEY)

const workingDays = (days: number) => LengthSchema.default({ kind: 'workingDays', days })

/** Without `leader` the city offers no joint transfer. */
const TransferPolicySchema = z.strictObject({
  leader: org.optional().describe('联动过户牵头单位'),
  ownership: workingDays(1).describe('牵头单位核验权属'),
  account: workingDays(1).describe('各单位过户，自权属核验通过起'),
  retry: workingDays(10).describe('不能过户的账户，逾此未排除原因即作未办结'),
  conduct: TransferConductSchema.optional(),
})

/**
 * The office decides where nobody else ordered; `sanctioners` are told of every record, all authorities unless
 * named.
 */
const CreditPolicySchema = z.strictObject({
  platform: org.default('creditPlatform').describe('公共信用平台（推送对象）'),
  sanctioners: z.array(org).min(1).optional().describe('联合惩戒单位'),
  term: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('years'), years: z.int().min(1).max(10) }),
      z.strictObject({ kind: z.literal('elapsedSeconds'), seconds: z.number().positive().max(MOST_SECONDS) }),
    ])
    .default({ kind: 'years', years: 3 })
    .describe('记录有效期'),
  confirmation: workingDays(5).describe('第二人确认，自提请起（0.5 版提请的）'),
  notice: workingDays(3).describe('事先告知，自提请起'),
  answer: workingDays(5).describe('陈述申辩，自告知起'),
  determination: workingDays(5).describe('作出认定，自陈述申辩或其期限届满起'),
  objection: workingDays(5).describe('可以提出异议的期限，自认定起'),
  decision: workingDays(10).describe('异议裁定'),
  repairAcceptance: workingDays(3).describe('受理信用修复，自申请起'),
  repairDecision: workingDays(10).describe('决定信用修复，自受理起'),
  performanceMonths: z.int().min(1).max(36).default(12).describe('履约信息保留几个月'),
  monthSeconds: z
    .number()
    .positive()
    .max(MOST_SECONDS / 36)
    .optional()
    .describe('演练：一个月按几秒计'),
})

/** */
const RatingPolicySchema = z.strictObject({
  answer: workingDays(5).describe('差评回复'),
  addition: workingDays(10).describe('可追评一次的期限'),
  rated: RatedConductSchema.optional(),
})

/** Who convenes surveys assesses where nobody else is named; without `reviewer` nobody reviews. */
const AssessmentPolicySchema = z.strictObject({
  assessor: org.optional().describe('考核单位；不填为联合踏勘召集单位'),
  reviewer: org.optional().describe('复核单位：考核单位本身的数据，停表、免于踏勘与延期'),
  review: workingDays(10).describe('季度复核'),
  meeting: MeetingConductSchema.optional(),
})

/** What a city sets for the things that have a life of their own; all of it has defaults. */
export const MATTER_POLICIES = {
  transfer: TransferPolicySchema.prefault({}).describe('联动过户（R-28）'),
  credit: CreditPolicySchema.prefault({}).describe('信用（R-29）'),
  rating: RatingPolicySchema.prefault({}).describe('好差评（R-32）'),
  assessment: AssessmentPolicySchema.prefault({}).describe('考核（R-30）'),
  instalments: InstalmentsConductSchema.optional(),
}

interface CityPart {
  readonly drill: boolean
  readonly organisations: readonly { readonly key: string; readonly kind: string }[]
  readonly transfer: z.infer<typeof TransferPolicySchema>
  readonly credit: z.infer<typeof CreditPolicySchema>
  readonly rating: z.infer<typeof RatingPolicySchema>
  readonly assessment: z.infer<typeof AssessmentPolicySchema>
  readonly instalments?: z.infer<typeof InstalmentsConductSchema> | undefined
  readonly survey: { readonly convener: string }
}

/** What concerns the whole city: organisations that exist, lengths in seconds for the drill only. */
export function checkMatterPolicies(
  { drill, organisations, transfer, credit, rating, assessment, instalments, survey }: CityPart,
  context: z.RefinementCtx,
): void {
  const issue = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
  const named = [...(transfer.leader === undefined ? [] : [transfer.leader]), ...(credit.sanctioners ?? [])]
  for (const key of named)
    if (!organisations.some((organisation) => organisation.key === key))
      issue(['transfer', 'credit'], `没有单位 ${key}`)
  const lengths = [
    transfer.ownership,
    transfer.account,
    transfer.retry,
    credit.term,
    ...creditLengthsOf(credit),
    rating.answer,
    rating.addition,
    assessment.review,
    ...conductLengthsOf({ transfer, rating, assessment }),
  ]
  if (!drill && credit.monthSeconds !== undefined) issue(['credit', 'monthSeconds'], '以秒计的月只能用于演练城市')
  if (!drill && lengths.some(({ kind }) => kind === 'elapsedSeconds'))
    issue(['transfer', 'credit', 'rating', 'assessment'], '以秒计的时限只能用于演练城市')
  const terms = instalments === undefined ? [] : [instalments.offer.length, instalments.signing.length]
  if (!drill && terms.some(({ kind }) => kind === 'elapsedSeconds'))
    issue(['instalments'], '以秒计的时限只能用于演练城市')
  for (const role of ['assessor', 'reviewer'] as const) {
    const key = assessment[role]
    if (key !== undefined && organisations.find((organisation) => organisation.key === key)?.kind !== 'authority')
      issue(['assessment', role], `没有主管部门 ${key}`)
  }
  if (assessment.reviewer === (assessment.assessor ?? survey.convener))
    issue(['assessment', 'reviewer'], '复核单位不能是考核单位自己')
}
