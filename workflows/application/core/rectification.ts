import type { Deadline } from '../../../domain/clocks/deadline.ts'
import {
  extensionDecided as orderAfterExtension,
  extensionDecision,
  openedAgain,
  rectificationDeadlineId,
  requireExtendable,
  requireExtensionAskable,
  requireExtensionAsked,
  requireExtensionDecidable,
  requireOpenOrder,
  requireReinspectable,
  requireReportable,
} from '../../../domain/supervision/rectification.ts'
import { about, byId } from './act-rule.ts'
import type { ActRule, Acts } from './act-rule.ts'
import type { CaseState } from './case-state.ts'
import type { RectificationOrder } from '../../../domain/supervision/rectification.ts'
import { markDeadline, withOrder, withWorks } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import type { Awaited, Wanted } from './wanted.ts'
import { defined } from '../../../domain/defined.ts'

/**
 * an order is closed only by the authority that gave it; more time for it is asked for before it passes and
 * granted by that authority.
 */
export const acts = {
  reportRectified: {
    windsUp: true,
    ...aboutOrder<'reportRectified'>((_state, order, { actor }) => requireReportable(order, actor.org)),
    events: (_state, { body: { files, ...body } }) => [
      { type: 'rectificationReported', rule: 'R-20', data: { ...body, ...defined({ files }) } },
    ],
  },
  reinspect: {
    windsUp: true,
    ...aboutOrder<'reinspect'>((_state, order, { actor }) => requireReinspectable(order, actor.org)),
    events: (state, { body: { evidence, files, ...body } }) => {
      const resumes = body.passed && state.orders[body.order]?.stop !== undefined ? (true as const) : undefined
      return [{ type: 'reinspected', rule: 'R-20', data: { ...body, ...defined({ evidence, files, resumes }) } }]
    },
  },
  requestExtension: {
    windsUp: true,
    ...aboutOrder<'requestExtension'>(
      (state, order, { actor }) => requireExtensionAskable(order, clockOf(state, order), actor.org),
      (state, { actor, at, body }, { hours }) => {
        const order = requireOrder(state, body.order)
        requireExtendable(order, clockOf(state, order), { org: actor.org, dueDate: body.dueDate, at, hours })
      },
    ),
    events: (_state, { body }) => [{ type: 'extensionRequested', rule: 'R-20', data: body }],
  },
  decideExtension: {
    windsUp: true,
    ...aboutOrder<'decideExtension'>(
      (state, order, { actor }) => requireExtensionAsked(order, clockOf(state, order), actor.org),
      (state, { actor, at, body }, { hours }) => {
        const order = requireOrder(state, body.order)
        requireExtensionDecidable(order, clockOf(state, order), { org: actor.org, granted: body.granted, at, hours })
      },
    ),
    events: (state, { body }) => [
      { type: 'extensionDecided', rule: 'R-20', data: extensionDecision(requireOrder(state, body.order), body) },
    ],
  },
} satisfies Partial<Acts>

/** The halves of an act about one order that is still open. */
function aboutOrder<A extends 'reportRectified' | 'reinspect' | 'requestExtension' | 'decideExtension'>(
  allows: Parameters<typeof about<A, RectificationOrder>>[0]['allows'],
  also?: NonNullable<ActRule<A>['check']>,
) {
  return about<A, RectificationOrder>({
    among: ({ orders }) => Object.values(orders).filter((order) => order.closedAt === undefined),
    offers: byId('order', 'order'),
    named: (state, body) => requireOrder(state, body.order),
    allows,
    ...defined({ also }),
  })
}

function requireOrder(state: CaseState, id: string): RectificationOrder {
  return requireOpenOrder(Object.hasOwn(state.orders, id) ? state.orders[id] : undefined, id)
}

function clockOf({ deadlines }: CaseState, order: RectificationOrder): Deadline | undefined {
  return deadlines[rectificationDeadlineId(order)]
}

export const folds = {
  rectificationReported: (state, { at, data }) => withOrder(state, data.order, { reportedAt: at }),
  reinspected,
  extensionRequested: (state, { data }) =>
    withOrder(state, data.order, { extension: { dueDate: data.dueDate, reason: data.reason } }),
  extensionDecided,
  promiseBroken,
} satisfies Partial<Folds>

/**
 * passed closes the order, and counts as a passed inspection; not passed opens it again for the utility's next
 * report.
 */
function reinspected(state: CaseState, { at, data }: EventOf<'reinspected'>): CaseState {
  const order = state.orders[data.order]
  if (order === undefined) return state
  if (!data.passed) return { ...state, orders: { ...state.orders, [order.id]: openedAgain(order) } }
  const passed = withWorks(state, order.line, (works) => ({ inspectionsPassed: works.inspectionsPassed + 1 }))
  return markDeadline(
    withOrder(mended(passed, order, at, data.evidence), order.id, { closedAt: at }),
    rectificationDeadlineId(order),
    { metAt: at },
  )
}

/** The rows of the promises that the order named show that they were kept in the end. */
function mended(state: CaseState, order: RectificationOrder, at: string, evidence: string | undefined): CaseState {
  const signed = state.commitments[order.utility]
  if (signed === undefined) return state
  const check = { at, by: order.org, line: order.line, kept: true, ...defined({ evidence }) }
  const promises = signed.promises.map((row) =>
    order.promises.includes(row.number) ? { ...row, checks: [...row.checks, check] } : row,
  )
  return { ...state, commitments: { ...state.commitments, [order.utility]: { ...signed, promises } } }
}

function extensionDecided(state: CaseState, { at, data }: EventOf<'extensionDecided'>): CaseState {
  const order = state.orders[data.order]
  if (order === undefined) return state
  const superseded = data.granted ? markDeadline(state, rectificationDeadlineId(order), { supersededAt: at }) : state
  return { ...superseded, orders: { ...state.orders, [order.id]: orderAfterExtension(order, data) } }
}

function promiseBroken(state: CaseState, { at, data }: EventOf<'promiseBroken'>): CaseState {
  const signed = state.commitments[data.org]
  const broken = withOrder(state, data.order, { brokenAt: at, creditRecord: data.creditRecord })
  if (signed === undefined) return broken
  const promises = signed.promises.map((row) => (data.promises.includes(row.number) ? { ...row, brokenAt: at } : row))
  return { ...broken, commitments: { ...broken.commitments, [data.org]: { ...signed, promises } } }
}

export const tasks: Awaited<'rectify' | 'reinspect' | 'decideExtension'> = (state) =>
  Object.values(state.orders)
    .filter((order) => order.closedAt === undefined)
    .flatMap((order): Wanted<'rectify' | 'reinspect' | 'decideExtension'>[] => {
      const about = { line: order.line, order: order.id, deadlineId: rectificationDeadlineId(order) }
      const further =
        order.extension === undefined || order.brokenAt !== undefined
          ? []
          : [{ kind: 'decideExtension' as const, org: order.org, ...about }]
      return [
        order.reportedAt === undefined
          ? { kind: 'rectify', org: order.utility, ...about }
          : { kind: 'reinspect', org: order.org, ...about },
        ...further,
      ]
    })
