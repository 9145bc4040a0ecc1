import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { openTasks } from '../../../../db/queries/tasks.ts'
import type { OpenTask } from '../../../../db/queries/tasks.ts'
import { lightOf } from '../../../../domain/clocks/deadline.ts'
import type { Deadline } from '../../../../domain/clocks/deadline.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { STAGE_NAMES, STAGES } from '../../../../domain/case/stage.ts'
import { TASK_KINDS, TASK_NAMES } from '../../../../domain/case/task.ts'
import type { Caller } from '../../../auth/caller.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { seenThrough } from '../../../plugins/seen-through.ts'
import { LightSchema, TimeSchema } from '../../../views/application.schema.ts'
import { writingFor } from '../../../views/application.ts'
import { assigneeShown } from '../../../views/assignee.ts'
import { maskUser } from '../../../../domain/masking/masking.ts'
import type { Lens } from '../../../../domain/visibility/lens.ts'
import { maskingLens } from '../../../../domain/visibility/lens.ts'
import { isOverseer } from '../../../views/who-may-read.ts'
import { CursorSchema, decodeCursor, encodeCursor, limitSchema, PlaceInstantSchema } from '../../../views/page.ts'

const PlaceSchema = z.strictObject({ dueAt: PlaceInstantSchema.nullable(), id: z.string().max(200) })

const TaskViewSchema = z.object({
  id: z.string(),
  serviceNumber: z.string(),
  kind: z.enum(TASK_KINDS),
  name: z.string(),
  line: z.string().optional(),
  person: z.string().nullable(),
  applicant: z.string().describe('已脱敏'),
  stage: z.enum(STAGES),
  stageName: z.string(),
  rule: z.string().optional(),
  since: TimeSchema,
  due: TimeSchema.optional(),
  light: LightSchema.optional(),
})

/** what an organisation is awaited for, the most urgent first. */
export async function taskRoute(plain: FastifyInstance): Promise<void> {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/:organisation/tasks',
    {
      config: { access: { roles: ['clerk', 'officer', 'lead', 'inspector', 'auditor', 'administrator', 'system'] } },
      schema: {
        summary: '一个单位的待办（R-38）',
        tags: ['单位'],
        params: z.object({ organisation: z.string() }),
        querystring: z.strictObject({ limit: limitSchema(50, 200), cursor: CursorSchema }),
        response: { 200: z.object({ items: z.array(TaskViewSchema), next: z.string().optional() }) },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const {
        params: { organisation: org },
        query: { limit, cursor },
      } = request
      requireInbox(caller, org)
      const page = await openTasks(app.deps.database, {
        city: caller.city.key,
        org,
        limit,
        cursor: decodeCursor(PlaceSchema, cursor),
      })
      const lens = seenThrough(request, maskingLens())
      return {
        items: page.items.map((task) => taskView(task, { org, lens, now: app.deps.now() }, caller)),
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
  readonly now: Date
}

function taskView(task: OpenTask, { org, lens, now }: Reading, caller: Caller): z.infer<typeof TaskViewSchema> {
  const { time, now: at } = writingFor(caller.city, now)
  const { id, serviceNumber, kind, line, person, stage, deadline } = task
  return {
    id,
    serviceNumber,
    kind,
    name: TASK_NAMES[kind],
    person: assigneeShown({ kind, org, person }, isOverseer(caller) ? undefined : caller.org, lens),
    applicant: maskUser(task.applicantKind, task.applicantName),
    stage,
    stageName: STAGE_NAMES[stage],
    since: time(task.openedAt),
    line: line ?? undefined,
    ...(deadline === null
      ? {}
      : { rule: deadline.rule, due: time(deadline.dueAt), light: lightOf(asDeadline(deadline), at) }),
  }
}

/** The columns a light is derived from; in a row what is not there is null. */
function asDeadline(row: NonNullable<OpenTask['deadline']>): Deadline {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as Deadline
}
