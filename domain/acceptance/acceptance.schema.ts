import { z } from 'zod'
import { instant, name, remarks, text } from '../act/fields.schema.ts'
import { files } from '../files/file-ref.schema.ts'
import { LineIdSchema } from '../case/line.schema.ts'
import { LONGEST_ORGANISATION_KEY } from '../city/organisation-key.ts'
import { DoneOnLineSchema } from '../works/works.schema.ts'

/** 竣工验收; one that does not pass goes back to the works. */
const AcceptanceSchema = z
  .strictObject({
    line: LineIdSchema,
    passed: z.boolean(),
    remarks: remarks.optional().describe('不合格时说明原因'),
    files,
  })
  .refine((result) => result.passed || result.remarks !== undefined, {
    path: ['remarks'],
    message: '验收不合格时须说明原因',
  })

/** organised by the utility: when, and whom it asks. */
const InvitationSchema = z.strictObject({
  line: LineIdSchema,
  at: instant.describe('验收时间'),
  invited: z
    .array(z.string().min(1).max(LONGEST_ORGANISATION_KEY))
    .min(1)
    .max(30)
    .refine((orgs) => new Set(orgs).size === orgs.length, '单位不能重复')
    .describe('邀请的单位：须有竣工验收备案的部门'),
  remarks: remarks.optional(),
})

/** filed with its result; what did not pass goes back to the works. */
const AcceptanceFilingSchema = z.strictObject({
  line: LineIdSchema,
  heldOn: z.iso.date().describe('验收日期'),
  passed: z.boolean(),
  attended: z
    .array(
      z.strictObject({ org: z.string().min(1).max(LONGEST_ORGANISATION_KEY), person: name(50).describe('到场的人') }),
    )
    .min(1)
    .max(50)
    .describe('到场的单位与人'),
  report: text(4000).describe('验收意见'),
  files,
})

/** never deemed; what is not as it was is restored again. */
const RestorationSchema = DoneOnLineSchema.extend({
  passed: z.boolean().optional().describe('不填为已恢复原貌；未恢复的说明原因'),
}).refine((body) => body.passed !== false || body.remarks !== undefined, {
  path: ['remarks'],
  message: '未恢复原貌的须说明原因',
})

export const bodies = {
  inviteToAcceptance: InvitationSchema,
  fileAcceptance: AcceptanceFilingSchema,
  laySurface: DoneOnLineSchema,
  acceptWorks: AcceptanceSchema,
  reportRestored: DoneOnLineSchema,
  confirmRestoration: RestorationSchema,
}
