import { z } from 'zod'
import { isOfApplicantSide } from '../../domain/actor/applicant-side.ts'
import {
  caseOfLaterInspection,
  LATER_INSPECTION_STATUS_NAMES,
  LATER_INSPECTION_STATUSES,
} from '../../domain/later-inspection/later-inspection.ts'
import { PROMISE_NUMBERS, PROMISES } from '../../domain/commitment/promise.ts'
import { parseServiceNumber } from '../../domain/case/service-number.ts'
import type { LaterInspectionState } from '../../workflows/later-inspection/core/state.ts'
import type { Caller } from '../auth/caller.ts'
import { HIDDEN_FIELDS, maskText } from '../../domain/masking/words.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import { TimeSchema } from '../views/time.schema.ts'
import { seesWholeCity } from '../views/who-may-read.ts'
import { times, writingFor } from '../views/writing.ts'
import type { Writing } from '../views/writing.ts'
import { describedBy, isConcerned, unknownMatter } from './matter-api.ts'
import type { MatterApi } from './matter-api.ts'
import { matterView, matterViewShape } from './views.ts'

const text = z.string().optional().describe('审计与管理员所见，其中的电话与号码已脱敏')

const OrderSchema = z.object({
  order: z.string().describe('整改通知编号'),
  requirement: text,
  dueDate: z.string(),
  orderedAt: TimeSchema,
  promises: z.array(z.int()).describe('附件3 第几条承诺'),
  extension: z.object({ dueDate: z.string(), reason: text }).optional().describe('待决定的延期申请'),
  reportedAt: TimeSchema.optional(),
  brokenAt: TimeSchema.optional().describe('逾期未整改：承诺未兑现'),
  creditRecord: z.string().optional(),
  closedAt: TimeSchema.optional(),
})

export const LaterInspectionViewSchema = z.object({
  ...matterViewShape,
  id: z.string(),
  serviceNumber: z.string(),
  status: z.enum(LATER_INSPECTION_STATUSES),
  line: z.string(),
  org: z.string(),
  orgName: z.string(),
  utility: z.string(),
  utilityName: z.string(),
  passed: z.boolean(),
  commitment: z
    .object({ version: z.int(), signedAt: TimeSchema, approvals: z.array(z.string()) })
    .optional()
    .describe('所依据的附件3'),
  checklist: z.array(
    z.object({ promise: z.literal(PROMISE_NUMBERS), name: z.string(), kept: z.boolean(), evidence: text }),
  ),
  order: OrderSchema.optional(),
  reinspections: z.array(z.object({ at: TimeSchema, passed: z.boolean(), evidence: text })),
})

/** R-20 after the case, for the API. Its acts are at the application's own addresses. */
export const LATER_INSPECTION_API: MatterApi<'laterInspection'> = {
  ...describedBy('laterInspection'),
  parameter: { name: 'inspectionId', description: '检查编号：inspection:服务编号:…' },
  idOf: (id) => id,
  mayExist: (id, { city }) => parseServiceNumber(caseOfLaterInspection(id) ?? '')?.prefix === city.servicePrefix,
  notFound: (id) => unknownMatter('laterInspection', `没有 ${id}`),
  mayRead: (caller, state) =>
    seesWholeCity(caller) ||
    isConcerned(caller, state) ||
    state.parties.includes(caller.org) ||
    isOfApplicantSide(state.side, caller),
  viewSchema: LaterInspectionViewSchema,
  view: laterInspectionView,
  // A history shows the words of an audit, as the view does; a push to others has none of them.
  eventShown: (event) => event,
  bodies: {},
}

export function laterInspectionView(
  state: LaterInspectionState,
  caller: Caller,
  now: Date,
  lens: Lens,
): z.infer<typeof LaterInspectionViewSchema> {
  const writing = writingFor(caller.city, now)
  const { id, serviceNumber, status, line, org, utility, passed, commitment, checklist, reinspections } = state
  const view = {
    id,
    serviceNumber,
    status,
    statusName: LATER_INSPECTION_STATUS_NAMES[status],
    ...matterView(state, writing),
    line,
    org,
    orgName: writing.nameOf(org),
    utility,
    utilityName: writing.nameOf(utility),
    passed,
    commitment:
      commitment === undefined
        ? undefined
        : {
            version: commitment.version,
            signedAt: writing.time(commitment.signedAt),
            approvals: [...commitment.approvals],
          },
    checklist: checklist.map(({ promise, kept, evidence }) => ({
      promise,
      name: PROMISES[promise],
      kept,
      evidence,
    })),
    ...orderView(state, writing),
    reinspections: reinspections.map(({ at, passed: found, evidence }) => ({
      at: writing.time(at),
      passed: found,
      evidence,
    })),
  }
  const shown = maskText(view, HIDDEN_FIELDS, lens)
  return { ...shown, masked: lens.masked }
}

function orderView({ order }: LaterInspectionState, writing: Writing): { order?: z.infer<typeof OrderSchema> } {
  if (order === undefined) return {}
  const { id, requirement, dueDate, orderedAt, promises, extension, reportedAt, brokenAt, creditRecord, closedAt } =
    order
  return {
    order: {
      order: id,
      dueDate,
      promises: [...promises],
      requirement,
      ...times({ orderedAt }, { reportedAt, brokenAt, closedAt }, writing),
      extension: extension === undefined ? undefined : { dueDate: extension.dueDate, reason: extension.reason },
      creditRecord,
    },
  }
}
