import { Refusal } from '../../../domain/problem.ts'
import { about, byId } from './act-rule.ts'
import type { Acts } from './act-rule.ts'
import type { CaseState, EmergencyRepair } from './case-state.ts'
import { isFinished } from './lines.ts'
import { markDeadline } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import type { Awaited } from './wanted.ts'
import { aboutLine } from './who.ts'

/** emergency repair at once, filed within 24 hours. */
export const acts = {
  reportEmergencyRepair: {
    ...aboutLine<'reportEmergencyRepair'>((state, line, { actor }) => {
      const owner = line.utility === actor.org || Object.hasOwn(line.works?.handovers ?? {}, actor.org)
      if (!owner) throw new Refusal('not-concerned', '由施工单位或邻近管线权属单位报告', 'line')
      if (line.works?.startedAt === undefined) throw new Refusal('wrong-stage', '尚未开工', 'line', { early: true })
      if (isFinished(state, line)) throw new Refusal('wrong-stage', '该项工程已了结', 'line')
    }),
    events: (state, { actor, body }) => [
      {
        type: 'emergencyRepairStarted',
        rule: 'R-19',
        data: { ...body, org: actor.org, repair: `${body.line}:repair:${Object.keys(state.repairs).length + 1}` },
      },
    ],
  },
  fileEmergencyRepair: {
    windsUp: true,
    ...about<'fileEmergencyRepair', EmergencyRepair>({
      among: ({ repairs }) => Object.values(repairs),
      offers: byId('repair', 'repair'),
      named(state, { repair: id }) {
        const repair = Object.hasOwn(state.repairs, id) ? state.repairs[id] : undefined
        if (repair === undefined) throw new Refusal('repair-unknown', `没有抢修“${id}”`, 'repair')
        return repair
      },
      allows(_state, repair, { actor }) {
        if (repair.org !== actor.org) throw new Refusal('not-concerned', '由抢修单位补办', 'repair')
        if (repair.filedAt !== undefined) throw new Refusal('already-done', '已补办', 'repair')
      },
    }),
    events: (_state, { body }) => [{ type: 'emergencyRepairFiled', rule: 'R-19', data: body }],
  },
} satisfies Partial<Acts>

export const folds = {
  emergencyRepairStarted: (state, { at, data: { repair, ...data } }) => ({
    ...state,
    repairs: { ...state.repairs, [repair]: { id: repair, ...data, startedAt: at } },
  }),
  emergencyRepairFiled,
} satisfies Partial<Folds>

function emergencyRepairFiled(state: CaseState, { at, data }: EventOf<'emergencyRepairFiled'>): CaseState {
  const repair = state.repairs[data.repair]
  if (repair === undefined) return state
  return markDeadline(
    { ...state, repairs: { ...state.repairs, [repair.id]: { ...repair, filedAt: at } } },
    `emergencyRepair:${repair.id}`,
    { metAt: at },
  )
}

export const tasks: Awaited<'fileEmergencyRepair'> = (state) =>
  Object.values(state.repairs)
    .filter((repair) => repair.filedAt === undefined)
    .map((repair) => ({
      kind: 'fileEmergencyRepair',
      org: repair.org,
      line: repair.line,
      order: repair.id,
      deadlineId: `emergencyRepair:${repair.id}`,
    }))
