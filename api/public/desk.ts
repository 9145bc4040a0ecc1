import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { PROBLEMS } from '../../domain/problem.ts'
import { serviceNumberOfHolder } from '../../domain/actor/code-holder.ts'
import { isInquiryNumber } from '../../domain/asked/inquiry-number.ts'
import { plainly } from '../../domain/plainly.ts'
import { html } from '../documents/html.ts'
import { signedInByCode } from '../plugins/auth.ts'
import { noteNumber } from '../plugins/noted.ts'
import { requireOwnOrigin } from '../plugins/own-origin.ts'
import { problemOf } from '../problems/from-error.ts'
import type { ProblemError } from '../problems/problem-error.ts'
import { publicUrlOf } from '../session/provider.ts'
import { actRoutes } from './act-routes.ts'
import { caseRoutes } from './case-routes.ts'
import { NOTHING_TYPED } from './fields.ts'
import { takeForms, typedOf } from './form-body.ts'
import { keepSize, sendPage, SIZE_NAMES } from './frame.ts'
import { INQUIRY_PAGE, inquiryPageRoute } from './inquiry-page.ts'
import { askingOf, askingPage, codeIn, codePage, NO_CODE, numberTyped, WRONG_CODE } from './look-up.ts'

const HERE = ['/progress', '/progress/code', '/progress/case', INQUIRY_PAGE] as const

/** API point 7, desk 6: an applicant without an account, in pages that need no script. Below `/progress`. */
export async function applicantDesk(app: FastifyInstance): Promise<void> {
  takeForms(app)
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, { reading: request.method === 'GET' })
    return sendWrong(app, request, reply, problem)
  })
  app.addHook('preValidation', async (request) => {
    if (request.routeOptions.config.form === true) requireOwnOrigin(request, publicUrlOf(app.deps.environment))
  })
  askingRoutes(app)
  codeRoutes(app)
  endRoute(app)
  sizeRoute(app)
  caseRoutes(app)
  inquiryPageRoute(app)
  actRoutes(app)
}

function askingRoutes(plain: FastifyInstance): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const { codes } = plain.codeSessions
  app.get(
    '',
    {
      config: { access: 'public' },
      schema: { hide: true, querystring: z.object({ number: z.string().max(40).catch('').default('') }) },
    },
    async (request, reply) => {
      const shown = request.query.number === '' ? NOTHING_TYPED : numberTyped(request.query.number)
      const body = askingPage(shown, { open: codes !== undefined })
      return sendPage(request, reply, { title: '办件查询', body, here: '/progress' })
    },
  )
  app.post('/code', { config: { access: 'attempt', form: true }, schema: { hide: true } }, async (request, reply) => {
    const asking = askingOf(typedOf(request))
    if (codes === undefined || 'errors' in asking) {
      const shown = 'errors' in asking ? asking : NOTHING_TYPED
      const body = askingPage(shown, { open: codes !== undefined })
      return sendPage(request, reply.code(422), { title: '有误：办件查询', body, here: '/progress' })
    }
    plain.limits.ofCodes(request, reply)
    const { serviceNumber, phone } = asking
    await plain.codeSessions.asked(reply, { id: codes.ask(serviceNumber, phone), serviceNumber })
    return reply.redirect('/progress/code', 303)
  })
}

function codeRoutes(app: FastifyInstance): void {
  const { codeSessions } = app
  const title = '填写验证码'
  app.get('/code', { config: { access: 'public' }, schema: { hide: true } }, async (request, reply) => {
    const asked = await codeSessions.askedBy(request)
    if (asked === undefined) return sendAskAgain(app, request, reply)
    return sendPage(request, reply, { title, body: codePage(asked.serviceNumber), here: '/progress/code' })
  })
  app.post(
    '/session',
    { config: { access: 'attempt', form: true }, schema: { hide: true } },
    async (request, reply) => {
      app.limits.ofCodes(request, reply)
      const asked = await codeSessions.askedBy(request)
      if (asked === undefined) return sendAskAgain(app, request, reply)
      const code = codeIn(typedOf(request))
      const opened = code === undefined ? undefined : await codeSessions.codes?.try(asked.id, code)
      const caller = opened === asked.serviceNumber ? await codeSessions.open(reply, asked) : undefined
      if (opened === undefined || caller === undefined) {
        request.problemCode = 'unauthenticated'
        const body = codePage(asked.serviceNumber, code === undefined ? NO_CODE : WRONG_CODE)
        return sendPage(request, reply.code(422), { title: `有误：${title}`, body, here: '/progress/code' })
      }
      signedInByCode(request, caller)
      if (isInquiryNumber(opened)) return reply.redirect(INQUIRY_PAGE, 303)
      noteNumber(request, opened)
      return reply.redirect('/progress/case', 303)
    },
  )
}

/** Too late, another browser, or one that keeps no cookies. */
function sendAskAgain(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const said = '请先获取验证码：十分钟内、在同一个浏览器里填写，浏览器须允许 Cookie。'
  const body = askingPage(NOTHING_TYPED, { said, open: app.codeSessions.codes !== undefined })
  return sendPage(request, reply.code(422), { title: '办件查询', body, here: '/progress' })
}

function endRoute(app: FastifyInstance): void {
  app.post('/end', { config: { access: 'public', form: true }, schema: { hide: true } }, async (request, reply) => {
    await app.codeSessions.end(request, reply)
    return reply.redirect('/progress', 303)
  })
}

/** A link, for it must work without script; it changes nothing but the size of letters. */
function sizeRoute(plain: FastifyInstance): void {
  plain.withTypeProvider<ZodTypeProvider>().get(
    '/size',
    {
      config: { access: 'public' },
      schema: {
        hide: true,
        querystring: z.object({ size: z.enum(SIZE_NAMES).catch('standard'), back: z.enum(HERE).catch('/progress') }),
      },
    },
    async ({ query: { size, back } }, reply) => {
      keepSize(reply, size, plain.deps.environment)
      return reply.redirect(back, 303)
    },
  )
}

function isOfInquiry({ caller }: FastifyRequest): boolean {
  return caller !== undefined && isInquiryNumber(serviceNumberOfHolder(caller.sub))
}

/** Whoever is not signed in finds the way in; any other problem is a page that says what is wrong. */
function sendWrong(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  problem: ProblemError,
): FastifyReply {
  const { status, title } = PROBLEMS[problem.code]
  request.problemCode = problem.code
  reply.code(status).headers(problem.headers)
  if (problem.code === 'unauthenticated') {
    const said = '请填编号和登记的手机号进入；进入后半小时有效。'
    const body = askingPage(NOTHING_TYPED, { said, open: app.codeSessions.codes !== undefined })
    return sendPage(request, reply, { title: '办件查询', body, here: '/progress' })
  }
  if (status >= 500)
    request.log.error({ err: problem.cause ?? problem, problem: problem.code }, 'a page for applicants failed')
  const back = isOfInquiry(request) ? INQUIRY_PAGE : '/progress/case'
  const body = html`<h1>${title}</h1>
    <p class="panel wrongs" role="alert">${plainly(problem.message)}</p>
    <p><a class="button plain" href="${back}">回到查询</a></p>`
  return sendPage(request, reply, { title, body, here: back })
}
