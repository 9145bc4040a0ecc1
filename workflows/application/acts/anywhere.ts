import type { Actor } from '../../../domain/actor/actor.ts'
import type { City } from '../../../domain/city/city.schema.ts'
import type { Task } from '../../../domain/case/task.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { CaseState } from '../case-state.ts'
import { awaitsAnswer, isOpen, linesOf } from '../case-state.ts'
import type { ActRule } from '../state.ts'
import { requireApplicantSide, requireLine, speaksForUser } from './who.ts'

type AnywhereAct =
  | 'dropServices'
  | 'hasten'
  | 'reassignTask'
  | 'suspendClock'
  | 'resumeClock'
  | 'reportMissedAppointment'

/** what may happen anywhere in the flow. */
export const ANYWHERE_ACTS: { readonly [A in AnywhereAct]: ActRule<A> } = {
  dropServices: {
    can(state, { actor, body }) {
      requireApplicantSide(state, actor)
      body.lines.forEach((id, index) => {
        const line = requireLine(state, id, `lines.${index}`)
        if (!isOpen(line)) throw new Refusal('already-done', `${id} 已接入或已撤销`, `lines.${index}`)
      })
      if (linesOf(state).every((line) => line.status === 'withdrawn' || body.lines.includes(line.id)))
        throw new Refusal('wrong-stage', '全部撤销请撤回申请', 'lines')
    },
    events: (_state, { body }) => [{ type: 'serviceDropped', rule: 'R-37', data: body }],
  },
  hasten: {
    can(state, { actor, body }, policy) {
      requireConcerned(state, actor, policy)
      requireOpenTask(state, body.task)
    },
    events(state, { body }) {
      const { org, deadlineId } = requireOpenTask(state, body.task)
      return [
        {
          type: 'hastened',
          rule: 'R-38',
          data: { ...body, org, ...(deadlineId === undefined ? {} : { deadline: deadlineId }) },
        },
      ]
    },
  },
  reassignTask: {
    can(state, { actor, body }) {
      if (requireOpenTask(state, body.task).org !== actor.org)
        throw new Refusal('not-concerned', '只能转办本单位的待办', 'task')
    },
    events: (_state, { body }) => [{ type: 'taskReassigned', rule: 'R-38', data: body }],
  },
  suspendClock: {
    can(state, { actor, at, body }, policy) {
      const deadline = requireDeadline(state, body.deadline)
      if (deadline.owner === actor.org) throw new Refusal('own-clock', '停表须由他方办理', 'deadline')
      if (actor.org !== policy.coordination.office && actor.org !== state.convener)
        throw new Refusal('not-concerned', '停表由协调小组办公室或踏勘牵头单位办理')
      const running =
        [deadline.metAt, deadline.passedAt, deadline.supersededAt, deadline.stoppedAt].every(
          (each) => each === undefined,
        ) && Date.parse(deadline.dueAt) > Date.parse(at)
      if (!running) throw new Refusal('clock-not-running', '该时限已结束、已过期或已停表', 'deadline')
    },
    events: (_state, { body }) => [{ type: 'clockStopped', rule: 'R-35', data: body }],
  },
  resumeClock: {
    can(state, { actor, body }, policy) {
      const deadline = requireDeadline(state, body.deadline)
      if (actor.org !== policy.coordination.office && actor.org !== state.convener)
        throw new Refusal('not-concerned', '恢复计时由协调小组办公室或踏勘牵头单位办理')
      if (
        deadline.stoppedAt === undefined ||
        deadline.metAt !== undefined ||
        deadline.supersededAt !== undefined ||
        deadline.resumedAt !== undefined ||
        deadline.stopReason === 'booked'
      )
        throw new Refusal('clock-not-running', '该时限没有停表', 'deadline')
      if (deadline.stopReason === 'awaitingUser' && awaitsAnswer(state, deadline.id))
        throw new Refusal('wrong-stage', '补正之后自行恢复', 'deadline')
    },
    events: (_state, { body }) => [{ type: 'clockResumed', rule: 'R-35', data: body }],
  },
  reportMissedAppointment: {
    can(state, { actor, at, body }) {
      const line = requireLine(state, body.line, 'line')
      if (line.appointment === undefined || !isOpen(line))
        throw new Refusal('wrong-stage', '没有待履行的约定', 'line', { early: isOpen(line) })
      if (Date.parse(at) < Date.parse(line.appointment.at))
        throw new Refusal('wrong-stage', '约定时间未到', 'line', { early: true })
      if (line.appointment.missedAt !== undefined) throw new Refusal('already-done', '该次约定的失约已经报告', 'line')
      if (body.by === 'utility') return requireApplicantSide(state, actor)
      if (line.utility !== actor.org) throw new Refusal('not-concerned', '用户失约由承办单位报告', 'line')
    },
    events: (_state, { body }) => [{ type: 'appointmentMissed', rule: 'R-25', data: body }],
  },
}

function requireConcerned(state: CaseState, actor: Actor, policy: City): void {
  const party =
    Object.hasOwn(state.parties, actor.org) || actor.org === state.collector || actor.org === policy.coordination.office
  if (!party && !speaksForUser(state, actor)) throw new Refusal('not-concerned', '与此申请无关，不能催办')
}

function requireOpenTask(state: CaseState, id: string): Task {
  const task = Object.hasOwn(state.tasks, id) ? state.tasks[id] : undefined
  if (task === undefined || task.closedSeq !== undefined)
    throw new Refusal('task-unknown', `没有未办的待办 ${id}`, 'task')
  return task
}

function requireDeadline(state: CaseState, id: string) {
  const deadline = Object.hasOwn(state.deadlines, id) ? state.deadlines[id] : undefined
  if (deadline === undefined) throw new Refusal('deadline-unknown', `没有时限 ${id}`, 'deadline')
  return deadline
}
