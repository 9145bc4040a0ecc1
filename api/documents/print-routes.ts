import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ROLES } from '../../domain/actor/actor.ts'
import type { Caller } from '../auth/caller.ts'
import { callerOfRequest } from '../plugins/auth.ts'
import { idempotencyHash } from '../plugins/idempotency.ts'
import {
  GivenNumberSchema,
  NUMBERING_ROLES,
  numberPaper,
  printPaper,
  printsOfPaper,
  PrintsSchema,
  PrintViewSchema,
} from './print.ts'
import type { Printing } from './print.ts'

interface Printed<P extends z.ZodObject> {
  /** Of the paper. */
  readonly url: string
  readonly params: P
  readonly tag: string
  /** `printDocument`: what its operations are called by. */
  readonly called: string
  /** The paper, as this reader sees it. Throws a `Refusal` where it is not theirs to read, or not there yet. */
  readonly printingOf: (caller: Caller, params: z.infer<P>) => Promise<Printing>
}

/** copies of a paper that were printed, and the number that its organisation gives it. */
export function printRoutes<P extends z.ZodObject>(plain: FastifyInstance, of: Printed<P>): void {
  const { url, params, tag, called, printingOf } = of
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const tags = [tag]
  app.post(
    `${url}/prints`,
    {
      config: { access: { roles: ROLES }, alsoAnswers: [409] },
      schema: {
        operationId: `print${called}`,
        summary: '登记打印一份文书（R-10）',
        description: '第二次起为重印，打印件上注明次数、时间与单位。同一 Idempotency-Key 是同一次。',
        tags,
        params,
        body: z.strictObject({}),
        response: { 201: PrintViewSchema.describe('已登记'), 200: PrintViewSchema.describe('此前已登记的那一次') },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      const printing = await printingOf(caller, params.parse(request.params))
      const { view, created } = await printPaper(app.deps, caller, printing, idempotencyHash(request))
      return reply.code(created ? 201 : 200).send(view)
    },
  )
  app.get(
    `${url}/prints`,
    {
      config: { access: { roles: ROLES }, alsoAnswers: [409] },
      schema: {
        operationId: `list${called}Prints`,
        summary: '一份文书历次打印：何时、哪个单位（R-10、R-39）',
        tags,
        params,
        response: { 200: PrintsSchema },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      return printsOfPaper(app.deps, caller, await printingOf(caller, params.parse(request.params)))
    },
  )
  app.post(
    `${url}/number`,
    {
      config: { access: { roles: NUMBERING_ROLES }, alsoAnswers: [409] },
      schema: {
        operationId: `number${called}`,
        summary: '给出本单位文书的文号（R-10）',
        description: '限自己编文号的单位（配置 documents.numbering 为 given），每份一次，全市不重。',
        tags,
        params,
        body: GivenNumberSchema,
        response: { 200: z.object({ documentNumber: z.string() }) },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const printing = await printingOf(caller, params.parse(request.params))
      return numberPaper(app.deps, caller, printing, request.body.number)
    },
  )
}
