import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { lensOnCase } from '../../../../domain/visibility/lens-on.ts'
import { entryOf } from '../../../documents/catalogue.ts'
import { sourceFor } from '../../../documents/papers.ts'
import { printRoutes } from '../../../documents/print-routes.ts'
import { DocumentKeySchema } from './documents.ts'
import { readableCase } from './read.ts'
import { lookUpUrlOf } from '../../../session/provider.ts'

/** papers of a case, printed and numbered. */
export async function documentPrintRoutes(plain: FastifyInstance): Promise<void> {
  const { deps } = plain
  printRoutes(plain, {
    url: '/:serviceNumber/documents/:document',
    params: z.object({ serviceNumber: z.string().describe('联合报装服务编号'), document: DocumentKeySchema }),
    tag: '文书',
    called: 'Document',
    async printingOf(caller, { serviceNumber, document }) {
      const state = await readableCase(deps, serviceNumber, caller)
      const lens = lensOnCase(caller, state, caller.city)
      const source = sourceFor(state, caller, deps.now(), lens, lookUpUrlOf(deps.environment))
      const paper = entryOf(document, state, source.nameOf).make(source)
      const href = `/api/v1/applications/${serviceNumber}/documents/${document}`
      return { subject: serviceNumber, paper, city: caller.city, href }
    },
  })
}
