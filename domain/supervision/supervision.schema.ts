import { z } from 'zod'
import { date, remarks, text } from '../act/fields.schema.ts'
import { files } from '../files/file-ref.schema.ts'
import { LineIdSchema } from '../case/line.schema.ts'
import { PromiseNumberSchema } from '../commitment/commitment.schema.ts'
import { PROMISE_NUMBERS, UNDER_SUPERVISION } from '../commitment/promise.ts'
import { VERIFICATIONS } from './verification.ts'

/** what an inspector finds, promise by promise, and the order where one is not kept. */
const InspectionSchema = z
  .strictObject({
    line: LineIdSchema,
    checklist: z
      .array(
        z.strictObject({
          promise: PromiseNumberSchema,
          kept: z.boolean(),
          evidence: remarks.optional().describe('依据'),
        }),
      )
      .refine(
        (rows) =>
          PROMISE_NUMBERS.every((number) => rows.filter((row) => row.promise === number).length === 1) &&
          rows.length === PROMISE_NUMBERS.length,
        '四项承诺应各检查一次',
      ),
    order: z
      .strictObject({
        requirement: remarks.describe('整改要求'),
        dueDate: date.describe('整改期限'),
        stop: text(1000).optional().describe('情节严重的责令停工，及其理由；复查通过即复工'),
      })
      .optional()
      .describe('责令限期整改'),
    verification: z
      .enum(VERIFICATIONS)
      .optional()
      .describe('回填前核查告知承诺：open 未覆盖，covered 未经核查已先行覆盖'),
    files,
  })
  .superRefine((inspection, context) => {
    const isCovered = inspection.verification === 'covered'
    if (isCovered && inspection.checklist.some((row) => row.promise === UNDER_SUPERVISION && row.kept))
      context.addIssue({
        code: 'custom',
        path: ['verification'],
        params: { code: 'inspection-contradictory' },
        message: '未经核查先行覆盖的，第三项承诺（服从现场监管）未达到',
      })
    const broken = inspection.checklist.some((row) => !row.kept)
    if (broken === (inspection.order !== undefined)) return
    context.addIssue({
      code: 'custom',
      path: ['order'],
      params: { code: 'inspection-contradictory' },
      message: broken ? '有承诺未达到时须责令限期整改' : '四项承诺均达到时不能责令整改',
    })
  })
export type Inspection = z.infer<typeof InspectionSchema>

export const bodies = { fileInspection: InspectionSchema }
