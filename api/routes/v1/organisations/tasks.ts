import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { statesOf } from '../../../../db/queries/applications.ts'
import { countTasks, openTasks, TASK_SORTS, tasksBy } from '../../../../db/queries/tasks.ts'
import type { OpenTask, TaskFilter } from '../../../../db/queries/tasks.ts'
import { ROLES } from '../../../../domain/actor/actor.ts'
import type { Role } from '../../../../domain/actor/actor.ts'
import type { Database } from '../../../../db/client.ts'
import { TASK_KINDS, TASK_NAMES } from '../../../../domain/case/task.ts'
import type { TaskKind } from '../../../../domain/case/task.ts'
import { lightAt, LIGHTS } from '../../../../domain/clocks/deadline.ts'
import { soughtText } from '../../../../domain/demand/sought-text.ts'
import { isStorable } from '../../../../domain/storable.ts'
import { Refusal } from '../../../../domain/problem.ts'
import { STAGE_NAMES, STAGES } from '../../../../domain/case/stage.ts'
import type { Caller } from '../../../auth/caller.ts'
import { peopleOf } from '../../../act-requests/known-person.ts'
import { blockedTasks } from '../../../offers/blocked-tasks.ts'
import type { WhyTask } from '../../../offers/blocked-tasks.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { seenThrough } from '../../../plugins/seen-through.ts'
import { LightSchema, TimeSchema } from '../../../views/application.schema.ts'
import { byText, writingFor } from '../../../views/writing.ts'
import {
  dueSpan,
  hasFound,
  LightQuerySchema,
  PersonSchema,
  personSought,
  searchableIn,
  WhenSchema,
} from '../../../views/list-query.ts'
import { assigneeShown } from '../../../views/assignee.ts'
import { taskShape } from '../../../views/task.schema.ts'
import { taskView } from '../../../views/task.ts'
import { maskUser } from '../../../../domain/masking/masking.ts'
import type { Lens } from '../../../../domain/visibility/lens.ts'
import { maskingLens } from '../../../../domain/visibility/lens.ts'
import { isOverseer } from '../../../views/who-may-read.ts'
import { CursorSchema, decodeCursor, encodeCursor, limitSchema, PlaceInstantSchema } from '../../../views/page.ts'

const PlaceSchema = z.strictObject({
  sort: z.enum(TASK_SORTS),
  at: PlaceInstantSchema.nullable(),
  id: z.string().max(200),
})

const TaskViewSchema = z.object({
  ...taskShape,
  serviceNumber: z.string(),
  person: z.string().nullable(),
  applicant: z.string().describe('已脱敏'),
  stage: z.enum(STAGES),
  stageName: z.string(),
  seq: z.int().describe('该件最后一件事的序号；办理时写进 If-Match，其间所办的若有变化则不办'),
  rule: z.string().optional(),
  since: TimeSchema,
  due: TimeSchema.optional(),
  light: LightSchema.optional(),
})

const MOST_WORDS = 5

const QuerySchema = z.strictObject({
  serviceNumber: z.string().max(40).optional().describe('只列这一件申请的'),
  q: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .refine(isStorable, '含有不能识别的字符')
    .refine((words) => words.split(/\s+/).length <= MOST_WORDS, `至多 ${MOST_WORDS} 个词`)
    .optional()
    .describe('查找的词，以空格分开，须全部符合：服务编号的一部分、事项，或申请人名称的一部分（限您看得到全名的件）'),
  kind: z.enum(TASK_KINDS).optional().describe('事项'),
  light: LightQuerySchema,
  ...WhenSchema,
  ...PersonSchema,
  sort: z
    .enum(TASK_SORTS)
    .default('due')
    .describe('due 先到期的在前，since 先来的在前（此序不因时限变动而变，翻页不重不漏）'),
  counts: z.enum(['true']).optional().describe('true：另答各灯件数（不论 light）与可以筛选的事项、承办人'),
  limit: limitSchema(50, 200),
  cursor: CursorSchema,
})

const CountsSchema = z.object({
  lights: z.record(z.enum([...LIGHTS, 'none']), z.int()),
  kinds: z.array(z.object({ kind: z.enum(TASK_KINDS), name: z.string() })).describe('该单位待办里的事项'),
  persons: z.array(z.string()).describe('该单位待办里的承办人；限本单位的人看'),
  people: z.array(z.string()).describe('可以转给谁：责任人名单、近来办过事的账号；限本单位的人看'),
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
        querystring: QuerySchema,
        response: {
          200: z.object({
            items: z.array(TaskViewSchema),
            next: z.string().optional(),
            counts: CountsSchema.optional(),
          }),
        },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const {
        params: { organisation: org },
        query: { limit, cursor, sort, counts },
      } = request
      requireInbox(caller, org)
      const { database } = app.deps
      const now = app.deps.now()
      const filter = filterOf(request.query, org, caller, now)
      const page = await openTasks(database, { ...filter, sort, limit, cursor: placeOf(cursor, sort) })
      const lens = seenThrough(request, maskingLens())
      const counted =
        counts === undefined
          ? undefined
          : await countsOf(database, filter, seesPersons(caller, org) ? { caller, lens } : undefined)
      if (filter.namesIn !== undefined && hasFound(page.items, counted?.lights)) lens.gave('name')
      const numbers = page.items.map((task) => task.serviceNumber)
      const why = await blockedTasks(app.deps, await statesOf(database, numbers), caller)
      return {
        items: page.items.map((task) => inboxView(task, { org, lens, why, now }, caller)),
        next: encodeCursor(page.next && { sort, ...page.next }),
        ...(counted === undefined ? {} : { counts: counted }),
      }
    },
  )
}

/** A place of another order is none here. */
function placeOf(cursor: string | undefined, sort: (typeof TASK_SORTS)[number]) {
  return decodeCursor(PlaceSchema.extend({ sort: z.literal(sort) }), cursor)
}

function filterOf(query: z.infer<typeof QuerySchema>, org: string, caller: Caller, now: Date): TaskFilter {
  const { serviceNumber, q, kind, light } = query
  const person = personSought(query)
  if (typeof person === 'string' && !seesPersons(caller, org))
    throw new Refusal('forbidden', '这里的承办人对您是脱敏的，不能按承办人查找', 'person')
  const words = q?.split(/\s+/).map((text) => ({ text, kinds: kindsNamed(text) }))
  return {
    city: caller.city.key,
    org,
    now: now.toISOString(),
    serviceNumber,
    words,
    namesIn: words && searchableIn(caller, 'name'),
    kind,
    light,
    person,
    due: dueSpan(query),
  }
}

function kindsNamed(word: string): readonly TaskKind[] {
  const part = soughtText(word)
  return TASK_KINDS.filter((kind) => soughtText(TASK_NAMES[kind]).includes(part))
}

/** `own`: of whoever works there, and sees who is put on what. */
async function countsOf(
  database: Database,
  filter: TaskFilter,
  own: { readonly caller: Caller; readonly lens: Lens } | undefined,
): Promise<z.infer<typeof CountsSchema>> {
  const { light: _light, ...others } = filter
  const { kinds, persons } = await tasksBy(database, filter)
  if (persons.length > 0) own?.lens.gave('signers')
  return {
    lights: await countTasks(database, others),
    kinds: TASK_KINDS.filter((kind) => kinds.includes(kind)).map((kind) => ({ kind, name: TASK_NAMES[kind] })),
    persons: own === undefined ? [] : persons.toSorted(byText),
    people: own === undefined ? [] : await peopleOf(database, own.caller),
  }
}

/** as the rows show them. */
function seesPersons(caller: Caller, org: string): boolean {
  return caller.org === org && !isOverseer(caller)
}

/** Who may look into every inbox of the city. */
function oversees({ kind, role }: Caller): boolean {
  return kind === 'office' || role === 'auditor' || role === 'administrator'
}

/** Throws a {@link Refusal}. */
export function requireOversight(caller: Caller): void {
  if (!oversees(caller)) throw new Refusal('forbidden', '各单位的待办只有协调小组办公室、审计与管理员可以查看')
}

/** Throws a {@link Refusal}. */
export function requireInbox(caller: Caller, org: string): void {
  if (!caller.city.organisations.some((organisation) => organisation.key === org))
    throw new Refusal('organisation-not-found', `${caller.city.name}没有单位 ${org}`)
  if (caller.org !== org && !oversees(caller)) throw new Refusal('forbidden', '只能查看本单位的待办')
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
    seq: task.seq,
    since: time(task.openedAt),
    ...(deadline === null ? {} : { rule: deadline.rule, due: time(deadline.dueAt), light: lightAt(task, at) }),
  }
}
