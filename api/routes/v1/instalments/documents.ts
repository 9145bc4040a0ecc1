import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ROLES } from '../../../../domain/actor/actor.ts'
import { Refusal } from '../../../../domain/problem.ts'
import type { Lens } from '../../../../domain/visibility/lens.ts'
import type { InstalmentsState } from '../../../../workflows/instalments/core/state.ts'
import type { Caller } from '../../../auth/caller.ts'
import type { Dependencies } from '../../../dependencies.ts'
import { planCatalogueOf, planEntryOf, planSourceFor } from '../../../documents/instalment-plan.ts'
import type { PlanEntry, PlanSource } from '../../../documents/instalment-plan.ts'
import { numberShown } from '../../../documents/number-shown.ts'
import { printRoutes } from '../../../documents/print-routes.ts'
import { stampOf } from '../../../documents/stamp.ts'
import { INSTALMENTS_API, seesAmounts } from '../../../matters/instalments.ts'
import { readable } from '../../../matters/reach.ts'
import { lensFor } from '../../../matters/routes.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { noteSeen } from '../../../plugins/noted.ts'
import { seenThrough } from '../../../plugins/seen-through.ts'
import { readCase } from '../../../temporal/read-case.ts'
import { CopySchema, HTML_ANSWER, sendPaper } from '../applications/documents.ts'

const IdSchema = z.string().describe(INSTALMENTS_API.parameter.description)

const ListSchema = z.object({
  items: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      ready: z.boolean(),
      number: z.string().optional().describe('文书编号，如 CB-…/分期-water-shuiwu-1'),
      numberShown: z.string().optional().describe('给人看的编号，如 CB-…/分期-水-水务-1'),
      why: z.string().optional().describe('尚不能出具的原因'),
      href: z.string(),
    }),
  ),
})

const DocumentKeySchema = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/)
  .describe('plan-{第几个方案}')

/** every plan that both sides signed, to read and print; below `/instalments`. */
export async function instalmentsDocumentRoutes(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:instalmentsId/documents',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: '分期的文书目录（R-23）',
        tags: [INSTALMENTS_API.tag],
        params: z.object({ instalmentsId: IdSchema }),
        response: { 200: ListSchema },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { state, source } = await sourceOf(app.deps, request.params.instalmentsId, caller)
      return { items: planCatalogueOf(state).map((entry) => listed(entry, source, caller)) }
    },
  )
  app.get(
    '/:instalmentsId/documents/:document',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: '双方签定的分期协议（R-23）',
        description:
          '双方签字之前为 409 document-not-ready。每个签定的方案各是一份，变更之后以前的留存。谁能查看、看到什么，与分期本身相同：不是一方的不显示金额与签字人。',
        tags: [INSTALMENTS_API.tag],
        params: z.object({ instalmentsId: IdSchema, document: DocumentKeySchema }),
        querystring: CopySchema,
        response: HTML_ANSWER,
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const { state, source } = await sourceOf(app.deps, request.params.instalmentsId, caller)
      seenThrough(request, source.lens)
      const paper = planEntryOf(request.params.document, state).make(source)
      if (!source.masked) noteSeen(request, 'whole')
      const issued = { subject: state.id, paper, city: caller.city }
      return sendPaper(reply, paper, await stampOf(app.deps, issued, request.query.copy))
    },
  )
  printRoutes(plain, {
    url: '/:instalmentsId/documents/:document',
    params: z.object({ instalmentsId: IdSchema, document: DocumentKeySchema }),
    tag: INSTALMENTS_API.tag,
    called: 'InstalmentsDocument',
    async printingOf(caller, { instalmentsId, document }) {
      const { state, source } = await sourceOf(app.deps, instalmentsId, caller)
      const paper = planEntryOf(document, state).make(source)
      return { subject: state.id, paper, city: caller.city, href: hrefOf(state, document) }
    },
  })
}

/** Who may read the matter may read its papers; whose it is, its case says, through the lens on the matter. */
async function sourceOf(
  deps: Dependencies,
  id: string,
  caller: Caller,
): Promise<{ readonly state: InstalmentsState; readonly source: PlanSource }> {
  const state = await readable(deps, INSTALMENTS_API, id, caller)
  const of = await readCase(deps, state.serviceNumber)
  const lens: Lens = lensFor(INSTALMENTS_API, state, caller)
  const masked = !seesAmounts(caller, state)
  return { state, source: planSourceFor({ state, of }, { caller, now: deps.now(), masked, lens }) }
}

function listed(entry: PlanEntry, source: PlanSource, caller: Caller): z.infer<typeof ListSchema>['items'][number] {
  const { key, name, make } = entry
  const href = hrefOf(source.state, key)
  try {
    const { number = '' } = make(source)
    return { key, name, ready: true, number, numberShown: numberShown(number, caller.city), href }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { key, name, ready: false, why: error.message, href }
  }
}

function hrefOf({ id }: InstalmentsState, document: string): string {
  return `/api/v1/instalments/${id}/documents/${document}`
}
