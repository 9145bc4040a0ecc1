import { Refusal } from '../../../domain/problem.ts'
import type { CaseState, Line } from './case-state.ts'
import { openOrdersOf, touches } from './case-state.ts'
import type { ActRule } from './can.ts'
import { requireLine, requireNotDropped } from './who.ts'
import { requireWorks, withoutUndefined } from './works.ts'

type AcceptanceAct = 'acceptWorks' | 'reportRestored' | 'confirmRestoration'

/** laid before the construction-permit phase is laid in advance. */
const EARLY_PHASES: readonly string[] = ['projectFiling', 'landTransfer', 'landPlanning', 'worksPlanning']

/** acceptance after completion, restoration after acceptance; restoration never delays connection. */
export const ACCEPTANCE_ACTS: { readonly [A in AcceptanceAct]: ActRule<A> } = {
  acceptWorks: {
    can(state, { actor, body }, policy) {
      if (actor.org !== policy.works.acceptor) throw new Refusal('not-concerned', '竣工验收由牵头验收的部门办理')
      const line = requireLine(state, body.line, 'line')
      requireNotDropped(line)
      requireWorks(line)
      if (line.works?.acceptedAt !== undefined) throw new Refusal('already-done', '已验收合格', 'line')
      if (line.status !== 'completed') throw new Refusal('works-not-completed', '完工后才能验收', 'line')
      if (body.passed && openOrdersOf(state, line.id).length > 0)
        throw new Refusal('rectification-open', '整改复查通过后才能验收合格', 'line')
    },
    events(state, { body: { line, passed, remarks } }) {
      if (!passed) return [{ type: 'acceptanceRefused', rule: 'R-21', data: { line, reason: remarks ?? '' } }]
      const laidInAdvance = EARLY_PHASES.includes(state.registration.phase)
      return [
        {
          type: 'worksAccepted',
          rule: 'R-21',
          data: { line, laidInAdvance, ...(remarks === undefined ? {} : { remarks }) },
        },
      ]
    },
  },
  reportRestored: {
    can(state, { actor, body }, policy) {
      const line = requireAccepted(state, body.line, policy.works.restoredWhenTouching)
      if (line.utility !== actor.org) throw new Refusal('not-concerned', `${line.id} 不是本单位承办的服务`, 'line')
      if (line.works?.restoredAt !== undefined) throw new Refusal('already-done', '已报告恢复原貌', 'line')
    },
    events: (_state, { body }) => [{ type: 'siteRestored', rule: 'R-21', data: withoutUndefined(body) }],
  },
  confirmRestoration: {
    can(state, { actor, body }, policy) {
      if (actor.org !== policy.works.restorationConfirmer) throw new Refusal('not-concerned', '恢复原貌由主管部门确认')
      const line = requireAccepted(state, body.line, policy.works.restoredWhenTouching)
      if (line.works?.restoredAt === undefined)
        throw new Refusal('wrong-stage', '施工单位尚未报告恢复原貌', 'line', { early: true })
      if (line.works.restorationConfirmedAt !== undefined) throw new Refusal('already-done', '已确认恢复原貌', 'line')
    },
    events: (_state, { body }) => [{ type: 'restorationConfirmed', rule: 'R-21', data: withoutUndefined(body) }],
  },
}

function requireAccepted(state: CaseState, id: string, restoredWhenTouching: readonly string[]): Line {
  const line = requireLine(state, id, 'line')
  const abandoned = line.status === 'withdrawn' && line.works?.startedAt !== undefined
  if (!abandoned && requireWorks(line).acceptedAt === undefined)
    throw new Refusal('wrong-stage', '竣工验收合格后恢复原貌', 'line', { early: true })
  if (!touches(line, restoredWhenTouching))
    throw new Refusal('no-outer-works', '该项工程未占用道路或绿化，无须恢复', 'line')
  return line
}
