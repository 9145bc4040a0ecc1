import { z } from 'zod'
import { date, name, phone, text } from '../act/fields.schema.ts'
import { ApplicantSchema } from '../demand/registration.schema.ts'
import { files } from '../files/file-ref.schema.ts'
import { SUCCESSION_BASES } from './basis.ts'

/** by what the succession is shown. */
const DocumentSchema = z.strictObject({
  kind: text(50).describe('文件种类，如 成交确认书、营业执照、不动产权证书'),
  number: text(100).describe('文号或证号'),
  date: date.describe('文件日期'),
})
export type SuccessionDocument = z.infer<typeof DocumentSchema>

/** whoever claims may say at once whom to call; a successor must. */
const ClaimSchema = z.strictObject({
  contact: name(50).optional().describe('联系人（承接人认领须填）'),
  phone: phone.optional().describe('联系电话（承接人认领须填）'),
})

const SuccessorSchema = z.strictObject({
  applicant: ApplicantSchema.describe('承接人：单位或个人'),
  basis: z.enum(SUCCESSION_BASES).describe('承接缘由'),
  document: DocumentSchema.describe('证明文件'),
  files,
})

export const bodies = {
  claimApplication: ClaimSchema,
  confirmSuccessor: SuccessorSchema,
}
