import { z } from 'zod'
import { MASKABLE_FIELDS, PERSONAL_FIELDS } from './fields.ts'
import { PARTS, READER_KINDS } from './part.ts'

const RowSchema = z
  .strictObject({
    part: z.enum(PARTS).describe('在办件中的职责'),
    kinds: z.array(z.enum(READER_KINDS)).min(1).describe('何种单位'),
    whole: z.array(z.enum(PERSONAL_FIELDS)).describe('完整显示'),
    masked: z.array(z.enum(MASKABLE_FIELDS)).describe('脱敏显示；两处都没有的不显示'),
  })
  .superRefine(({ part, whole, masked }, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const all = [...whole, ...masked]
    const twice = all.find((field, index) => all.indexOf(field) !== index)
    if (twice !== undefined) issue('masked', `${twice} 写了两次`)
    if (!all.includes('name')) issue('masked', 'name 至少脱敏显示：清单以此区分各件')
    if (part === 'neither' && whole.length > 0) issue('whole', '没有职责的不能完整显示任何一项')
  })
export type VisibilityRow = z.infer<typeof RowSchema>

/**
 * who sees which personal fields, by what the organisation is and by its part; a row here takes the place of the
 * standard one.
 */
export const VisibilitySchema = z.array(RowSchema).superRefine((rows, context) => {
  const keys = rows.flatMap(({ part, kinds }) => kinds.map((kind) => `${part}（${kind}）`))
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) context.addIssue({ code: 'custom', message: `${twice} 写了两次` })
})
