import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { lightOf } from '../../../../domain/clocks/deadline.ts'
import { INSTALMENTS_STATUS_NAMES } from '../../../../domain/instalments/instalments.ts'
import type { InstalmentsState } from '../../../../workflows/instalments/core/state.ts'
import type { Caller } from '../../../auth/caller.ts'
import { INSTALMENTS_API, seesAmounts } from '../../../matters/instalments.ts'
import { listRoute } from '../../../matters/lists.ts'
import { matterRoutes } from '../../../matters/routes.ts'
import { planView } from '../../../views/instalment-plan.ts'
import { InstalmentsRowSchema } from '../../../views/instalments.schema.ts'
import { byText, times, writingFor } from '../../../views/writing.ts'
import type { Writing } from '../../../views/writing.ts'
import { instalmentsDocumentRoutes } from './documents.ts'

/** 分期 after the case. */
export async function instalmentsRoutes(app: FastifyInstance): Promise<void> {
  listRoute(app, {
    api: INSTALMENTS_API,
    rowSchema: InstalmentsRowSchema,
    row: rowView,
    applicantColumn: 'applicantSubject',
    intakeColumn: 'intakeOrg',
  })
  matterRoutes(app, INSTALMENTS_API)
  await instalmentsDocumentRoutes(app)
}

function rowView(state: InstalmentsState, caller: Caller, now: Date): z.infer<typeof InstalmentsRowSchema> {
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
    ...clockOf(state, caller, writing),
    awaiting: [...state.awaited],
    ...times({ openedAt }, { closedAt }, writing),
  }
}

/** The reader's own, where it waits for them. */
function clockOf({ awaited, deadlines }: InstalmentsState, { org }: Caller, { now, time }: Writing) {
  const owners = awaited.includes(org) ? [org] : awaited
  const [first] = Object.values(deadlines)
    .filter(({ owner, metAt, supersededAt }) => owners.includes(owner) && (metAt ?? supersededAt) === undefined)
    .sort((a, b) => byText(a.dueAt, b.dueAt))
  return first === undefined ? {} : { due: time(first.dueAt), light: lightOf(first, now) }
}
