import { z } from 'zod'
import { ROLES } from '../../domain/actor/actor.ts'
import { FILE_TYPE_KEYS } from '../../domain/files/file-types.ts'
import { TimeSchema } from './time.schema.ts'

export const FileViewSchema = z.object({
  id: z.string(),
  ref: z
    .object({
      original: z.string().describe('所上传文件的 SHA-256'),
      stored: z.string().describe('所保存文件的 SHA-256；图片重新写成，与上传的不同'),
    })
    .describe('办理时照抄到 files 里'),
  name: z.string().describe('文件名；看不到“用户的话”的为 ***'),
  type: z.enum(FILE_TYPE_KEYS),
  bytes: z.int().describe('所保存的大小'),
  width: z.int().optional(),
  height: z.int().optional(),
  takenAt: z.string().optional().describe('拍摄时间，相机自己的钟，没有时区'),
  place: z
    .object({
      latitude: z.number(),
      longitude: z.number(),
      by: z.enum(['picture', 'device']).describe('出自照片，或上传时的设备'),
    })
    .optional()
    .describe('位置；只给看得到申请地址的'),
  uploaded: z.object({ at: TimeSchema, org: z.string(), orgName: z.string(), role: z.enum(ROLES) }),
})
export type FileView = z.infer<typeof FileViewSchema>

export const LinkedFileViewSchema = FileViewSchema.extend({
  link: z
    .object({ href: z.string(), until: TimeSchema })
    .optional()
    .describe('读取的链接，五分钟内有效；只给看得到“用户的话”的（文件里可能有任何内容，无法脱敏）'),
  masked: z.boolean(),
})
