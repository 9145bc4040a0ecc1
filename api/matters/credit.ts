import { z } from 'zod'
import {
  CREDIT_CAPACITIES,
  CREDIT_CAPACITY_NAMES,
  CREDIT_KIND_NAMES,
  CREDIT_KINDS,
  CREDIT_STATUS_NAMES,
  CREDIT_STATUSES,
  isRecordId,
} from '../../domain/credit/credit.ts'
import { CREDIT_BODIES } from '../../domain/credit/credit.schema.ts'
import { doubtsAbout, inWords } from '../../domain/demand/doubts.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import { subjectShown } from '../../domain/credit/credit-masking.ts'
import { isConfined, isHidden } from '../../workflows/credit/core/state.ts'
import { isSubjectSide } from '../../workflows/credit/core/who.ts'
import { defined } from '../../domain/defined.ts'
import type { Contest, CreditState } from '../../workflows/credit/core/state.ts'
import type { Caller } from '../auth/caller.ts'
import { TimeSchema } from '../views/time.schema.ts'
import { WarningsSchema } from '../views/warnings.schema.ts'
import { seesWholeCity } from '../views/who-may-read.ts'
import { times, writingFor } from '../views/writing.ts'
import { dueProcessShape, dueProcessView } from './credit-due-process.ts'
import { describedBy, isConcerned, unknownMatter } from './matter-api.ts'
import type { MatterApi } from './matter-api.ts'
import { matterView, matterViewShape } from './views.ts'

const OrgSchema = z.object({ org: z.string(), orgName: z.string() })

const ContestSchema = z.object({ at: TimeSchema, reason: z.string().optional(), paper: z.string().optional() })

const CreditViewSchema = z.object({
  ...matterViewShape,
  recordId: z.string(),
  status: z.enum(CREDIT_STATUSES),
  kind: z.enum(CREDIT_KINDS),
  kindName: z.string(),
  inForce: z.boolean().describe('已认定失信，在有效期内且未修复、未撤销：approvals 所列不适用告知承诺'),
  expiresAt: TimeSchema.optional().describe('自认定起算；尚未认定的没有'),
  subject: z.object({
    org: z.string().optional(),
    name: z.string(),
    creditCode: z.string().optional(),
    identityNumber: z.string().optional(),
    capacity: z.enum(CREDIT_CAPACITIES).optional(),
    capacityName: z.string().optional(),
  }),
  source: z.object({
    serviceNumber: z.string().optional(),
    order: z.string().optional(),
    promise: z.int().optional(),
    evidence: z.string().optional(),
  }),
  reason: z.string().optional(),
  warnings: WarningsSchema,
  openedBy: OrgSchema,
  confirmers: z.array(OrgSchema).describe('由何单位的第二人认定（0.5 的：确认）；0.3 及以前的记录为空'),
  ...dueProcessShape,
  confirmation: OrgSchema.extend({ at: TimeSchema, remarks: z.string().optional() }).optional(),
  rejection: OrgSchema.extend({ at: TimeSchema, reason: z.string().optional() }).optional(),
  reportedTo: z.array(OrgSchema).describe('信用平台与联合惩戒单位'),
  contest: ContestSchema.extend({
    atWindow: ContestSchema.optional().describe('本人提出之前综窗代为提交的'),
  }).optional(),
  decision: OrgSchema.extend({ at: TimeSchema, upheld: z.boolean(), reason: z.string().optional() }).optional(),
  withdrawal: OrgSchema.extend({ at: TimeSchema, reason: z.string().optional() }).optional(),
})

/** R-29 for the API. */
export const CREDIT_API: MatterApi<'creditRecord'> = {
  ...describedBy('creditRecord'),
  parameter: { name: 'recordId', description: '信用记录编号，如 credit:…' },
  idOf: (id) => id,
  mayExist: isRecordId,
  cityless: true,
  notFound: (id) => unknownMatter('creditRecord', `没有 ${id}`),
  mayRead,
  viewSchema: CreditViewSchema,
  view: creditView,
  bodies: CREDIT_BODIES,
}

/** a confined one is there for those who may decide it, its subject once it is told, and auditors. */
function mayRead(caller: Caller, state: CreditState): boolean {
  if (caller.role === 'applicant') return !isHidden(state) && isSubjectSide(state, caller)
  if (isConfined(state)) return caller.role === 'auditor' || isConcerned(caller, state)
  return seesWholeCity(caller) || isConcerned(caller, state)
}

function creditView(state: CreditState, caller: Caller, now: Date, lens: Lens): z.infer<typeof CreditViewSchema> {
  const writing = writingFor(caller.city, now)
  const words = lens.isWhole('words')
  const { kind, status, source, confirmers = [], confirmation, rejection, contest, decision, withdrawal } = state
  const org = (key: string) => ({ org: key, orgName: writing.nameOf(key) })
  const said = ({ at, reason }: { readonly at: string; readonly reason: string }) => ({
    at: writing.time(at),
    reason: words ? reason : undefined,
  })
  const contested = (one: Contest) => ({ ...said(one), paper: words ? one.paper : undefined })
  const { account: _account, ...subject } = subjectShown(state.subject, lens)
  const { evidence, ...where } = source
  return {
    recordId: state.id,
    status,
    statusName: CREDIT_STATUS_NAMES[status],
    kind,
    kindName: CREDIT_KIND_NAMES[kind],
    ...matterView(state, writing, '被记录者'),
    masked: lens.masked,
    inForce: isInForce(state, now),
    ...times({}, { expiresAt: state.expiresAt }, writing),
    subject: {
      ...subject,
      capacityName: subject.capacity === undefined ? undefined : CREDIT_CAPACITY_NAMES[subject.capacity],
    },
    ...dueProcessView(state, { writing, words }),
    source: { ...where, evidence: words ? evidence : undefined },
    reason: words ? state.reason : undefined,
    warnings: inWords(doubtsAbout(state.subject, 'subject')),
    openedBy: org(state.openedBy.org),
    confirmers: confirmers.map(org),
    confirmation:
      confirmation === undefined
        ? undefined
        : {
            at: writing.time(confirmation.at),
            remarks: words ? confirmation.remarks : undefined,
            ...org(confirmation.org),
          },
    rejection: rejection === undefined ? undefined : { ...said(rejection), ...org(rejection.org) },
    reportedTo: state.reportedTo.map(org),
    contest:
      contest === undefined
        ? undefined
        : { ...contested(contest), ...defined({ atWindow: contest.atWindow && contested(contest.atWindow) }) },
    decision: decision === undefined ? undefined : { ...said(decision), ...org(decision.org), upheld: decision.upheld },
    withdrawal: withdrawal === undefined ? undefined : { ...said(withdrawal), ...org(withdrawal.org) },
  }
}

export function isInForce(state: CreditState, now: Date): boolean {
  const { closedAt, expiresAt } = state
  return !isConfined(state) && closedAt === undefined && Date.parse(expiresAt ?? '') > now.getTime()
}
