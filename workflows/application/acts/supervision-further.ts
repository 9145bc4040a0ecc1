import { localDate } from '../../../domain/local-date.ts'
import { endOfWork } from '../../../domain/date-deadline.ts'
import { requireWithinReach } from '../../../domain/date-reach.ts'
import { Refusal } from '../../../domain/problem.ts'
import { isFinished, rectificationDeadlineId } from '../case-state.ts'
import type { CaseState, RectificationOrder } from '../case-state.ts'
import type { ActRule } from '../state.ts'
import { requireOrder } from './supervision.ts'
import { requireLine, requireTimeLeft } from './who.ts'

type FurtherAct = 'requestExtension' | 'decideExtension' | 'reportEmergencyRepair' | 'fileEmergencyRepair'

/** more time for an order, asked for before it passes and granted by its authority; R-19: emergency repair at once, filed within 24 hours. */
export const FURTHER_ACTS: { readonly [A in FurtherAct]: ActRule<A> } = {
  requestExtension: {
    can(state, { actor, at, body }, policy) {
      const order = requireOrder(state, body.order)
      if (order.utility !== actor.org) throw new Refusal('not-concerned', '由被责令的单位申请', 'order')
      requireRunning(state, order)
      if (order.extension !== undefined) throw new Refusal('already-done', '延期申请尚待决定', 'order')
      if (body.dueDate <= order.dueDate) throw new Refusal('date-too-early', `新期限应晚于原期限 ${order.dueDate}`, 'dueDate')
      requireTimeLeft(body.dueDate, at, policy, '新期限', 'dueDate')
      requireWithinReach(body.dueDate, localDate(at, policy.hours), 'dueDate')
    },
    events: (_state, { body }) => [{ type: 'extensionRequested', rule: 'R-20', data: body }],
  },
  decideExtension: {
    can(state, { actor, at, body }, policy) {
      const order = requireOrder(state, body.order)
      if (order.org !== actor.org) throw new Refusal('not-concerned', '由责令整改的部门决定', 'order')
      if (order.extension === undefined) throw new Refusal('wrong-stage', '没有待决定的延期申请', 'order')
      requireRunning(state, order)
      const { dueDate } = order.extension
      if (body.granted && Date.parse(endOfWork(dueDate, policy.hours)) <= Date.parse(at)) throw new Refusal('date-past', `申请的新期限 ${dueDate} 已过：请不予延期，由施工单位另行申请`, 'granted')
    },
    events(state, { body: { order, granted, reason } }) {
      const dueDate = requireOrder(state, order).extension?.dueDate ?? ''
      return [{ type: 'extensionDecided', rule: 'R-20', data: { order, granted, dueDate, ...(reason === undefined ? {} : { reason }) } }]
    },
  },
  reportEmergencyRepair: {
    can(state, { actor, body }) {
      const line = requireLine(state, body.line, 'line')
      const owner = line.utility === actor.org || Object.hasOwn(line.works?.handovers ?? {}, actor.org)
      if (!owner) throw new Refusal('not-concerned', '由施工单位或邻近管线权属单位报告', 'line')
      if (line.works?.startedAt === undefined) throw new Refusal('wrong-stage', '尚未开工', 'line')
      if (isFinished(state, line)) throw new Refusal('wrong-stage', '该项工程已了结', 'line')
    },
    events: (state, { actor, body }) => [{
      type: 'emergencyRepairStarted', rule: 'R-19', data: { ...body, org: actor.org, repair: `${body.line}:repair:${Object.keys(state.repairs).length + 1}` },
    }],
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

function requireRunning(state: CaseState, order: RectificationOrder): void {
  if (state.deadlines[rectificationDeadlineId(order)]?.passedAt !== undefined) throw new Refusal('wrong-stage', '整改期限已过', 'order')
}
