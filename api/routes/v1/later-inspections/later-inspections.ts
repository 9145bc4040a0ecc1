import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  LATER_INSPECTION_STATUS_NAMES,
  LATER_INSPECTION_STATUSES,
} from '../../../../domain/later-inspection/later-inspection.ts'
import type { LaterInspectionState } from '../../../../workflows/later-inspection/core/state.ts'
import type { Caller } from '../../../auth/caller.ts'
import { LATER_INSPECTION_API } from '../../../matters/later-inspection.ts'
import { listRoute } from '../../../matters/lists.ts'
import { matterRoutes } from '../../../matters/routes.ts'
import { TimeSchema } from '../../../views/time.schema.ts'
import { times, writingFor } from '../../../views/writing.ts'

const RowSchema = z.object({
  id: z.string(),
  serviceNumber: z.string(),
  line: z.string(),
  org: z.string(),
  orgName: z.string(),
  utility: z.string(),
  utilityName: z.string(),
  seq: z.int(),
  status: z.enum(LATER_INSPECTION_STATUSES),
  statusName: z.string(),
  order: z.string().optional().describe('整改通知编号'),
  dueDate: z.string().optional(),
  broken: z.boolean().describe('逾期未整改'),
  awaiting: z.array(z.string()),
  openedAt: TimeSchema,
  closedAt: TimeSchema.optional(),
})

/** 后续监管检查. */
export async function laterInspectionRoutes(app: FastifyInstance): Promise<void> {
  listRoute(app, { api: LATER_INSPECTION_API, rowSchema: RowSchema, row: rowView })
  matterRoutes(app, LATER_INSPECTION_API)
}

function rowView(state: LaterInspectionState, { city }: Caller, now: Date): z.infer<typeof RowSchema> {
  const writing = writingFor(city, now)
  const { id, serviceNumber, line, org, utility, seq, status, order, openedAt, closedAt } = state
  return {
    id,
    serviceNumber,
    line,
    org,
    orgName: writing.nameOf(org),
    utility,
    utilityName: writing.nameOf(utility),
    seq,
    status,
    statusName: LATER_INSPECTION_STATUS_NAMES[status],
    ...(order === undefined ? {} : { order: order.id, dueDate: order.dueDate }),
    broken: order?.brokenAt !== undefined,
    awaiting: [...state.awaited],
    ...times({ openedAt }, { closedAt }, writing),
  }
}
