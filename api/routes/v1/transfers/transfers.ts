import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findMatter } from '../../../../db/queries/matters.ts'
import { takeTransfer } from '../../../../db/queries/transfer-registrations.ts'
import type { TakenTransfer } from '../../../../db/queries/transfer-registrations.ts'
import { longestDeadlineOf } from '../../../../domain/city/city-parts.ts'
import { requireCalendarAhead } from '../../../../domain/clocks/calendar-end.ts'
import { begunOn } from '../../../../domain/clocks/begun.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { TRANSFER_OUTCOMES, TRANSFER_STATUS_NAMES, TRANSFER_STATUSES } from '../../../../domain/transfer/transfer.ts'
import { TransferRequestSchema } from '../../../../domain/transfer/transfer.schema.ts'
import type { TransferRequest } from '../../../../domain/transfer/transfer.schema.ts'
import type { TransferInput } from '../../../../workflows/transfer/messages.ts'
import type { TransferState } from '../../../../workflows/transfer/core/state.ts'
import { withAccount } from '../../../auth/account.ts'
import { actorOf } from '../../../auth/caller.ts'
import type { Caller } from '../../../auth/caller.ts'
import type { Dependencies } from '../../../dependencies.ts'
import { listRoute } from '../../../matters/lists.ts'
import { matterRoutes } from '../../../matters/routes.ts'
import { maskUser } from '../../../../domain/masking/masking.ts'
import { TRANSFER_API, transferWarnings } from '../../../matters/transfer.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { noteNumber } from '../../../plugins/noted.ts'
import { bodyHashOf, idempotencyHash } from '../../../plugins/idempotency.ts'
import { fieldProblem } from '../../../problems/problem-error.ts'
import { requireAuthority, requireOwnAccount, requirePaperOfWindow } from '../../../registration/authority.ts'
import { requireChannel } from '../../../registration/channel.ts'
import { isOfRegister, requireFromRegister, withGround } from '../../../registration/transfer-ground.ts'
import { requireUnmoved } from '../../../registration/unmoved-accounts.ts'
import { requireReasonOfWindow, requireRoomForTransfer } from '../../../registration/open-limit.ts'
import { startOrSayLater } from '../../../registration/start-or-say-later.ts'
import { startTransfer } from '../../../registration/start-transfer.ts'
import { keyReused } from '../../../temporal/put-act.ts'
import { untilSettled } from '../../../temporal/settled.ts'
import { localDate } from '../../../../domain/clocks/local-date.ts'
import { SettledSchema } from '../../../views/settled.schema.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { WarningsSchema } from '../../../views/warnings.schema.ts'
import { times, writingFor } from '../../../views/writing.ts'

const AnswerSchema = z.object({
  number: z.string().describe('联动过户编号'),
  seq: z.int(),
  status: z.enum(TRANSFER_STATUSES),
  settled: SettledSchema,
  warnings: WarningsSchema,
  links: z.object({ self: z.string(), history: z.string() }),
})

const RowSchema = z.object({
  number: z.string(),
  seq: z.int(),
  status: z.enum(TRANSFER_STATUSES),
  statusName: z.string(),
  outcome: z.enum(TRANSFER_OUTCOMES).optional(),
  newHolder: z.string().describe('新户主，已脱敏'),
  accounts: z.int().describe('账户数'),
  awaiting: z.array(z.string()),
  openedAt: TimeSchema,
  closedAt: TimeSchema.optional(),
})

const JUST_REQUESTED = { seq: 1, status: 'ownership' } as const

/** 联动过户. */
export async function transferRoutes(app: FastifyInstance): Promise<void> {
  requestRoute(app)
  listRoute(app, {
    api: TRANSFER_API,
    rowSchema: RowSchema,
    row: rowView,
    applicantColumn: 'applicantSubject',
    intakeColumn: 'requestedByOrg',
  })
  matterRoutes(app, TRANSFER_API)
}

/**
 * One form starts one transfer; key and number are taken in PostgreSQL, for ever, and then the workflow starts, as for
 * an application.
 */
function requestRoute(plain: FastifyInstance): void {
  plain.withTypeProvider<ZodTypeProvider>().post(
    '',
    {
      config: { access: { roles: ['system', 'clerk', 'applicant', 'officer', 'lead'] } },
      schema: {
        summary: '申请联动过户：一次申请，所选账户一并过户（R-28）',
        description: '申请人、接入系统、综窗申请；办理不动产登记的牵头单位也可凭登记簿的记载直接发起。',
        tags: ['联动过户'],
        body: TransferRequestSchema,
        response: {
          201: AnswerSchema.describe('已登记'),
          200: AnswerSchema.describe('此前已用同一 Idempotency-Key 登记'),
        },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      requireRequester(caller, request.body)
      requireAccountsOfCity(request.body, caller)
      requireReasonOfWindow(request.body, caller)
      const taken = await take(plain.deps, request, withGround(request.body, caller, plain.deps.now()), caller)
      noteNumber(request, taken.input.id)
      const { id: number } = taken.started ? taken.input : await started(plain.deps, taken)
      noteNumber(request, number)
      const self = `/api/v1/transfers/${number}`
      const state = await untilSettled(() => findMatter(plain.deps.database, 'transfer', number))
      const { seq, status } = state ?? JUST_REQUESTED
      return reply
        .code(taken.created ? 201 : 200)
        .header('location', self)
        .send({
          number,
          seq,
          status,
          settled: state !== undefined,
          warnings: transferWarnings(taken.input.request),
          links: { self, history: `${self}/history` },
        })
    },
  )
}

/**
 * an intake system by its own channel, the window by its own, an applicant by the online hall and as one of the
 * holders, or authorised.
 */
function requireRequester(caller: Caller, request: TransferRequest): void {
  const { channel, applicantSubject, form } = request
  if (isOfRegister(caller)) return requireFromRegister(request, caller)
  requireChannel(caller, channel, false, (name) => `${caller.org} 不能以“${name}”渠道申请`)
  requireOwnAccount(caller, applicantSubject)
  requireAuthority(caller, [form.from, form.to], request)
  requirePaperOfWindow(request, caller.city)
}

function requireAccountsOfCity({ form }: TransferRequest, { city }: Caller): void {
  form.accounts.forEach(({ service, utility }, index) => {
    if (!city.services[service].includes(utility))
      throw fieldProblem(
        'validation-failed',
        `form.accounts.${index}.utility`,
        `${city.name}的这项服务不由 ${utility} 承办，可选：${city.services[service].join('、')}`,
      )
  })
}

async function take(
  { database, now, environment, calendars, numbers }: Dependencies,
  request: FastifyRequest,
  body: TransferRequest,
  caller: Caller,
): Promise<TakenTransfer> {
  const { city, policyHash } = caller
  const { leader } = city.transfer
  if (leader === undefined) throw new Refusal('forbidden', `${city.name}未开办联动过户`)
  const [keyHash, bodyHash, day] = [
    idempotencyHash(request),
    bodyHashOf(request),
    localDate(now().toISOString(), city.hours),
  ]
  await numbers.tried()
  const taken = await takeTransfer(database, {
    keyHash,
    bodyHash,
    city: city.key,
    servicePrefix: city.servicePrefix,
    day,
    async before(transaction) {
      await requireRoomForTransfer(environment, body, caller)(transaction)
      await requireUnmoved(body, caller)(transaction)
    },
    startInput: (id) => {
      numbers.requireClear()
      requireCalendarAhead(day, longestDeadlineOf(city), calendars[city.calendar])
      return {
        id,
        openedBy: actorOf(caller),
        keyHash,
        bodyHash,
        policy: city,
        policyHash,
        request: withAccount(body, caller),
        leader,
        ...begunOn(day, calendars[city.calendar]),
      }
    },
  })
  if (taken.bodyHash !== bodyHash) throw keyReused()
  return taken
}

function started(deps: Dependencies, { input }: TakenTransfer): Promise<TransferInput> {
  return startOrSayLater(
    deps,
    () => startTransfer(deps, input),
    (number) => `/api/v1/transfers/${number}`,
  )
}

function rowView(state: TransferState, { city }: Caller, now: Date): z.infer<typeof RowSchema> {
  const { status, outcome } = state
  return {
    number: state.id,
    seq: state.seq,
    status,
    statusName: TRANSFER_STATUS_NAMES[status],
    outcome,
    newHolder: maskUser(state.request.form.to.kind, state.request.form.to.name),
    accounts: Object.keys(state.accounts).length,
    awaiting: [...state.awaited],
    ...times({ openedAt: state.openedAt }, { closedAt: state.closedAt }, writingFor(city, now)),
  }
}
