import type { Deadline } from '../../../domain/clocks/deadline.ts'
import { Refusal } from '../../../domain/problem.ts'
import {
  extensionDecision,
  requireExtendable,
  requireExtensionDecidable,
  rectificationDeadlineId,
} from '../../../domain/supervision/rectification.ts'
import { isFinished } from '../case-state.ts'
import type { CaseState } from '../case-state.ts'
import type { RectificationOrder } from '../../../domain/supervision/rectification.ts'
import type { ActRule } from '../state.ts'
import { requireOrder } from './supervision.ts'
import { requireLine } from './who.ts'

type FurtherAct = 'requestExtension' | 'decideExtension' | 'reportEmergencyRepair' | 'fileEmergencyRepair'

/**
 * more time for an order, asked for before it passes and granted by its authority; R-19: emergency repair at
 * once, filed within 24 hours.
 */
export const FURTHER_ACTS: { readonly [A in FurtherAct]: ActRule<A> } = {
  requestExtension: {
    can(state, { actor, at, body }, policy) {
      const order = requireOrder(state, body.order)
      requireExtendable(order, clockOf(state, order), {
        org: actor.org,
        dueDate: body.dueDate,
        at,
        hours: policy.hours,
      })
    },
    events: (_state, { body }) => [{ type: 'extensionRequested', rule: 'R-20', data: body }],
  },
  decideExtension: {
    can(state, { actor, at, body }, policy) {
      const order = requireOrder(state, body.order)
      requireExtensionDecidable(order, clockOf(state, order), {
        org: actor.org,
        granted: body.granted,
        at,
        hours: policy.hours,
      })
    },
    events: (state, { body }) => [
      { type: 'extensionDecided', rule: 'R-20', data: extensionDecision(requireOrder(state, body.order), body) },
    ],
  },
  reportEmergencyRepair: {
    can(state, { actor, body }) {
      const line = requireLine(state, body.line, 'line')
      const owner = line.utility === actor.org || Object.hasOwn(line.works?.handovers ?? {}, actor.org)
      if (!owner) throw new Refusal('not-concerned', '由施工单位或邻近管线权属单位报告', 'line')
      if (line.works?.startedAt === undefined) throw new Refusal('wrong-stage', '尚未开工', 'line', { early: true })
      if (isFinished(state, line)) throw new Refusal('wrong-stage', '该项工程已了结', 'line')
    },
    events: (state, { actor, body }) => [
      {
        type: 'emergencyRepairStarted',
        rule: 'R-19',
        data: { ...body, org: actor.org, repair: `${body.line}:repair:${Object.keys(state.repairs).length + 1}` },
      },
    ],
  },
  fileEmergencyRepair: {
    can(state, { actor, body }) {
      const repair = Object.hasOwn(state.repairs, body.repair) ? state.repairs[body.repair] : undefined
      if (repair === undefined) throw new Refusal('repair-unknown', `没有抢修 ${body.repair}`, 'repair')
      if (repair.org !== actor.org) throw new Refusal('not-concerned', '由抢修单位补办', 'repair')
      if (repair.filedAt !== undefined) throw new Refusal('already-done', '已补办', 'repair')
    },
    events: (_state, { body }) => [{ type: 'emergencyRepairFiled', rule: 'R-19', data: body }],
  },
}

function clockOf({ deadlines }: CaseState, order: RectificationOrder): Deadline | undefined {
  return deadlines[rectificationDeadlineId(order)]
}
