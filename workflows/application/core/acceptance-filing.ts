import type { City } from '../../../domain/city/city.schema.ts'
import type { EventBody } from '../../../domain/case/event.ts'
import { requireBetween, requireWithinReach } from '../../../domain/clocks/date-reach.ts'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { defined } from '../../../domain/defined.ts'
import { Refusal } from '../../../domain/problem.ts'
import { refusalOf } from '../../lib/core/choices.ts'
import { isLaidInAdvance, toBeDoneAgain } from './acceptance.ts'
import type { Option } from '../../lib/core/choices.ts'
import { choosing } from './act-rule.ts'
import type { Acts, Command, Intent } from './act-rule.ts'
import type { CaseState, Line } from './case-state.ts'
import { withWorks } from './change.ts'
import type { EventOf, Folds } from './change.ts'
import { linesOf, openOrdersOf, touches } from './lines.ts'
import { pendingRevocationOf } from './standstill.ts'
import type { AwaitedOnLine, Wanted } from './wanted.ts'
import { aboutLine, nameOf, saidOf, requireLine, requireNotDropped, requireOwn } from './who.ts'
import { doneOnLine, requireWorks } from './works.ts'

/**
 * the utility organises the acceptance, asks whom it concerns, and files the result with the bureau, which may
 * object within its term; nobody objects, it stands. A safe temporary surface comes before the restoration.
 */
export const acts = {
  inviteToAcceptance: {
    ...choosing(
      aboutLine<'inviteToAcceptance'>(
        (state, line, { actor }) => {
          requireOwnCompleted(state, line, actor.org)
          if (line.works?.acceptance?.filed !== undefined) throw new Refusal('already-done', '已验收备案', 'line')
        },
        { also: requireInvitation },
      ),
      (state, _intent, policy) => [
        {
          field: 'invited.*',
          of: 'organisation',
          options: policy.organisations
            .filter(({ key }) => refusalOf(() => requireInvitable(key, policy, '')) === undefined)
            .map(({ key }) => (key === state.works.acceptor ? { value: key, must: true as const } : { value: key })),
        },
      ],
    ),
    events: (_state, { body: { at, remarks, ...body } }) => [
      {
        type: 'acceptanceInvited',
        rule: 'R-21',
        data: { ...body, at: new Date(at).toISOString(), ...defined({ remarks }) },
      },
    ],
  },
  fileAcceptance: {
    ...choosing(aboutLine<'fileAcceptance'>(requireFileable, { also: requireHeld }), (state, { actor }) => [
      {
        field: 'attended.*.org',
        of: 'organisation',
        free: true,
        options: linesOf(state)
          .filter(({ utility }) => utility === actor.org)
          .flatMap(mayAttend),
      },
    ]),
    events: (_state, { body: { files, ...body } }) => [
      { type: 'acceptanceFiled', rule: 'R-21', data: { ...body, ...defined({ files }) } },
    ],
  },
  laySurface: {
    windsUp: true,
    ...aboutLine<'laySurface'>(
      (state, line, { actor }) => {
        requireOwn(line, actor.org)
        if (state.filesAcceptance === undefined)
          throw new Refusal('wrong-stage', '所在的申请登记在先，不必报告临时路面', 'line')
        if (line.works?.surfaceLaidAt !== undefined) throw new Refusal('already-done', '已报告临时路面', 'line')
        if (line.works?.restoredAt !== undefined) throw new Refusal('already-done', '已报告恢复原貌', 'line')
        if (!isOpened(state, line))
          throw new Refusal('wrong-stage', '没有已回填而尚未恢复的路面、绿地', 'line', { early: true })
      },
      { whose: (_state, line, { actor }) => requireOwn(line, actor.org) },
    ),
    events: (_state, { body }) => [{ type: 'surfaceLaid', rule: 'R-21', data: doneOnLine(body) }],
  },
} satisfies Partial<Acts>

function requireOwnCompleted(state: CaseState, line: Line, org: string): void {
  requireOwn(line, org)
  requireNotDropped(line)
  requireWorks(line)
  if (state.filesAcceptance === undefined)
    throw new Refusal('wrong-stage', '所在的申请登记在先，由牵头验收的部门验收', 'line')
  if (line.works?.acceptedAt !== undefined) throw new Refusal('already-done', '已验收合格', 'line')
  if (line.status !== 'completed') throw new Refusal('works-not-completed', '完工后才能验收', 'line')
}

function requireFileable(state: CaseState, line: Line, { actor, at }: Intent): void {
  requireOwnCompleted(state, line, actor.org)
  const { acceptance } = requireWorks(line)
  if (acceptance?.filed !== undefined) throw new Refusal('already-done', '已验收备案', 'line')
  if (acceptance === undefined || Date.parse(at) < Date.parse(acceptance.at))
    throw new Refusal('wrong-stage', '先组织验收，验收之后备案', 'line', { early: true })
}

/** Who organises it, which has to be there, and whom it asked. */
function mayAttend({ id: line, utility, works }: Line): readonly Option[] {
  const invited = works?.acceptance?.invited.filter((org) => org !== utility) ?? []
  return [{ value: utility, line, must: true }, ...invited.map((value) => ({ value, line }))]
}

function requireInvitation(state: CaseState, { at, body }: Command<'inviteToAcceptance'>, policy: City): void {
  const [day, today] = [localDate(body.at, policy.hours), localDate(at, policy.hours)]
  if (day < today) throw new Refusal('date-past', '验收时间应在今日或以后', 'at')
  requireWithinReach(day, today, 'at')
  body.invited.forEach((org, index) => requireInvitable(org, policy, `invited.${index}`))
  const { acceptor } = state.works
  if (!body.invited.includes(acceptor))
    throw new Refusal('validation-failed', `须邀请验收备案的部门：${nameOf(acceptor, policy)}`, 'invited')
}

function requireInvitable(org: string, policy: City, field: string): void {
  const kind = policy.organisations.find(({ key }) => key === org)?.kind
  if (kind !== 'authority' && kind !== 'utility')
    throw new Refusal('validation-failed', `${saidOf(org, policy)}不是本市的部门或公用事业单位`, field)
}

function requireHeld(state: CaseState, { at, body }: Command<'fileAcceptance'>, policy: City): void {
  const line = requireLine(state, body.line, 'line')
  const since = { name: '约定的验收之日', date: localDate(line.works?.acceptance?.at ?? at, policy.hours) }
  requireBetween(body.heldOn, since, localDate(at, policy.hours), '验收日期', 'heldOn')
  body.attended.forEach(({ org }, index) => requireInvitable(org, policy, `attended.${index}.org`))
  if (!body.attended.some(({ org }) => org === line.utility))
    throw new Refusal('validation-failed', `组织验收的单位须到场：${nameOf(line.utility, policy)}`, 'attended')
  if (body.passed && openOrdersOf(state, body.line).length > 0)
    throw new Refusal('rectification-open', '整改复查通过后才能验收合格', 'line')
}

/** the trench is closed, by report or by completion, and what it opened is not as it was. */
function isOpened(state: CaseState, { works, ...line }: Line): boolean {
  if (works === undefined || works.restoredAt !== undefined) return false
  const isClosed = works.backfilledAt !== undefined || works.completedAt !== undefined
  return isClosed && touches(state, line, state.works.restoredWhenTouching)
}

/** nobody objected within the term; where it cannot stand, the term passes as any other. */
export function unobjected(state: CaseState, id: string): ((at: string) => EventBody | undefined) | undefined {
  const line = state.lines[id]
  if (state.filesAcceptance === undefined || line?.status !== 'completed') return undefined
  const pending = pendingRevocationOf(state, line.utility)
  if (openOrdersOf(state, id).length > 0 || pending?.lines.includes(line.id) === true) return undefined
  return () => ({
    type: 'worksAccepted',
    rule: 'R-21',
    data: { line: line.id, laidInAdvance: isLaidInAdvance(state), how: 'silence' },
  })
}

export const folds = {
  acceptanceInvited: (state, { data: { line, at, invited } }) =>
    withWorks(state, line, { acceptance: { at, invited } }),
  acceptanceFiled,
  surfaceLaid: (state, { at, data }) => withWorks(state, data.line, { surfaceLaidAt: at }),
} satisfies Partial<Folds>

function acceptanceFiled(state: CaseState, { at, data }: EventOf<'acceptanceFiled'>): CaseState {
  const { line, files: _files, ...filed } = data
  if (!data.passed) return toBeDoneAgain(state, line)
  return withWorks(state, line, ({ acceptance = { at, invited: [] } }) => ({
    acceptance: { ...acceptance, filed: { ...filed, at } },
  }))
}

type AcceptanceTask = 'inviteToAcceptance' | 'fileAcceptance' | 'laySurface'

export const tasks: AwaitedOnLine<AcceptanceTask> = (state, line) => {
  if (state.filesAcceptance === undefined) return []
  return [...organising(line), ...surfaceTasks(state, line)]
}

function organising({ id: line, status, utility: org, works }: Line): readonly Wanted<AcceptanceTask>[] {
  if (status !== 'completed' || works?.acceptance?.filed !== undefined) return []
  return [{ kind: works?.acceptance === undefined ? 'inviteToAcceptance' : 'fileAcceptance', org, line }]
}

/** also of what was dropped, once its works had begun. */
export const surfaceTasks: AwaitedOnLine<'laySurface'> = (state, line) =>
  state.filesAcceptance === undefined || line.works?.surfaceLaidAt !== undefined || !isOpened(state, line)
    ? []
    : [{ kind: 'laySurface', org: line.utility, line: line.id }]
