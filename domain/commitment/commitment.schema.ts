import { z } from 'zod'
import { date, name, phone, text } from '../act/fields.schema.ts'
import { PROMISE_NUMBERS } from './promise.ts'
import { narrowed } from '../narrow.ts'
import { RoadSectionSchema } from '../survey/opinion.schema.ts'

export const PromiseNumberSchema = z.literal(PROMISE_NUMBERS)

/**
 * 附件3《水、电、气、网联合服务事项承诺书》: the signing organisation is the sender; dates are inclusive, in the city's
 * time.
 */
const CommitmentSchema = z
  .strictObject({
    legalRepresentative: name(50).describe('法定代表人（负责人）'),
    address: name(200).overwrite(narrowed).describe('单位地址'),
    contact: name(50).describe('联系人'),
    phone: phone.describe('联系电话'),
    worksFrom: date.describe('施工时间起'),
    worksTo: date.describe('施工时间止'),
    sections: z.array(RoadSectionSchema).min(1).max(50).describe('施工地点（路段起止地点）'),
    promises: z
      .array(PromiseNumberSchema)
      .describe('承诺内容：四项均须承诺')
      .refine(
        (given) => PROMISE_NUMBERS.every((number) => given.includes(number)) && given.length === PROMISE_NUMBERS.length,
        '四项承诺（1、2、3、4）均须作出，各一次',
      ),
    approvals: z
      .array(text(40))
      .max(20)
      .refine((keys) => new Set(keys).size === keys.length, '审批事项不能重复')
      .describe('本承诺替代的审批事项；外线工程无须审批的为空'),
    responsible: name(50).describe('责任人'),
  })
  .refine((commitment) => commitment.worksTo >= commitment.worksFrom, {
    path: ['worksTo'],
    message: '施工结束日期不能早于开始日期',
  })
export type Commitment = z.infer<typeof CommitmentSchema>

export const bodies = { signCommitment: CommitmentSchema }
