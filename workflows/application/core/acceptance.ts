import { Refusal } from '../../../domain/problem.ts'
import type { Acts } from './act-rule.ts'
import type { CaseState, Line } from './case-state.ts'
import { awaitsRestoration, linesOf, openOrdersOf, touches } from './lines.ts'
import { worksClockIds } from './case-deadlines.ts'
import { patchDeadline, withLines, withWorks } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import { allConfirmers, confirmersOf, unconfirmedBy } from './confirmers.ts'
import type { AwaitedOnLine } from './wanted.ts'
import { requireNoPendingRevocation } from './standstill.ts'
import { aboutLine, requireLine, requireNotDropped, requireOwn } from './who.ts'
import { doneOnLine, requireWorks } from './works.ts'
import { defined } from '../../../domain/defined.ts'

/** laid before the construction-permit phase is laid in advance. */
const EARLY_PHASES: readonly string[] = ['projectFiling', 'landTransfer', 'landPlanning', 'worksPlanning']

/** acceptance after completion, restoration after acceptance; restoration never delays connection. */
export const acts = {
  acceptWorks: {
    ...aboutLine<'acceptWorks'>(
      (state, line) => {
        requireNotDropped(line)
        requireWorks(line)
        if (line.works?.acceptedAt !== undefined) throw new Refusal('already-done', '已验收合格', 'line')
        if (line.status !== 'completed') throw new Refusal('works-not-completed', '完工后才能验收', 'line')
        if (state.filesAcceptance !== undefined && line.works?.acceptance?.filed === undefined)
          throw new Refusal('acceptance-not-filed', '由承办单位组织验收并备案，备案后可以提出异议', 'line')
      },
      {
        first(_state, { actor }, policy) {
          if (actor.org !== policy.works.acceptor) throw new Refusal('not-concerned', '竣工验收由牵头验收的部门办理')
        },
        also(state, { body }, policy) {
          if (body.passed && openOrdersOf(state, body.line).length > 0)
            throw new Refusal('rectification-open', '整改复查通过后才能验收合格', 'line')
          const line = requireLine(state, body.line, 'line')
          if (body.passed) requireNoPendingRevocation(state, line.utility, policy, line)
        },
      },
    ),
    events(state, { body: { line, passed, remarks, files } }) {
      if (!passed)
        return [
          { type: 'acceptanceRefused', rule: 'R-21', data: { line, reason: remarks ?? '', ...defined({ files }) } },
        ]
      return [
        {
          type: 'worksAccepted',
          rule: 'R-21',
          data: { line, laidInAdvance: isLaidInAdvance(state), ...defined({ remarks, files }) },
        },
      ]
    },
  },
  reportRestored: {
    windsUp: true,
    ...aboutLine<'reportRestored'>(
      (state, line, { actor }) => {
        requireAccepted(state, line)
        requireOwn(line, actor.org)
        if (line.works?.restoredAt !== undefined) throw new Refusal('already-done', '已报告恢复原貌', 'line')
      },
      { whose: (_state, line, { actor }) => requireOwn(line, actor.org) },
    ),
    events: (_state, { body }) => [{ type: 'siteRestored', rule: 'R-21', data: doneOnLine(body) }],
  },
  confirmRestoration: {
    windsUp: true,
    ...aboutLine<'confirmRestoration'>(
      (state, line, { actor }) => {
        requireAccepted(state, line)
        if (line.works?.restoredAt === undefined)
          throw new Refusal('wrong-stage', '施工单位尚未报告恢复原貌', 'line', { early: true })
        if (!confirmersOf(state, line).includes(actor.org))
          throw new Refusal('not-concerned', '该项工程恢复原貌不由本部门确认', 'line')
        const { restorationConfirmedAt, confirmedBy = {} } = line.works
        if (restorationConfirmedAt !== undefined || confirmedBy[actor.org] !== undefined)
          throw new Refusal('already-done', '已确认恢复原貌', 'line')
      },
      {
        first({ works }, { actor }) {
          if (!allConfirmers(works).includes(actor.org)) throw new Refusal('not-concerned', '恢复原貌由主管部门确认')
        },
      },
    ),
    events: ({ works }, { actor, body: { passed, ...body } }) => {
      const { remarks, files } = body
      if (passed === false)
        return [
          {
            type: 'restorationRefused',
            rule: 'R-21',
            data: { line: body.line, org: actor.org, reason: remarks ?? '', ...defined({ files }) },
          },
        ]
      const org = works.restorationConfirmers === undefined ? undefined : actor.org
      return [{ type: 'restorationConfirmed', rule: 'R-21', data: { ...doneOnLine(body), ...defined({ org }) } }]
    },
  },
} satisfies Partial<Acts>

function requireAccepted(state: CaseState, line: Line): void {
  const abandoned = line.status === 'withdrawn' && line.works?.startedAt !== undefined
  if (!abandoned && requireWorks(line).acceptedAt === undefined)
    throw new Refusal('wrong-stage', '竣工验收合格后恢复原貌', 'line', { early: true })
  if (!touches(state, line, state.works.restoredWhenTouching))
    throw new Refusal('no-outer-works', '该项工程未占用道路或绿化，无须恢复', 'line')
}

export const folds = {
  worksAccepted: (state, { at, data }) =>
    withLines(withWorks(state, data.line, { acceptedAt: at }), [data.line], () => ({
      status: 'accepted',
      laidInAdvance: data.laidInAdvance,
    })),
  acceptanceRefused: (state, { data }) => toBeDoneAgain(state, data.line),
  siteRestored: (state, { at, data }) => withWorks(state, data.line, { restoredAt: at }),
  restorationConfirmed,
  restorationRefused: (state, { data }) => {
    const line = state.lines[data.line]
    if (line?.works === undefined) return state
    const { restoredAt: _1, confirmedBy: _2, ...works } = line.works
    return { ...state, lines: { ...state.lines, [line.id]: { ...line, works } } }
  },
} satisfies Partial<Folds>

/** refused by who accepts, or by the utility's own acceptance: the works go on. */
export function toBeDoneAgain(state: CaseState, id: string): CaseState {
  return withLines(unmetWorks(state, id), [id], ({ works }) => {
    if (works === undefined) return { status: 'constructing' }
    const { acceptance: _void, ...rest } = works
    return { status: 'constructing', works: rest }
  })
}

/** laid before the construction-permit phase. */
export function isLaidInAdvance({ registration }: CaseState): boolean {
  return EARLY_PHASES.includes(registration.phase)
}

/** by all whom it concerns, each for itself; in cases of before by one. */
function restorationConfirmed(state: CaseState, { at, data }: EventOf<'restorationConfirmed'>): CaseState {
  const { line: id, org } = data
  if (org === undefined) return withWorks(state, id, { restorationConfirmedAt: at })
  const confirmed = withWorks(state, id, ({ confirmedBy }) => ({ confirmedBy: { ...confirmedBy, [org]: at } }))
  const line = confirmed.lines[id]
  return line !== undefined && unconfirmedBy(confirmed, line).length === 0
    ? withWorks(confirmed, id, { restorationConfirmedAt: at })
    : confirmed
}

/** Refused works are not completed: their deadline runs again. */
export function unmetWorks(state: CaseState, id: string): CaseState {
  const line = linesOf(state).find((candidate): candidate is Line => candidate.id === id)
  if (line === undefined) return state
  return worksClockIds(state, line).reduce(
    (next, clock) => patchDeadline(next, clock, ({ metAt: _met, ...running }) => running),
    state,
  )
}

export const tasks: AwaitedOnLine<'acceptWorks' | 'restoreSite' | 'confirmRestoration'> = (state, line) => {
  switch (line.status) {
    case 'completed':
      return state.filesAcceptance === undefined || line.works?.acceptance?.filed !== undefined
        ? [{ kind: 'acceptWorks', org: state.works.acceptor, line: line.id }]
        : []
    case 'surveying':
    case 'awaitingOpinion':
    case 'outerWorks':
    case 'committed':
    case 'constructing':
      return []
    case 'connectable':
    case 'accepted':
    case 'appointed':
    case 'connected':
    case 'withdrawn':
      return restorationTasks(state, line)
  }
}

/** what was opened is put back, also where the service was dropped. */
export const restorationTasks: AwaitedOnLine<'restoreSite' | 'confirmRestoration'> = (state, line) => {
  const laid = line.works?.acceptedAt !== undefined || line.status === 'withdrawn'
  if (line.works === undefined || !laid || !awaitsRestoration(state, line)) return []
  return line.works.restoredAt === undefined
    ? [{ kind: 'restoreSite', org: line.utility, line: line.id }]
    : unconfirmedBy(state, line).map((org) => ({ kind: 'confirmRestoration', org, line: line.id }))
}
