import { z } from 'zod'
import { sha256 } from '../act/fields.schema.ts'

/** How an act names a file: as the upload's answer has it, so that both digests stand in the history. */
const FileRefSchema = z.strictObject({
  original: sha256.describe('所上传文件的 SHA-256'),
  stored: sha256.describe('所保存文件（图片已去除位置等信息）的 SHA-256'),
})
export type FileRef = z.infer<typeof FileRefSchema>

const MOST_FILES = 20

/** Of an act: photos, designs, papers that were uploaded to its case before. */
export const files = z
  .array(FileRefSchema)
  .max(MOST_FILES)
  .refine((refs) => new Set(refs.map(({ original }) => original)).size === refs.length, '同一文件只能列一次')
  .optional()
  .describe('照片、图纸、资料：先上传到本件（…/files），再写上传回答的 ref')
