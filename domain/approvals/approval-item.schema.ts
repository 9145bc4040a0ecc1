import { z } from 'zod'
import { TOUCHED } from '../case/service.ts'
import { MOST_DAYS } from '../city/length.schema.ts'
import { ORGANISATION_KEY } from '../city/organisation-key.ts'
import { APPROVAL_KINDS, ceilingOf, MOST_TERM } from './statute.ts'
import { TOUCH_KINDS } from './touch-item.ts'

const key = z.string().regex(ORGANISATION_KEY)
const clauses = z.array(z.string().min(1).max(1000)).min(1).max(20)

/** what a promise is made on, as it is published; a later text is another version. */
const NoticeSchema = z.strictObject({
  version: z.string().min(1).max(30),
  conditions: clauses.describe('须具备的条件'),
  duties: clauses.describe('承诺后的义务'),
  consequences: clauses.describe('不实、违诺的后果'),
})

const term = z.number().positive().max(MOST_DAYS).multipleOf(0.5)

/** who consents beside the approving authority, as 公安交管 does to works on roads; its term is its own. */
const ConsentSchema = z.strictObject({
  authority: key.describe('同意的部门'),
  workingDays: term.default(3).describe('同意的时限'),
  legalBasis: z.string().min(1).optional(),
})

/** an item of the list: what works may touch, who may say so, who approves it, and how. */
export const ApprovalItemSchema = z
  .strictObject({
    key,
    name: z.string().min(1),
    authority: key.describe('审批部门'),
    jointly: z.array(ConsentSchema).min(1).max(5).optional().describe('还须何部门同意：各自决定，全部同意方为批准'),
    kind: z.enum(APPROVAL_KINDS).optional().describe('许可、同意或备案；不填为许可'),
    inForce: z
      .strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() })
      .refine(({ from, to }) => from === undefined || to === undefined || from <= to, '止日不能早于起日')
      .optional()
      .describe('本条自何日起、至何日止施行：登记之日不在其内的件不适用'),
    ceiling: z
      .strictObject({ workingDays: z.number().positive().max(MOST_TERM), legalBasis: z.string().min(1) })
      .optional()
      .describe('法定期限；不填为二十个工作日（《行政许可法》第四十二条）'),
    touches: z.enum(TOUCH_KINDS).describe('属何类：外线工程涉及何者时需要'),
    named: z.literal(true).optional().describe('意见须写明本事项，只写“道路”“绿化”等不包括它'),
    opensClosedRoad: z.literal(true).optional().describe('交付、大修未满年限的道路须挖掘时需要（R-18）'),
    remit: z.array(key).min(1).optional().describe('谁可认定涉及本事项（R-13）；不填为审批部门'),
    replaceable: z.boolean().describe('可否以告知承诺替代'),
    limits: z
      .strictObject({
        metres: z.number().positive().optional().describe('至多多少米'),
        lanesOpen: z.literal(true).optional().describe('限不封闭车道的'),
      })
      .optional()
      .describe('告知承诺适用的范围'),
    notice: NoticeSchema.optional().describe('告知书（R-16）'),
    legalBasis: z.string().min(1),
    workingDays: term.default(3).describe('并联审批时限，不得超过法定期限'),
  })
  .superRefine((item, context) => {
    const { workingDays, legalBasis } = ceilingOf(item)
    for (const [path, own] of [
      [['workingDays'], item.workingDays],
      ...(item.jointly ?? []).map((each, index) => [['jointly', index, 'workingDays'], each.workingDays] as const),
    ] as const)
      if (own > workingDays)
        context.addIssue({
          code: 'custom',
          path: [...path],
          message: `${own} 个工作日超过法定期限 ${workingDays} 个工作日（${legalBasis}）`,
        })
  })
  .refine(({ authority, jointly = [] }) => isEachOnce([authority, ...jointly.map((each) => each.authority)]), {
    path: ['jointly'],
    message: '审批部门与同意的部门不能重复',
  })
  .refine(({ replaceable, limits, notice }) => replaceable || (limits === undefined && notice === undefined), {
    path: ['replaceable'],
    message: '不可以告知承诺替代的，没有适用范围与告知书',
  })
  .refine(({ opensClosedRoad, named, replaceable }) => opensClosedRoad !== true || (named === true && !replaceable), {
    path: ['opensClosedRoad'],
    message: '未满年限的道路不能以告知承诺挖掘，且意见须写明本事项',
  })
  .refine((item) => !(TOUCHED as readonly string[]).includes(item.key), {
    path: ['key'],
    message: '不能与“道路”“绿化”“交通”“规划”同名',
  })

function isEachOnce(keys: readonly string[]): boolean {
  return new Set(keys).size === keys.length
}

interface OfApprovals {
  readonly organisations: readonly { readonly key: string }[]
  readonly approvals: { readonly list: readonly z.infer<typeof ApprovalItemSchema>[] }
}

/** Who approves and who may say must be organisations of the city. */
export function checkApprovalItems({ organisations, approvals }: OfApprovals, context: z.RefinementCtx): void {
  for (const { key: item, authority, remit = [], jointly = [] } of approvals.list)
    for (const org of [authority, ...remit, ...jointly.map((each) => each.authority)])
      if (!organisations.some((organisation) => organisation.key === org))
        context.addIssue({ code: 'custom', path: ['approvals', 'list', item], message: `没有单位 ${org}` })
}
