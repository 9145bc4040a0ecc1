import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { findMatter, listMatters } from '../../../../db/queries/matters.ts'
import { ROLES } from '../../../../domain/actor/actor.ts'
import {
  INSTALMENTS_STATUS_NAMES,
  INSTALMENTS_STATUSES,
  instalmentsId,
} from '../../../../domain/instalments/instalments.ts'
import type { InstalmentPlan } from '../../../../domain/instalments/instalments.ts'
import { lensOnMatter } from '../../../../domain/visibility/lens-on.ts'
import { instalmentPlansOf, wishedPlansOf } from '../../../../workflows/application/core/inner-works.ts'
import { planNumber } from '../../../../workflows/instalments/core/state.ts'
import type { LaterInspectionState } from '../../../../workflows/later-inspection/core/state.ts'
import type { Caller } from '../../../auth/caller.ts'
import type { Dependencies } from '../../../dependencies.ts'
import { seesAmounts } from '../../../matters/instalments.ts'
import { laterInspectionView, LaterInspectionViewSchema } from '../../../matters/later-inspection.ts'
import { PlaceSchema } from '../../../matters/lists.ts'
import { callerOfRequest } from '../../../plugins/auth.ts'
import { noteSeen } from '../../../plugins/noted.ts'
import { seenThrough } from '../../../plugins/seen-through.ts'
import { planView, planViewShape } from '../../../views/instalment-plan.ts'
import { CursorSchema, decodeCursor, encodeCursor, limitSchema } from '../../../views/page.ts'
import { readableCase } from './read.ts'

const params = z.object({ serviceNumber: z.string().describe('联合报装服务编号') })

const PlanSchema = z.object({
  ...planViewShape,
  masked: z.boolean().describe('金额不显示'),
  matter: z
    .object({
      id: z.string(),
      seq: z.int(),
      status: z.enum(INSTALMENTS_STATUSES),
      statusName: z.string(),
      links: z.object({ self: z.string(), history: z.string() }),
    })
    .optional()
    .describe('申请办结后接续的分期'),
})

/** what outlives a case, by the case; below `/applications`. */
export async function afterTheCaseRoutes(app: FastifyInstance): Promise<void> {
  instalmentsRoute(app)
  laterInspectionsRoute(app)
}

function instalmentsRoute(plain: FastifyInstance): void {
  plain.withTypeProvider<ZodTypeProvider>().get(
    '/:serviceNumber/instalments',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: '一件申请的各项分期：各期、已付、逾期、余款（R-23）',
        description:
          '办结前后同一地址；申请中约定的付款一律登记于 inner-works/payments，双方签定的（matter）登记于其分期事项。',
        tags: ['分期'],
        params,
        querystring: z.strictObject({
          minSeq: z.coerce
            .number()
            .int()
            .min(0)
            .max(1_000_000)
            .optional()
            .describe('申请至少新到这个序号；办结后的付款用 matter.links.self 的 minSeq'),
        }),
        response: { 200: z.object({ serviceNumber: z.string(), items: z.array(PlanSchema) }) },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const { serviceNumber } = request.params
      const state = await readableCase(plain.deps, serviceNumber, caller, request.query.minSeq)
      const items = await Promise.all(
        [...instalmentPlansOf(state), ...wishedPlansOf(state, caller.city)].map((plan) =>
          planOf(plain.deps, plan, caller),
        ),
      )
      noteSeen(request, items.every(({ masked }) => masked) ? 'masked' : 'whole')
      return { serviceNumber, items }
    },
  )
}

/** As the case has it, or the matter that took it over. */
async function planOf(
  { database, now }: Dependencies,
  plan: InstalmentPlan,
  caller: Caller,
): Promise<z.infer<typeof PlanSchema>> {
  const id = instalmentsId(plan.serviceNumber, plan.line)
  const state = await findMatter(database, 'instalments', id)
  const masked = !seesAmounts(caller, plan)
  const self = `/api/v1/instalments/${id}`
  return {
    ...planView(state ?? plan, {
      masked,
      city: caller.city,
      now: now(),
      deadlines: state?.deadlines,
      number: state === undefined ? undefined : planNumber(state),
    }),
    masked,
    ...(state === undefined
      ? {}
      : {
          matter: {
            id,
            seq: state.seq,
            status: state.status,
            statusName: INSTALMENTS_STATUS_NAMES[state.status],
            links: { self, history: `${self}/history` },
          },
        }),
  }
}

function laterInspectionsRoute(plain: FastifyInstance): void {
  plain.withTypeProvider<ZodTypeProvider>().get(
    '/:serviceNumber/later-inspections',
    {
      config: { access: { roles: ROLES } },
      schema: {
        summary: '一件申请办结之后的监管检查，最近的在前（R-20）',
        tags: ['后续监管检查'],
        params,
        querystring: z.strictObject({ limit: limitSchema(50, 200), cursor: CursorSchema }),
        response: {
          200: z.object({
            serviceNumber: z.string(),
            items: z.array(LaterInspectionViewSchema),
            next: z.string().optional().describe('下一页的 cursor'),
          }),
        },
      },
    },
    async (request) => {
      const caller = callerOfRequest(request)
      const {
        params: { serviceNumber },
        query: { limit, cursor },
      } = request
      const { database, now } = plain.deps
      await readableCase(plain.deps, serviceNumber, caller)
      const lensOn = (state: LaterInspectionState) =>
        seenThrough(request, lensOnMatter('laterInspection', caller, state, caller.city))
      const page = await listMatters(database, 'laterInspection', {
        city: caller.city.key,
        equal: { serviceNumber },
        limit,
        cursor: decodeCursor(PlaceSchema, cursor),
      })
      return {
        serviceNumber,
        items: page.items.map((state) => laterInspectionView(state, caller, now(), lensOn(state))),
        next: encodeCursor(page.next),
      }
    },
  )
}
