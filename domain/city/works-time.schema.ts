import { z } from 'zod'
import { SERVICES } from '../case/service.ts'
import { WORKS_TIME_CLOCKS } from '../clocks/deadline.ts'
import { LengthSchema } from './length.schema.ts'
import { ORGANISATION_KEY } from './organisation-key.ts'

const source = z.string().min(1).max(200).describe('出处')

/** R-19 (五(四) 规定时限): how long works have, by kind and metres; the first that fits. */
export const WorksTimeSchema = z
  .strictObject({
    decider: z.string().regex(ORGANISATION_KEY).describe('决定施工延期的部门'),
    longest: z.strictObject({ days: z.int().positive().max(730), source }).describe('延期最长到原定日期之后几个自然日'),
    prescribed: z
      .array(
        z.strictObject({
          services: z.array(z.enum(SERVICES)).min(1),
          upToMetres: z.number().positive().optional().describe('施工长度不超过'),
          upToKilovoltAmperes: z.number().positive().optional().describe('用电容量不超过'),
          length: LengthSchema,
          source,
        }),
      )
      .max(50)
      .describe('规定时限，自可以开工起；依次，取第一个符合的；都不符合的只以承诺的日期为限'),
  })
  .describe('外线工程的规定时限、延期与变更（R-19）；不填则以承诺的日期为限，重签承诺书即改期')

interface CityPart {
  readonly drill: boolean
  readonly taskClocks?:
    | { readonly tasks: Readonly<Partial<Record<(typeof WORKS_TIME_CLOCKS)[number], object | undefined>>> }
    | undefined
  readonly worksTime?: z.infer<typeof WorksTimeSchema> | undefined
}

/** What is asked is decided by a clock; lengths in seconds for the drill only. */
export function checkWorksTime({ drill, taskClocks, worksTime }: CityPart, context: z.RefinementCtx): void {
  if (worksTime === undefined) return
  const issue = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
  for (const kind of WORKS_TIME_CLOCKS)
    if (!('length' in (taskClocks?.tasks[kind] ?? {})))
      issue(['taskClocks', 'tasks', kind], '决定施工延期与变更须有此时限')
  if (!drill && worksTime.prescribed.some(({ length }) => length.kind === 'elapsedSeconds'))
    issue(['worksTime'], '以秒计的时限只能用于演练城市')
}
