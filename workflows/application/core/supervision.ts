import { userSideOf } from '../../../domain/actor/applicant-side.ts'
import { authoritiesOf } from '../../../domain/approvals/touch-item.ts'
import { partiesOf } from '../../../domain/case/parties.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import type { EventBody } from '../../../domain/case/event.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { requireTimeLeft, requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import type { LaterFinding } from '../../../domain/later-inspection/later-inspection.ts'
import { Refusal } from '../../../domain/problem.ts'
import { brokenPromises } from '../../../domain/supervision/rectification.ts'
import { judge, offered } from '../../lib/core/act-halves.ts'
import type { Offer } from '../../lib/core/choices.ts'
import type { Acts, Command, Intent } from './act-rule.ts'
import type { CaseState, Line, Works } from './case-state.ts'
import { currentLine, openOrdersOf, touches } from './lines.ts'
import { approvalsNeededBy } from './needed-approvals.ts'
import { withWorks } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import { hasOwnClock } from './task-clocks.ts'
import type { AwaitedOnLine } from './wanted.ts'
import { checkVerification } from './verification.ts'
import { aboutLine, requireLine } from './who.ts'
import { requireWorks } from './works.ts'
import { defined } from '../../../domain/defined.ts'

/**
 * authorities inspect during the works and after; each inspection stands for itself, and an order is closed only
 * by the authority that gave it.
 */
export const acts = {
  fileInspection: {
    ...aboutLine<'fileInspection'>(
      (state, line, { actor }) => {
        requireInspector(state, actor.org, line)
        requireWorks(line)
        if (line.works?.startedAt === undefined)
          throw new Refusal('wrong-stage', '尚未开工，无可检查', 'line', { early: true })
      },
      {
        also(state, command, { hours }) {
          const { at, body } = command
          checkVerification(state, command)
          const { order } = body
          if (order === undefined) return
          if (order.stop !== undefined) requireStoppable(state, command)
          requireTimeLeft(order.dueDate, at, hours, '整改期限', 'order.dueDate')
          requireWithinReach(order.dueDate, localDate(at, hours), 'order.dueDate')
        },
      },
    ),
    events: inspected,
  },
} satisfies Partial<Acts>

/** Whoever takes part in the survey as an authority may inspect, and whose approval the commitment replaces. */
function requireInspector(state: CaseState, org: string, line: Line): void {
  const invited = state.parties[org]?.kind === 'authority'
  const approving = approvalsNeededBy(state, line).some((need) => authoritiesOf(need).includes(org))
  if (!invited && !approving) throw new Refusal('not-concerned', '本单位不是该项工程的监管部门')
}

/** works that run are stopped, by a person. */
function requireStoppable(state: CaseState, { actor, body }: Command<'fileInspection'>): void {
  if (state.verifiesPromises === undefined)
    throw new Refusal('wrong-stage', '此件登记在先，按责令整改办理', 'order.stop')
  if (state.lines[body.line]?.status !== 'constructing')
    throw new Refusal('wrong-stage', '工程不在施工中，无从停工', 'order.stop')
  if (actor.role === 'system')
    throw new Refusal('forbidden', '责令停工由监管人员、经办人或负责人作出，不能由系统作出', 'order.stop')
}

function inspected(state: CaseState, { actor, body }: Command<'fileInspection'>): readonly EventBody[] {
  const { line, checklist, verification, order, files } = body
  const filed: EventBody = {
    type: 'inspectionFiled',
    rule: 'R-20',
    data: { line, org: actor.org, checklist, passed: order === undefined, ...defined({ verification, files }) },
  }
  if (order === undefined) return [filed]
  const utility = requireLine(state, line, 'line').utility
  const promises = brokenPromises(checklist)
  const { stop, ...required } = order
  return [
    filed,
    {
      type: 'rectificationOrdered',
      rule: 'R-20',
      data: { order: orderId(state, line), line, org: actor.org, utility, ...required, promises, ...defined({ stop }) },
    },
  ]
}

function orderId(state: CaseState, line: Line['id']): string {
  return `${line}:${Object.values(state.orders).filter((order) => order.line === line).length + 1}`
}

export const folds = {
  inspectionFiled,
  rectificationOrdered: (state, { at, data: { order, ...data } }) => ({
    ...state,
    orders: { ...state.orders, [order]: { id: order, ...data, orderedAt: at, version: 1 } },
  }),
} satisfies Partial<Folds>

function inspectionFiled(state: CaseState, { at, data }: EventOf<'inspectionFiled'>): CaseState {
  const inspected = withWorks(state, data.line, (works) => ({
    inspectionsPassed: works.inspectionsPassed + (data.passed ? 1 : 0),
    ...verifiedBy(works, at, data),
  }))
  const utility = state.lines[data.line]?.utility ?? ''
  const signed = state.commitments[utility]
  if (signed === undefined) return inspected
  const promises = signed.promises.map((row) => {
    const check = data.checklist.find((candidate) => candidate.promise === row.number)
    if (check === undefined) return row
    const { kept, evidence } = check
    return {
      ...row,
      checks: [...row.checks, { at, by: data.org, line: data.line, kept, ...defined({ evidence }) }],
    }
  })
  return { ...inspected, commitments: { ...inspected.commitments, [utility]: { ...signed, promises } } }
}

function verifiedBy(
  { verified }: Works,
  at: string,
  { org, verification }: EventOf<'inspectionFiled'>['data'],
): Partial<Works> {
  return verification === undefined ? {} : { verified: { ...verified, [org]: { at, found: verification } } }
}

export const tasks: AwaitedOnLine<'inspectWorks'> = (state, line) => {
  if (line.status !== 'constructing') return []
  if (line.works?.inspectionsPassed !== 0 || !touches(state, line, state.works.inspectedWhenTouching)) return []
  const promised = Object.keys(state.commitments[line.utility]?.grants ?? {})
  const decided = Object.values(state.approvals)
    .filter((approval) => approval.status === 'approved' && approval.lines.includes(line.id))
    .map((approval) => approval.authority)
  // where inspections have a clock, the first one meets it; what an order leaves to be done, its own tasks say.
  const ordered = hasOwnClock(state, 'inspectWorks') ? openOrdersOf(state, line.id).map(({ org }) => org) : []
  return [...new Set([...promised, ...decided])]
    .filter((org) => !ordered.includes(org))
    .map((org) => ({ kind: 'inspectWorks', org, line: line.id }))
}

/** of a closed case, whether it takes one, and of which lines. */
export function inspectionOffer(state: CaseState, intent: Intent, policy: City): Offer {
  return offered(acts.fileInspection, state, intent, policy)
}

/**
 * what an inspection of a closed case finds, by an authority that might have filed it in the case; throws a
 * `Refusal` where it might not.
 */
export function findingOf(state: CaseState, command: Command<'fileInspection'>, policy: City): LaterFinding {
  judge(acts.fileInspection, state, command, policy)
  const {
    actor,
    body: { line, checklist, order, files },
  } = command
  const { utility } = currentLine(state, line)
  const signed = state.commitments[utility]
  return {
    serviceNumber: state.serviceNumber,
    line,
    org: actor.org,
    utility,
    checklist,
    passed: order === undefined,
    side: userSideOf(state),
    parties: partiesOf(state),
    ...defined({ files }),
    ...(signed === undefined
      ? {}
      : { commitment: { version: signed.version, signedAt: signed.signedAt, approvals: signed.commitment.approvals } }),
  }
}
