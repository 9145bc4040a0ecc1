import { z } from 'zod'
import { CHOICES_OF } from '../../domain/act/choice.ts'
import { PROBLEM_CODES } from '../../domain/problem.ts'

/** Why something cannot be done now, as the act itself would be refused. */
export const WhySchema = z.object({
  code: z.enum(PROBLEM_CODES),
  detail: z.string().describe('为什么不能，怎样才对'),
  early: z.literal(true).optional().describe('办得太早：他人办理之后或到时间即可能合法'),
})

const optionShape = {
  value: z.union([z.string(), z.int(), z.record(z.string(), z.string())]).describe('原样填入正文'),
  name: z.string().describe('中文名称'),
  line: z.string().optional().describe('只与该服务线同用'),
}

const ChoiceSchema = z.object({
  field: z.string().describe('正文的字段，如 line；数组的每一项写作 approvals.*，其中的字段写作 lines.*.line'),
  of: z.enum(CHOICES_OF).describe('所选的是什么'),
  free: z.literal(true).optional().describe('也可填写其他内容'),
  options: z.array(z.object({ ...optionShape, must: z.literal(true).optional().describe('必须填入') })),
  others: z.array(z.object({ ...optionShape, ...WhySchema.shape })).describe('此刻不能填的，与原因'),
})

const actShape = {
  type: z.string().describe('动作，即 OpenAPI 的 operationId'),
  name: z.string(),
  rule: z.string().describe('依据'),
}

/** What the caller may do now with a case or a matter, and why nothing else. */
export const offersShape = {
  seq: z.int().describe('按这个序号时的情形；能否办理由流程最后决定'),
  may: z
    .array(
      z.object({
        ...actShape,
        method: z.literal('POST'),
        href: z.string().describe('地址'),
        schema: z.record(z.string(), z.unknown()).describe('正文的 JSON Schema（2020-12）'),
        choices: z.array(ChoiceSchema).describe('正文里只能从中选填的字段'),
      }),
    )
    .describe('此刻可办的动作'),
  mayNot: z.array(z.object({ ...actShape, ...WhySchema.shape })).describe('此刻不可办的动作，与原因'),
}

const OffersSchema = z.object(offersShape)
export type Offers = Pick<z.infer<typeof OffersSchema>, 'may' | 'mayNot'>
export type ChoiceView = z.infer<typeof ChoiceSchema>
