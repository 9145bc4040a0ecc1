import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { numbersOf } from '../../../../db/queries/document-numbers.ts'
import { ROLES } from '../../../../domain/actor/actor.ts'
import { Refusal } from '../../../../domain/problem.ts'
import type { CatalogueEntry } from '../../../documents/catalogue.ts'
import { catalogueOf, entryOf } from '../../../documents/catalogue.ts'
import { CONTENT_SECURITY_POLICY, page } from '../../../documents/page.ts'
import { stampOf } from '../../../documents/stamp.ts'
import { numberShown } from '../../../documents/number-shown.ts'
import type { Paper, Stamp } from '../../../documents/page.ts'
import { sourceFor } from '../../../documents/papers.ts'
import type { Source } from '../../../documents/papers.ts'
import { lensOnCase } from '../../../../domain/visibility/lens-on.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { seenThrough } from '../../../plugins/seen-through.ts'
import { readableCase } from './read.ts'
import { lookUpUrlOf } from '../../../session/provider.ts'

const DOCUMENT_KEYS = [
  'receipt、supplement-notice、survey-letter、survey-result、result',
  'commitment-{单位}、joint-result-{单位}、approval-{单位}-{事项}-{次}、missed-{服务}-{单位}',
  'works-extension-{服务}-{单位}、variation-{n}-{单位}、acceptance-{服务}-{单位}',
  'rectification-{n}、revocation-notice-{n}、revocation-decision-{n}',
].join('、')

export const DocumentKeySchema = z
  .string()
  .regex(/^[a-zA-Z0-9-]{1,120}$/)
  .describe(DOCUMENT_KEYS)

/** which printed copy. */
export const CopySchema = z.strictObject({
  copy: z.coerce.number().int().min(1).max(9999).optional().describe('第几次打印的件；不填为阅览'),
})

const NumberSchema = z.string().describe('联合报装服务编号')

const ListSchema = z.object({
  items: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      ready: z.boolean(),
      number: z.string().optional().describe('文书编号，如 CB-…/函1；其中的单位、事项是代码，永不改变'),
      numberShown: z.string().optional().describe('给人看的编号，代码换成简称，如 CB-…/诺-水务-1'),
      documentNumber: z.string().optional().describe('文号，如 赤城管许〔2026〕12号；第一次查看或打印时编定'),
      why: z.string().optional().describe('尚不能出具的原因'),
      href: z.string(),
    }),
  ),
})

/** An HTML answer, as OpenAPI has it. */
export const HTML_ANSWER = {
  200: { description: '可打印的 HTML（A4）', content: { 'text/html': { schema: z.string() } } },
} as const

/** documents to read and print. */
export async function documentRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:serviceNumber/documents',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: '文书目录（R-10）',
        tags: ['文书'],
        params: z.object({ serviceNumber: NumberSchema }),
        response: { 200: ListSchema },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const source = sourceFor(
        await readableCase(app.deps, request.params.serviceNumber, caller),
        caller,
        app.deps.now(),
      )
      const numbers = await numbersOf(app.deps.database, request.params.serviceNumber)
      return { items: catalogueOf(source.state, source.nameOf).map((entry) => listed(entry, source, numbers)) }
    },
  )
  app.get(
    '/:serviceNumber/documents/:document',
    {
      config: { access: { roles: ROLES }, alsoAnswers: [409] },
      schema: {
        summary:
          '受理回执、踏勘函、踏勘结果、承诺书（附件3）、审批决定书、办结通知等（R-10、R-11、R-13、R-16、R-17、R-25）',
        description: '尚未办到相应环节时为 409 document-not-ready；个人信息按查看者在本件中的职责显示。',
        tags: ['文书'],
        params: z.object({
          serviceNumber: NumberSchema,
          document: DocumentKeySchema,
        }),
        querystring: CopySchema,
        response: HTML_ANSWER,
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const { serviceNumber, document } = request.params
      const state = await readableCase(app.deps, serviceNumber, caller)
      const lens = seenThrough(request, lensOnCase(caller, state, caller.city))
      const source = sourceFor(state, caller, app.deps.now(), lens, lookUpUrlOf(app.deps.environment))
      const paper = entryOf(document, source.state, source.nameOf).make(source)
      const issued = { subject: serviceNumber, paper, city: caller.city }
      return sendPaper(reply, paper, await stampOf(app.deps, issued, request.query.copy))
    },
  )
}

export function sendPaper(reply: FastifyReply, paper: Paper, stamp?: Stamp): FastifyReply {
  return reply
    .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CONTENT_SECURITY_POLICY })
    .send(page(paper, stamp))
}

function listed(
  { key, name, make }: CatalogueEntry,
  source: Source,
  numbers: ReadonlyMap<string, string>,
): z.infer<typeof ListSchema>['items'][number] {
  const href = `/api/v1/applications/${source.state.serviceNumber}/documents/${key}`
  try {
    const { number } = make(source)
    const shown = number === undefined ? undefined : numberShown(number, source.city)
    return { key, name, ready: true, href, number, numberShown: shown, documentNumber: numbers.get(number ?? '') }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { key, name, ready: false, why: error.message, href }
  }
}
