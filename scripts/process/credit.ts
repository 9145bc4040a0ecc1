/** R-29: what can be done to a credit record and where it leads, found by trying the pure rules. */
import type { Actor } from '../../domain/actor/actor.ts'
import { dueProcessOf } from '../../domain/city/city-parts.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { CREDIT_ACTS, CREDIT_STATUS_NAMES, CREDIT_STATUSES } from '../../domain/credit/credit.ts'
import type { CreditAct, CreditStatus } from '../../domain/credit/credit.ts'
import { CREDIT_EVENT_NAMES } from '../../domain/credit/credit-event.ts'
import type { CreditBody } from '../../domain/credit/credit-event.ts'
import type { CreditBodies } from '../../domain/credit/credit.schema.ts'
import { MATTER_DEADLINE_NAMES } from '../../domain/matter/matter.ts'
import type { MatterDeadlineKind } from '../../domain/matter/matter.ts'
import { Refusal } from '../../domain/problem.ts'
import { CREDIT } from '../../workflows/credit/core/acts.ts'
import type { CreditState } from '../../workflows/credit/core/state.ts'
import { can, eventsOf } from '../../workflows/matter/core/matter-logic.ts'

const AT = '2026-11-23T01:00:00.000Z'
const person = (org: string, role: 'officer' | 'lead'): Actor => ({ sub: `${org}-${role}`, org, role })
const [OWN, LEAD, OFFICE, THEIRS] = [
  person('bureau', 'officer'),
  person('bureau', 'lead'),
  person('office', 'officer'),
  person('subject', 'officer'),
]
const DOCUMENT = { kind: 'penalty', number: '略', issuer: '略', date: '2026-01-01', inForceFrom: '2026-01-01' } as const
const MINOR = { reason: '略', grade: 'minor' as const, months: 1, approvals: [] }

type Try = { readonly [A in CreditAct]: readonly [type: A, actor: Actor, body: CreditBodies[A]] }[CreditAct]
const TRIES: readonly Try[] = [
  ['giveNotice', OWN, { ...MINOR, basis: '略', document: DOCUMENT, delivery: 'online' }],
  ['answerNotice', THEIRS, { waived: true }],
  ['decideRecord', LEAD, { outcome: 'recorded', ...MINOR }],
  ['decideRecord', LEAD, { outcome: 'performance', reason: '略' }],
  ['decideRecord', LEAD, { outcome: 'dismissed', reason: '略' }],
  ['contestRecord', THEIRS, { reason: '略' }],
  ['decideContest', OFFICE, { upheld: true, reason: '略' }],
  ['decideContest', OFFICE, { upheld: false, reason: '略' }],
  ['requestRepair', THEIRS, { correction: '略' }],
  ['acceptRepair', OWN, { accepted: true }],
  ['acceptRepair', OWN, { accepted: false, reason: '略' }],
  ['decideRepair', LEAD, { granted: true, reason: '略' }],
  ['decideRepair', LEAD, { granted: false, reason: '略' }],
  ['withdrawRecord', OWN, { reason: '略' }],
]

/** The clocks by which an act is to be done. */
const CLOCKS: Partial<Readonly<Record<CreditAct, readonly [MatterDeadlineKind, keyof City['credit']]>>> = {
  giveNotice: ['notice', 'notice'],
  answerNotice: ['statement', 'answer'],
  decideRecord: ['determination', 'determination'],
  contestRecord: ['objection', 'objection'],
  decideContest: ['decision', 'decision'],
  acceptRepair: ['repairAcceptance', 'repairAcceptance'],
  decideRepair: ['repairDecision', 'repairDecision'],
}

interface Move {
  readonly act: CreditAct
  readonly from: CreditStatus
  readonly to: CreditStatus
  readonly events: readonly CreditBody['type'][]
}

/** As far as one repair: a second one is like the first. */
function moves(city: City): { readonly moves: readonly Move[]; readonly situations: number } {
  const found: Move[] = []
  const known = new Map<string, CreditState>()
  const queue = [opened(city)]
  for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
    const key = keyOf(state)
    if (known.has(key) || (state.repairs?.length ?? 0) > 1) continue
    known.set(key, state)
    for (const [type, actor, body] of TRIES) {
      const next = tried(state, type, actor, body)
      if (next === undefined) continue
      queue.push(next.state)
      found.push({ act: type, from: state.status, to: next.state.status, events: next.events })
    }
  }
  return { moves: found, situations: known.size }
}

function opened(city: City): CreditState {
  const data = {
    city: city.key,
    policyHash: '',
    origin: { keyHash: '', bodyHash: '' },
    kind: 'broken' as const,
    subject: { org: 'subject', name: '略' },
    source: {},
    reason: '略',
    decider: 'office',
    confirmers: ['bureau', 'office'],
    dueProcess: dueProcessOf(city),
  }
  return CREDIT.apply(undefined, { type: 'recordOpened', rule: 'R-29', data, seq: 1, at: AT, actor: OWN }, 'credit:1')
}

function keyOf({ status, notice, answer, determination, contest, decision, repairs, closedAt }: CreditState): string {
  return JSON.stringify([status, notice, answer, determination?.outcome, contest, decision?.upheld, repairs, closedAt])
}

function tried(state: CreditState, type: CreditAct, actor: Actor, body: unknown) {
  const command = { type, actor, at: AT, body } as Parameters<
    typeof eventsOf<CreditState, CreditBodies, CreditBody, CreditAct>
  >[2]
  try {
    can(CREDIT, state, command)
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
  const bodies = eventsOf(CREDIT, state, command)
  const next = bodies.reduce(
    (before, each) => CREDIT.apply(before, { ...each, seq: before.seq + 1, at: AT, actor }),
    state,
  )
  return { state: next, events: bodies.map((each) => each.type) }
}

/** The last chapter of `docs/process.md`. */
export function creditChapter(city: City): readonly string[] {
  const { moves: found, situations } = moves(city)
  const acts = [...new Set(found.map(({ act }) => act))]
  return [
    '',
    '## 信用记录（R-29）',
    '',
    `一条记录在 ${situations} 种情形中逐一试办。认定须在陈述申辩之后，或其期限届满之后；修复自该等级最短期限届满起（此处以轻微试办）。` +
      '告知、认定、裁定、修复的时限到了不替人作决定；到期（`expired`）与异议期届满由流程自己记。' +
      '地址见 [transfer-credit-rating.md](transfer-credit-rating.md#信用记录r-29)。',
    '',
    '| 动作 | 谁 | 变化 | 记 | 时限⁺ |',
    '| --- | --- | --- | --- | --- |',
    ...acts.map((act) => `| ${rowOf(act, found, city).join(' | ')} |`),
  ]
}

function rowOf(act: CreditAct, found: readonly Move[], city: City): readonly string[] {
  const own = found.filter((move) => move.act === act)
  const { name, roles } = CREDIT_ACTS[act]
  const ends = CREDIT_STATUSES.filter((end) => own.some(({ to }) => to === end))
  const starts = (end: CreditStatus) =>
    CREDIT_STATUSES.filter((start) => own.some(({ from, to }) => from === start && to === end))
  const words = ends.map(
    (end) =>
      `${starts(end)
        .map((each) => CREDIT_STATUS_NAMES[each])
        .join('、')} → ${CREDIT_STATUS_NAMES[end]}`,
  )
  const events = new Set(own.map((move) => move.events.map(eventName).join('、')))
  return [name, `\`${roles.join('` `')}\``, words.join('<br/>'), [...events].join('<br/>'), clockOf(act, city)]
}

function eventName(type: CreditBody['type']): string {
  return `“${CREDIT_EVENT_NAMES[type as keyof typeof CREDIT_EVENT_NAMES]}”`
}

function clockOf(act: CreditAct, { credit }: City): string {
  const [kind, length] = CLOCKS[act] ?? []
  const set = length === undefined ? undefined : credit[length]
  if (kind === undefined || typeof set !== 'object' || !('days' in set)) return '—'
  return `${MATTER_DEADLINE_NAMES[kind]}：${set.days} 个工作日`
}
