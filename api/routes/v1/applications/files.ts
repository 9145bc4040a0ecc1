import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { filesOfCase, findFile } from '../../../../db/queries/case-files.ts'
import { ROLES } from '../../../../domain/actor/actor.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { lensOnCase } from '../../../../domain/visibility/lens-on.ts'
import { readKeyring } from '../../../../temporal/keyring.ts'
import { linkTo } from '../../../files/links.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { seenThrough } from '../../../plugins/seen-through.ts'
import { fileView } from '../../../views/file.ts'
import { FileViewSchema, LinkedFileViewSchema } from '../../../views/file.schema.ts'
import { writingFor } from '../../../views/writing.ts'
import { readableCase } from './read.ts'

const NumberSchema = z.string().describe('联合报装服务编号')

/** What was uploaded to a case, for whoever may read the case. */
export async function fileRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:serviceNumber/files',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: '一件申请的照片、图纸、资料',
        description: '先上传的在前。哪一次办理用了哪个文件，在经过（history）里，以 ref 对应。',
        tags: ['文件'],
        params: z.object({ serviceNumber: NumberSchema }),
        response: { 200: z.object({ serviceNumber: z.string(), items: z.array(FileViewSchema), masked: z.boolean() }) },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { serviceNumber } = request.params
      const state = await readableCase(app.deps, serviceNumber, caller)
      const lens = seenThrough(request, lensOnCase(caller, state, caller.city))
      const writing = writingFor(caller.city, app.deps.now())
      const files = await filesOfCase(app.deps.database, serviceNumber)
      return { serviceNumber, items: files.map((file) => fileView(file, lens, writing)), masked: lens.masked }
    },
  )
  app.get(
    '/:serviceNumber/files/:file',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: '一个文件：来历，与读取它的链接',
        description: '链接五分钟内有效，不必再带令牌；谁取了链接，查阅记录里有。',
        tags: ['文件'],
        params: z.object({ serviceNumber: NumberSchema, file: z.string().describe('文件编号（id）') }),
        response: { 200: LinkedFileViewSchema },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { serviceNumber, file: id } = request.params
      const state = await readableCase(app.deps, serviceNumber, caller)
      const file = z.uuid().safeParse(id).success ? await findFile(app.deps.database, id) : undefined
      if (file?.serviceNumber !== serviceNumber) throw new Refusal('file-not-found', '本件没有这个文件')
      const lens = seenThrough(request, lensOnCase(caller, state, caller.city))
      const writing = writingFor(caller.city, app.deps.now())
      const view = fileView(file, lens, writing)
      if (!lens.isWhole('words')) return { ...view, masked: true }
      const { href, until } = linkTo(id, { keyring: readKeyring(app.deps.environment), now: app.deps.now() })
      return { ...view, link: { href, until: writing.time(until) }, masked: lens.masked }
    },
  )
}
