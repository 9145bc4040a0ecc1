import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { canonicalJson, sha256 } from '../../config/canonical-json.ts'
import { serviceNumberOfHolder } from '../../domain/actor/code-holder.ts'
import { ACT_BODIES } from '../../domain/act/act.schema.ts'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import { RatingSchema } from '../../domain/rating/rating.schema.ts'
import type { Rating } from '../../domain/rating/rating.schema.ts'
import { PROBLEMS } from '../../domain/problem.ts'
import { caseAct, checkDates } from '../act-requests/case-act.ts'
import { callerOfRequest } from '../plugins/auth.ts'
import { idempotencyHash } from '../plugins/idempotency.ts'
import { problemOf } from '../problems/from-error.ts'
import { parsedInChinese } from '../problems/validation.ts'
import { rate } from '../routes/v1/applications/rate.ts'
import { readableCase } from '../routes/v1/applications/read.ts'
import { performAct } from '../temporal/perform-act.ts'
import { bodyOf, fieldsIn } from './bodies.ts'
import { ACT_OF, sendCase } from './case-routes.ts'
import { typedOf } from './form-body.ts'
import { plainly } from '../../domain/plainly.ts'
import { isPlanForm, takePlanForm } from './plans.ts'
import { FORM_NAMES } from './seen-case.ts'
import type { FormName } from './seen-case.ts'

const KEY = /^[0-9a-f-]{36}$/

/** Each form does what the API's act does, by the same rules; then one is led on, so that reloading repeats nothing. */
export function actRoutes(app: FastifyInstance): void {
  for (const form of FORM_NAMES)
    app.post(
      `/case/${form}`,
      { config: { access: 'code', form: true }, schema: { hide: true } },
      async (request, reply) => {
        try {
          const seq = await taken(app, request, form)
          return await reply.redirect(
            `/progress/case?${new URLSearchParams({ done: form, seq: String(seq) }).toString()}`,
            303,
          )
        } catch (error) {
          return notTaken(app, { request, reply, form, error })
        }
      },
    )
}

/** The `seq` of the case after it. */
async function taken({ deps }: FastifyInstance, request: FastifyRequest, form: FormName): Promise<number> {
  const caller = callerOfRequest(request)
  const serviceNumber = serviceNumberOfHolder(caller.sub)
  const typed = typedOf(request)
  const state = await readableCase(deps, serviceNumber, caller)
  const updateId = idempotencyHash(request, KEY.test(typed['key'] ?? '') ? typed['key'] : sha256(canonicalJson(typed)))
  if (isPlanForm(form)) {
    await takePlanForm(deps, form, { caller, serviceNumber, typed, updateId })
    return state.seq
  }
  const body = bodyOf(form, typed, { state, hours: caller.city.hours })
  const bodyHash = sha256(canonicalJson(body))
  if (form === 'rating') {
    const rating = parsedInChinese(RatingSchema, body) as Rating
    await rate(deps, caller, { serviceNumber, rating, keyHash: updateId, bodyHash })
    return state.seq
  }
  const type = ACT_OF[form]
  const checked = parsedInChinese(ACT_BODIES[type], body) as ActBodies[typeof type]
  checkDates(deps, caller, type, checked)
  const act = await caseAct(deps, caller, { serviceNumber, type, body: checked, bodyHash, updateId })
  return (await performAct(deps, act)).seq
}

interface NotTaken {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly form: FormName
  readonly error: unknown
}

/** The page again: what was typed is kept, with its key, and what is wrong stands at its field. */
async function notTaken({ deps }: FastifyInstance, { request, reply, form, error }: NotTaken): Promise<FastifyReply> {
  const problem = problemOf(error)
  const { status } = PROBLEMS[problem.code]
  if (status === 401 || status === 404 || problem.code === 'internal-error') throw error
  request.problemCode = problem.code
  const found = problem.errors.length > 0 ? problem.errors : [{ field: '', message: problem.message }]
  const errors = found.map(({ field, message }) => ({ field: fieldsIn(form, field), message: plainly(message) }))
  reply.code(status).headers(problem.headers)
  return sendCase(deps, request, reply, { seq: 0, again: { form, shown: { typed: typedOf(request), errors } } })
}
