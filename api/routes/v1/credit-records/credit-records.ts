import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findMatter } from '../../../../db/queries/matters.ts'
import { confirmersOf, creditPartiesOf, dueProcessOf } from '../../../../domain/city/city-parts.ts'
import {
  CREDIT_KIND_NAMES,
  CREDIT_KINDS,
  CREDIT_STATUS_NAMES,
  CREDIT_STATUSES,
} from '../../../../domain/credit/credit.ts'
import type { CreditSubject } from '../../../../domain/credit/credit.ts'
import { doubtsAbout, inWords } from '../../../../domain/demand/doubts.ts'
import { CreditRecordSchema } from '../../../../domain/credit/credit.schema.ts'
import type { CreditRecordRequest } from '../../../../domain/credit/credit.schema.ts'
import { Refusal } from '../../../../domain/problem.ts'
import type { CreditInput } from '../../../../workflows/credit/messages.ts'
import type { CreditState } from '../../../../workflows/credit/core/state.ts'
import { accountNamed, isChannelOf } from '../../../auth/account.ts'
import { actorOf } from '../../../auth/caller.ts'
import type { Caller } from '../../../auth/caller.ts'
import { maskingLens } from '../../../../domain/visibility/lens.ts'
import { subjectShown } from '../../../../domain/credit/credit-masking.ts'
import { CREDIT_API, isInForce } from '../../../matters/credit.ts'
import { requireSource } from '../../../matters/credit-source.ts'
import { listRoute } from '../../../matters/lists.ts'
import { matterRoutes } from '../../../matters/routes.ts'
import { openedNow } from '../../../matters/opened-now.ts'
import { openOnce } from '../../../matters/temporal.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { noteNumber } from '../../../plugins/noted.ts'
import { bodyHashOf, idempotencyHash } from '../../../plugins/idempotency.ts'
import { keyReused } from '../../../temporal/put-act.ts'
import { SettledSchema } from '../../../views/settled.schema.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { WarningsSchema } from '../../../views/warnings.schema.ts'
import { times, writingFor } from '../../../views/writing.ts'
import { creditDocumentRoutes } from './documents.ts'

const AnswerSchema = z.object({
  recordId: z.string(),
  seq: z.int(),
  status: z.enum(CREDIT_STATUSES),
  settled: SettledSchema,
  warnings: WarningsSchema,
  links: z.object({ self: z.string(), history: z.string() }),
})

const RowSchema = z.object({
  recordId: z.string(),
  seq: z.int(),
  status: z.enum(CREDIT_STATUSES),
  statusName: z.string(),
  kind: z.enum(CREDIT_KINDS),
  kindName: z.string(),
  inForce: z.boolean(),
  subject: z.string().describe('单位写全称，其余已脱敏'),
  org: z.string().optional(),
  serviceNumber: z.string().optional(),
  awaiting: z.array(z.string()),
  openedAt: TimeSchema,
  expiresAt: TimeSchema.optional(),
  closedAt: TimeSchema.optional(),
})

/** 信用记录. */
export async function creditRecordRoutes(app: FastifyInstance): Promise<void> {
  openRoute(app)
  listRoute(app, {
    api: CREDIT_API,
    rowSchema: RowSchema,
    row: rowView,
    applicantColumn: 'subjectAccount',
    confinedColumn: 'confined',
  })
  await creditDocumentRoutes(app)
  matterRoutes(app, CREDIT_API)
}

/** An authority or the office proposes a record by hand; those that a missed order brings are proposed by the case. */
function openRoute(plain: FastifyInstance): void {
  plain.withTypeProvider<ZodTypeProvider>().post(
    '',
    {
      config: { access: { roles: ['officer', 'lead'] } },
      schema: {
        summary: '提请记入信用档案（R-29）：其后事先告知、陈述申辩，由另一职级的第二人认定',
        tags: ['信用记录'],
        body: CreditRecordSchema,
        response: {
          201: AnswerSchema.describe('已提请，待事先告知'),
          200: AnswerSchema.describe('此前已用同一 Idempotency-Key 提请'),
        },
      },
    },
    async (request, reply) => {
      const caller = callerOfRequest(request)
      requireOpener(caller, request.body)
      const [keyHash, bodyHash] = [idempotencyHash(request), bodyHashOf(request)]
      const { city, policyHash } = caller
      const id = `credit:${keyHash.slice(0, 24)}`
      noteNumber(request, id)
      const promised =
        (await findMatter(plain.deps.database, 'creditRecord', id)) === undefined
          ? await requireSource(plain.deps, caller, request.body)
          : undefined
      const input: CreditInput = {
        id,
        openedBy: actorOf(caller),
        keyHash,
        bodyHash,
        policy: city,
        policyHash,
        ...request.body,
        subject: subjectOf(request.body, caller),
        ...creditPartiesOf(city),
        confirmers: confirmersOf(city, caller.org),
        dueProcess: dueProcessOf(city, promised),
        ...openedNow(plain.deps, city),
      }
      const { created, state, settled } = await openOnce(plain.deps, CREDIT_API, input, keyReused)
      const self = `/api/v1/credit-records/${id}`
      return reply
        .code(created ? 201 : 200)
        .header('location', self)
        .send({
          recordId: id,
          seq: state?.seq ?? 1,
          status: state?.status ?? 'proposed',
          settled,
          warnings: inWords(doubtsAbout(request.body.subject, 'subject')),
          links: { self, history: `${self}/history` },
        })
    },
  )
}

/** By which account they may answer and contest, and as what they took part. */
function subjectOf({ subject: { accountChannel, ...subject } }: CreditRecordRequest, caller: Caller): CreditSubject {
  const { account, capacity = 'utility' } = subject
  const named = account === undefined ? {} : { account: accountNamed(account, caller, accountChannel) }
  return { ...subject, capacity, ...named }
}

function requireOpener({ kind, city }: Caller, { subject: { org, accountChannel } }: CreditRecordRequest): void {
  if (kind !== 'authority' && kind !== 'office')
    throw new Refusal('forbidden', '信用记录由主管部门或协调小组办公室作出')
  if (accountChannel !== undefined && !isChannelOf(city, accountChannel))
    throw new Refusal('validation-failed', `${city.name}没有接入系统 ${accountChannel}`, 'subject.accountChannel')
  if (org === undefined) return
  const known = city.organisations.find(({ key }) => key === org)
  if (known === undefined) throw new Refusal('organisation-not-found', `${city.name}没有单位 ${org}`, 'subject.org')
  if (known.kind !== 'utility')
    throw new Refusal('validation-failed', `${known.name}不是公用事业单位，不记入信用档案`, 'subject.org')
}

function rowView(state: CreditState, { city }: Caller, now: Date): z.infer<typeof RowSchema> {
  const { status, kind, subject, source, openedAt, expiresAt, closedAt } = state
  return {
    recordId: state.id,
    seq: state.seq,
    status,
    statusName: CREDIT_STATUS_NAMES[status],
    kind,
    kindName: CREDIT_KIND_NAMES[kind],
    inForce: isInForce(state, now),
    subject: subjectShown(subject, maskingLens()).name,
    org: subject.org,
    serviceNumber: source.serviceNumber,
    awaiting: [...state.awaited],
    ...times({ openedAt }, { expiresAt, closedAt }, writingFor(city, now)),
  }
}
