import { z } from 'zod'
import { PHASES } from '../case/stage.ts'
import { LengthSchema } from './length.schema.ts'

const source = z.string().min(1).max(200).describe('出处')

/** R-11…R-14⁺: how a survey is conducted; each length with its source. */
export const SurveyConductSchema = z
  .strictObject({
    visit: z.strictObject({ length: LengthSchema, source }).describe('建议的踏勘时间：自函告期限届满起'),
    waived: z
      .array(
        z
          .strictObject({
            name: z.string().min(1).max(50).describe('这一类的名称，作为免于踏勘的理由'),
            applicant: z.enum(['enterprise', 'individual']).optional(),
            atMost: z
              .strictObject({
                tonsPerDay: z.number().positive().optional(),
                kilovoltAmperes: z.number().positive().optional(),
                cubicMetresPerDay: z.number().positive().optional(),
              })
              .optional()
              .describe('各项用量均不超过；没有写的用量不属此类'),
          })
          .refine(({ applicant, atMost }) => applicant !== undefined || atMost !== undefined, '须写明是哪一类'),
      )
      .max(10)
      .optional()
      .describe('不须到场踏勘的各类申请，只由承办单位答复（R-11）'),
    putOffAt: z.array(z.enum(PHASES)).optional().describe('在哪些阶段登记的可以推迟踏勘（R-11）；不填则不可推迟'),
    opinion: z.strictObject({ length: LengthSchema, source }).describe('各单位出具意见：自踏勘之时起，不超出踏勘时限'),
  })
  .describe('联合踏勘怎样组织（R-11 至 R-14）；不填则推送即召集，全部意见到齐才有结果')

interface CityPart {
  readonly drill: boolean
  readonly taskClocks?:
    | { readonly tasks: { readonly conveneSurvey?: object | undefined; readonly fileResurvey?: object | undefined } }
    | undefined
  readonly survey: { readonly conduct?: z.infer<typeof SurveyConductSchema> | undefined }
}

/** The letter goes out by its clock where nobody sends it; lengths in seconds for the drill only. */
export function checkSurveyConduct(
  { drill, taskClocks, survey: { conduct } }: CityPart,
  context: z.RefinementCtx,
): void {
  if (conduct === undefined) return
  const issue = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
  if (!('length' in (taskClocks?.tasks.conveneSurvey ?? {})))
    issue(['taskClocks', 'tasks', 'conveneSurvey'], '踏勘函告须有时限')
  if (taskClocks?.tasks.fileResurvey === undefined)
    issue(['taskClocks', 'tasks', 'fileResurvey'], '须写明复勘的时限，或没有时限的缘由')
  if (!drill && [conduct.visit, conduct.opinion].some(({ length }) => length.kind === 'elapsedSeconds'))
    issue(['survey', 'conduct'], '以秒计的时限只能用于演练城市')
}
