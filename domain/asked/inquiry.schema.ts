import { z } from 'zod'
import { name, phone, text } from '../act/fields.schema.ts'
import { ORGANISATION_KEY } from '../city/organisation-key.ts'
import { parseServiceNumber } from '../case/service-number.ts'
import { isInquiryNumber } from './inquiry-number.ts'

const to = z.string().regex(ORGANISATION_KEY).describe('转给哪个单位答复')
const answer = text(2000).describe('答复')

/** what is asked (咨询): at the window, at an intake system, or by an applicant's own account. */
export const InquirySchema = z.strictObject({
  question: text(2000).describe('咨询的问题'),
  asker: name(50).optional().describe('咨询人'),
  phone: phone.optional().describe('咨询人的联系电话'),
  serviceNumber: z
    .string()
    .trim()
    .refine(
      (number) => parseServiceNumber(number) !== undefined && !isInquiryNumber(number),
      '应为联合报装服务编号，如 CB-20261124-00017-9',
    )
    .optional()
    .describe('所问的是哪一件；还没有申请的不填'),
  answer: answer.optional().describe('综窗当场的答复'),
  passTo: to.optional().describe('综窗不能当场答复的，转给哪个单位'),
})
export const PassSchema = z.strictObject({ to, note: text(500).optional().describe('转办说明') })
export const AnswerSchema = z.strictObject({ answer })

/** As it is kept. */
export type Asked = Omit<z.infer<typeof InquirySchema>, 'answer' | 'passTo'>
