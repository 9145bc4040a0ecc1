/** 信用修复: asked for by its subject, accepted by one person who has checked it, decided by another. */
import type { CreditBodies } from '../../../domain/credit/credit.schema.ts'
import type { CreditBody } from '../../../domain/credit/credit-event.ts'
import { paperNumber } from '../../../domain/credit/due-process.ts'
import type { Repair } from '../../../domain/credit/due-process.ts'
import { GRADE_MONTHS, monthsLater } from '../../../domain/credit/grade.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { ActRules } from '../../matter/core/matter-logic.ts'
import { isUndecided, openRepairOf } from './state.ts'
import type { CreditState } from './state.ts'
import { requireDecider, requireSubjectSide } from './who.ts'

type Rules = Pick<ActRules<CreditState, CreditBodies, CreditBody>, 'requestRepair' | 'acceptRepair' | 'decideRepair'>

export const REPAIR_RULES: Rules = {
  requestRepair: {
    may(state, { actor, at }) {
      requireSubjectSide(state, actor, '申请信用修复')
      requireRepairable(state, at)
      if (openRepairOf(state) !== undefined) throw new Refusal('already-done', '已经申请信用修复，尚待决定')
    },
    events: ({ repairs = [] }, { actor: { org }, body: { correction, evidence } }) => [
      {
        type: 'repairRequested',
        rule: 'R-29',
        data: { repair: `${repairs.length + 1}`, by: org, correction, ...defined({ evidence }) },
      },
    ],
  },
  acceptRepair: {
    may(state, { actor }) {
      requireDecider(state, actor)
      if (requireRepair(state).acceptance !== undefined) throw new Refusal('already-done', '已经受理')
    },
    events(state, { actor: { org }, body }) {
      const repair = requireRepair(state).id
      return [
        body.accepted
          ? { type: 'repairAccepted', rule: 'R-29', data: { repair, org, ...defined({ remarks: body.remarks }) } }
          : { type: 'repairDeclined', rule: 'R-29', data: { repair, org, reason: body.reason } },
      ]
    },
  },
  decideRepair: {
    may(state, { actor }) {
      requireDecider(state, actor)
      const { acceptance } = requireRepair(state)
      if (acceptance === undefined) throw new Refusal('wrong-stage', '信用修复尚未受理', undefined, { early: true })
      if (acceptance.by.sub === actor.sub)
        throw new Refusal('second-person-required', '受理核对的人不能自己决定，请由另一人决定')
    },
    events(state, { actor: { org }, body }) {
      const { id: repair } = requireRepair(state)
      const number = paperNumber(state.id, '复', Number(repair))
      const decided: CreditBody = { type: 'repairDecided', rule: 'R-29', data: { repair, org, number, ...body } }
      return body.granted ? [decided, { type: 'recordRepaired', rule: 'R-29', data: { repair, org } }] : [decided]
    },
  },
}

/** Of what is in force; of a record of before 0.6, which has no grade, at any time. */
function requireRepairable(state: CreditState, at: string): void {
  if (isUndecided(state)) throw new Refusal('wrong-stage', '该记录尚未认定', undefined, { early: true })
  if (state.determination?.outcome === 'performance') throw new Refusal('wrong-stage', '履约信息不是失信记录，无须修复')
  if (state.contest !== undefined && state.decision === undefined)
    throw new Refusal('wrong-stage', '异议未决：请待裁定之后申请', undefined, { early: true })
  const from = repairableFrom(state)
  if (from !== undefined && Date.parse(at) < Date.parse(from))
    throw new Refusal('wrong-stage', `自 ${dateOf(state, from)} 起可以申请修复`, undefined, { early: true })
}

function dateOf({ dueProcess }: CreditState, at: string): string {
  return localDate(at, dueProcess ?? { utcOffsetMinutes: 0 })
}

/** The instant (ISO UTC) since when repair may be asked for; none where it may be at any time. */
export function repairableFrom({
  dueProcess,
  determination,
}: Pick<CreditState, 'dueProcess' | 'determination'>): string | undefined {
  if (dueProcess === undefined || determination?.grade === undefined) return undefined
  return monthsLater(determination.at, GRADE_MONTHS[determination.grade].repairable, dueProcess)
}

function requireRepair(state: CreditState): Repair {
  const repair = openRepairOf(state)
  if (repair === undefined) throw new Refusal('wrong-stage', '没有待办理的信用修复申请', undefined, { early: true })
  return repair
}
