import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { name } from '../../../../domain/act/fields.schema.ts'
import { LARGEST_FILE_MIB } from '../../../../domain/files/file-types.ts'
import { lensOnCase } from '../../../../domain/visibility/lens-on.ts'
import { placeOf } from '../../../files/picture.ts'
import { requireNotTooLarge } from '../../../files/received.ts'
import { upload } from '../../../files/upload.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { seenThrough } from '../../../plugins/seen-through.ts'
import { fieldProblem } from '../../../problems/problem-error.ts'
import { fileView } from '../../../views/file.ts'
import { FileViewSchema } from '../../../views/file.schema.ts'
import { writingFor } from '../../../views/writing.ts'
import { readableCase } from './read.ts'

const degrees = (most: number) => z.coerce.number().min(-most).max(most).optional()

const QuerySchema = z
  .strictObject({
    name: name(200)
      .transform((given) => given.split(/[/\\]/).at(-1)?.trim() ?? '')
      .refine((given) => given !== '', '应为文件名，如 现场.jpg')
      .describe('文件名'),
    latitude: degrees(90).describe('设备所在的纬度；照片自己带有位置的，以照片为准'),
    longitude: degrees(180).describe('设备所在的经度'),
  })
  .refine(({ latitude, longitude }) => (latitude === undefined) === (longitude === undefined), {
    path: ['longitude'],
    message: '经度与纬度须一并填写',
  })

/** A file of a case: its body is the file itself. The API's other bodies are JSON, and a hundredth of the size. */
export async function uploadRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  app.post(
    '/:serviceNumber/files',
    {
      config: { access: { roles: ['clerk', 'officer', 'lead', 'inspector', 'system'] }, takesFile: true },
      schema: {
        summary: '上传一个文件：照片、图纸、验收资料、扫描件',
        description:
          `请求体就是文件的内容，至多 ${LARGEST_FILE_MIB} MB；是什么由内容判定，只收 JPEG、PNG、WebP、PDF。` +
          '图片重新写成：位置、时间记为数据，不留在图片里。同一内容再传，是同一个文件。',
        tags: ['文件'],
        params: z.object({ serviceNumber: z.string().describe('联合报装服务编号') }),
        querystring: QuerySchema,
        response: { 201: FileViewSchema },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const { serviceNumber } = request.params
      const state = await readableCase(app.deps, serviceNumber, caller)
      requireFileItself(request.headers['content-type'])
      requireNotTooLarge(request.headers['content-length'])
      const body = request.body instanceof Readable ? request.body : Readable.from([])
      const { name: called, latitude, longitude } = request.query
      const place = placeOf(latitude, longitude)
      const file = await upload(app.deps, caller, { serviceNumber, name: called, place, body })
      const lens = seenThrough(request, lensOnCase(caller, state, caller.city))
      return reply.code(201).send(fileView(file, lens, writingFor(caller.city, app.deps.now())))
    },
  )
}

function requireFileItself(contentType = ''): void {
  if (!/^multipart\//i.test(contentType)) return
  throw fieldProblem(
    'file-type-not-allowed',
    'file',
    '请求体应就是文件的内容，不要用 multipart 表单（curl 用 --data-binary @文件，不用 -F）',
  )
}
