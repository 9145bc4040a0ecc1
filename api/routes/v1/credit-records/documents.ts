import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ROLES } from '../../../../domain/actor/actor.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { creditCatalogueOf, creditEntryOf } from '../../../documents/credit-catalogue.ts'
import type { CreditCatalogueEntry } from '../../../documents/credit-catalogue.ts'
import { creditSourceFor } from '../../../documents/credit-papers.ts'
import type { CreditSource } from '../../../documents/credit-papers.ts'
import { CREDIT_API } from '../../../matters/credit.ts'
import { readable } from '../../../matters/reach.ts'
import { lensFor } from '../../../matters/routes.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { seenThrough } from '../../../plugins/seen-through.ts'
import { printRoutes } from '../../../documents/print-routes.ts'
import { stampOf } from '../../../documents/stamp.ts'
import { CopySchema, HTML_ANSWER, sendPaper } from '../applications/documents.ts'

const RecordIdSchema = z.string().describe('信用记录编号，如 credit:…')

const ListSchema = z.object({
  items: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      ready: z.boolean(),
      number: z.string().optional().describe('文书编号'),
      why: z.string().optional().describe('尚不能出具的原因'),
      href: z.string(),
    }),
  ),
})

const DocumentKeySchema = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/)
  .describe('notice、decision、repair-{第几次申请}')

/** notice, decision and repair, to read and print; below `/credit-records`. */
export async function creditDocumentRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:recordId/documents',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: '信用记录的文书目录（R-29）',
        tags: ['信用记录'],
        params: z.object({ recordId: RecordIdSchema }),
        response: { 200: ListSchema },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const state = await readable(app.deps, CREDIT_API, request.params.recordId, caller)
      const source = creditSourceFor(state, caller, app.deps.now(), lensFor(CREDIT_API, state, caller))
      return { items: creditCatalogueOf(state).map((entry) => listed(entry, source)) }
    },
  )
  app.get(
    '/:recordId/documents/:document',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: '事先告知书、认定决定书、信用修复决定书（R-29）',
        description: '尚未办到相应环节时为 409 document-not-ready；个人信息按查看者在本件中的职责显示。',
        tags: ['信用记录'],
        params: z.object({
          recordId: RecordIdSchema,
          document: DocumentKeySchema,
        }),
        querystring: CopySchema,
        response: HTML_ANSWER,
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const { recordId, document } = request.params
      const state = await readable(app.deps, CREDIT_API, recordId, caller)
      const lens = seenThrough(request, lensFor(CREDIT_API, state, caller))
      const paper = creditEntryOf(document, state).make(creditSourceFor(state, caller, app.deps.now(), lens))
      const issued = { subject: state.id, paper, city: caller.city }
      return sendPaper(reply, paper, await stampOf(app.deps, issued, request.query.copy))
    },
  )
  printRoutes(plain, {
    url: '/:recordId/documents/:document',
    params: z.object({ recordId: RecordIdSchema, document: DocumentKeySchema }),
    tag: '信用记录',
    called: 'CreditDocument',
    async printingOf(caller, { recordId, document }) {
      const state = await readable(app.deps, CREDIT_API, recordId, caller)
      const source = creditSourceFor(state, caller, app.deps.now(), lensFor(CREDIT_API, state, caller))
      const paper = creditEntryOf(document, state).make(source)
      const href = `/api/v1/credit-records/${recordId}/documents/${document}`
      return { subject: state.id, paper, city: caller.city, href }
    },
  })
}

function listed(
  { key, name, make }: CreditCatalogueEntry,
  source: CreditSource,
): z.infer<typeof ListSchema>['items'][number] {
  const href = `/api/v1/credit-records/${source.state.id}/documents/${key}`
  try {
    const { number } = make(source)
    return { key, name, ready: true, number, href }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { key, name, ready: false, why: error.message, href }
  }
}
