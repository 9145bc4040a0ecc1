import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { statesOf } from '../../../../db/queries/applications.ts'
import { openTasks } from '../../../../db/queries/tasks.ts'
import type { OpenTask } from '../../../../db/queries/tasks.ts'
import { ROLES } from '../../../../domain/actor/actor.ts'
import type { Role } from '../../../../domain/actor/actor.ts'
import { lightOf } from '../../../../domain/clocks/deadline.ts'
import type { Deadline } from '../../../../domain/clocks/deadline.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { STAGE_NAMES, STAGES } from '../../../../domain/case/stage.ts'
import type { Caller } from '../../../auth/caller.ts'
import { blockedTasks } from '../../../offers/blocked-tasks.ts'
import type { WhyTask } from '../../../offers/blocked-tasks.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { seenThrough } from '../../../plugins/seen-through.ts'
import { LightSchema, TimeSchema } from '../../../views/application.schema.ts'
import { writingFor } from '../../../views/application.ts'
import { assigneeShown } from '../../../views/assignee.ts'
import { taskShape } from '../../../views/task.schema.ts'
import { taskView } from '../../../views/task.ts'
import { maskUser } from '../../../../domain/masking/masking.ts'
import type { Lens } from '../../../../domain/visibility/lens.ts'
import { maskingLens } from '../../../../domain/visibility/lens.ts'
import { isOverseer } from '../../../views/who-may-read.ts'
import { CursorSchema, decodeCursor, encodeCursor, limitSchema, PlaceInstantSchema } from '../../../views/page.ts'

const PlaceSchema = z.strictObject({ dueAt: PlaceInstantSchema.nullable(), id: z.string().max(200) })

const TaskViewSchema = z.object({
  ...taskShape,
  serviceNumber: z.string(),
  person: z.string().nullable(),
  applicant: z.string().describe('已脱敏'),
  stage: z.enum(STAGES),
  stageName: z.string(),
  rule: z.string().optional(),
  since: TimeSchema,
  due: TimeSchema.optional(),
  light: LightSchema.optional(),
})

export const INBOX_ROLES: readonly Role[] = ROLES.filter((role) => role !== 'applicant')

/** what an organisation is awaited for, the most urgent first. */
export async function taskRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:organisation/tasks',
    {
      config: { access: { roles: INBOX_ROLES } },
      schema: {
        summary: '一个单位的待办（R-38）',
        tags: ['单位'],
        params: z.object({ organisation: z.string() }),
        querystring: z.strictObject({
          serviceNumber: z.string().max(40).optional().describe('只列这一件申请的'),
          limit: limitSchema(50, 200),
          cursor: CursorSchema,
        }),
        response: { 200: z.object({ items: z.array(TaskViewSchema), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const {
        params: { organisation: org },
        query: { serviceNumber, limit, cursor },
      } = request
      requireInbox(caller, org)
      const page = await openTasks(app.deps.database, {
        city: caller.city.key,
        org,
        serviceNumber,
        limit,
        cursor: decodeCursor(PlaceSchema, cursor),
      })
      const lens = seenThrough(request, maskingLens())
      const numbers = page.items.map((task) => task.serviceNumber)
      const why = await blockedTasks(app.deps, await statesOf(app.deps.database, numbers), caller)
      return {
        items: page.items.map((task) => inboxView(task, { org, lens, why, now: app.deps.now() }, caller)),
        next: encodeCursor(page.next),
      }
    },
  )
}

function requireInbox(caller: Caller, org: string): void {
  if (!caller.city.organisations.some((organisation) => organisation.key === org))
    throw new Refusal('organisation-not-found', `${caller.city.name}没有单位 ${org}`)
  const oversees = caller.kind === 'office' || caller.role === 'auditor' || caller.role === 'administrator'
  if (caller.org !== org && !oversees) throw new Refusal('forbidden', '只能查看本单位的待办')
}

interface Reading {
  readonly org: string
  readonly lens: Lens
  readonly why: WhyTask
  readonly now: Date
}

function inboxView(task: OpenTask, { org, lens, why, now }: Reading, caller: Caller): z.infer<typeof TaskViewSchema> {
  const { time, now: at } = writingFor(caller.city, now)
  const { id, serviceNumber, kind, person, stage, deadline } = task
  return {
    ...taskView(task, serviceNumber, why(serviceNumber, id)),
    serviceNumber,
    person: assigneeShown({ kind, org, person }, isOverseer(caller) ? undefined : caller.org, lens),
    applicant: maskUser(task.applicantKind, task.applicantName),
    stage,
    stageName: STAGE_NAMES[stage],
    since: time(task.openedAt),
    ...(deadline === null
      ? {}
      : { rule: deadline.rule, due: time(deadline.dueAt), light: lightOf(asDeadline(deadline), at) }),
  }
}

/** The columns a light is derived from; in a row what is not there is null. */
function asDeadline(row: NonNullable<OpenTask['deadline']>): Deadline {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as Deadline
}
