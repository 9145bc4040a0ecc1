import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findFile } from '../../db/queries/case-files.ts'
import { FILE_TYPES } from '../../domain/files/file-types.ts'
import type { FileType } from '../../domain/files/file-types.ts'
import { Refusal } from '../../domain/problem.ts'
import { readKeyring } from '../../temporal/keyring.ts'
import { isLinkGood } from './links.ts'

/** Nothing that a file says is done, wherever it is opened. */
const INERT = {
  'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'private, no-store',
} as const

/**
 * What is in a file, for whoever has a link to it that is not over. Who was given one is in the access log: the link
 * itself names nobody.
 */
export async function fileLinkRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/files/:file',
    {
      config: { access: 'public' },
      schema: {
        hide: true,
        params: z.object({ file: z.string() }),
        querystring: z.strictObject({
          until: z.coerce.number().int().min(0).max(1e11).default(0),
          signature: z.string().max(100).default(''),
        }),
      },
    },
    async ({ params: { file }, query, log }, reply) => {
      const linking = { keyring: readKeyring(app.deps.environment), now: app.deps.now() }
      if (!isLinkGood(file, query, linking))
        throw new Refusal('link-expired', '链接已过期或不完整：请回到该申请，重新打开这个文件')
      const row = await findFile(app.deps.database, file)
      const kept = row === undefined ? undefined : await app.deps.files.read(row.storedSha256)
      if (row === undefined || kept === undefined) {
        log.error({ file }, 'a file that was uploaded is not in the file store')
        throw new Refusal('file-not-found', '文件存储中没有这个文件，请告知运行维护人员；由上传者再传一次即可恢复')
      }
      return reply
        .headers({
          ...INERT,
          'content-disposition': dispositionOf(row.name, row.type),
          'content-length': String(kept.bytes),
        })
        .type(row.type)
        .send(kept.content)
    },
  )
}

/** A picture is looked at where one is, everything else is saved. */
function dispositionOf(name: string, type: FileType): string {
  const { picture, ending } = FILE_TYPES[type]
  const called = `${name.replace(/\.[A-Za-z0-9]{1,5}$/, '')}.${ending}`
  const encoded = encodeURIComponent(called).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  return `${picture ? 'inline' : 'attachment'}; filename="file.${ending}"; filename*=UTF-8''${encoded}`
}
