import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { INSTALMENTS_STATUS_NAMES, INSTALMENTS_STATUSES } from '../../../../domain/instalments/instalments.ts'
import type { InstalmentsState } from '../../../../workflows/instalments/core/state.ts'
import type { Caller } from '../../../auth/caller.ts'
import { INSTALMENTS_API, seesAmounts } from '../../../matters/instalments.ts'
import { listRoute } from '../../../matters/lists.ts'
import { matterRoutes } from '../../../matters/routes.ts'
import { planView } from '../../../views/instalment-plan.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { times, writingFor } from '../../../views/writing.ts'
import { instalmentsDocumentRoutes } from './documents.ts'

const RowSchema = z.object({
  id: z.string(),
  serviceNumber: z.string(),
  line: z.string(),
  utility: z.string(),
  utilityName: z.string(),
  seq: z.int(),
  status: z.enum(INSTALMENTS_STATUSES),
  statusName: z.string(),
  parts: z.int().describe('共几期'),
  paid: z.int().describe('已付几期'),
  remainingFen: z.int().optional(),
  remainingYuan: z.string().optional(),
  nextDueDate: z.string().optional().describe('最早未付一期的日期'),
  awaiting: z.array(z.string()),
  openedAt: TimeSchema,
  closedAt: TimeSchema.optional(),
})

/** 分期 after the case. */
export async function instalmentsRoutes(app: FastifyInstance): Promise<void> {
  listRoute(app, {
    api: INSTALMENTS_API,
    rowSchema: RowSchema,
    row: rowView,
    applicantColumn: 'applicantSubject',
    intakeColumn: 'intakeOrg',
  })
  matterRoutes(app, INSTALMENTS_API)
  await instalmentsDocumentRoutes(app)
}

function rowView(state: InstalmentsState, caller: Caller, now: Date): z.infer<typeof RowSchema> {
  const writing = writingFor(caller.city, now)
  const { remainingFen, remainingYuan, utilityName } = planView(state, {
    masked: !seesAmounts(caller, state),
    city: caller.city,
    now,
  })
  const { id, serviceNumber, line, utility, seq, status, parts, openedAt, closedAt } = state
  const next = parts.find(({ paidOn }) => paidOn === undefined)
  return {
    id,
    serviceNumber,
    line,
    utility,
    utilityName,
    seq,
    status,
    statusName: INSTALMENTS_STATUS_NAMES[status],
    parts: parts.length,
    paid: parts.filter(({ paidOn }) => paidOn !== undefined).length,
    ...(remainingFen === undefined ? {} : { remainingFen, remainingYuan }),
    nextDueDate: next?.dueDate,
    awaiting: [...state.awaited],
    ...times({ openedAt }, { closedAt }, writing),
  }
}
