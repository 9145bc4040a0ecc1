/** A case or a matter made whole from what was lived. */
import { defined } from '../../domain/defined.ts'
import type { LoadedDataConverter } from '@temporalio/common'
import { fingerprint } from '../../db/fingerprint.ts'
import { Refusal } from '../../domain/problem.ts'
import type { SubjectKind } from '../../domain/matter/subject.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import type { MatterState } from '../../domain/matter/matter.ts'
import { carriedAnswers } from '../../workflows/lib/core/carried-answers.ts'
import { applied, folded } from '../history/fold.ts'
import type { AnyState } from '../history/fold.ts'
import type { AnyEvent, StartInput } from '../history/payloads.ts'
import { isExact } from '../history/replayer.ts'
import type { Replayed } from '../history/replayer.ts'
import type { Run } from '../history/runs.ts'
import { actorOf, bodiesOf, isAct, requireAllowed } from './acts.ts'
import type { Body } from './acts.ts'
import { MendRefused } from './refused.ts'
import { orphansOf } from './signals.ts'
import { acceptedActs, answersOf } from './updates.ts'
import type { AcceptedAct, AnyAnswer } from './updates.ts'

export interface Whole {
  readonly kind: SubjectKind
  readonly subject: string
  /** From 1 on, without gaps: as lived, then what the history shows to have been accepted beyond. */
  readonly events: readonly AnyEvent[]
  /** Those of them that stand in no history as lived. */
  readonly given: readonly AnyEvent[]
  readonly state: AnyState
  /** Update id → answer. */
  readonly answers: Readonly<Record<string, AnyAnswer>>
  /** Update ids of acts that are not answered, and whose events nobody but the case would bring (ADR 0032). */
  readonly orphans: readonly string[]
}

export interface Broken {
  readonly kind: SubjectKind
  readonly replayed: Replayed
  /** None where the history is gone. */
  readonly runs: readonly Run[]
  /** As PostgreSQL has them, from 1 on. */
  readonly rows: readonly AnyEvent[]
  readonly policy: StartInput['policy']
  readonly converter: LoadedDataConverter
}

/** Throws {@link MendRefused} where there is nothing to go on from, or an answered act cannot be recorded any more. */
export async function wholeOf(broken: Broken): Promise<Whole> {
  const {
    kind,
    replayed: { subject, lived },
    runs,
    converter,
  } = broken
  const known = knownEvents(broken)
  const last = runs.at(-1)
  const accepted =
    last === undefined ? [] : (await acceptedActs(last, converter)).filter(({ type }) => isAct(kind, type))
  const { events, made } = completed(broken, known, accepted)
  const state = folded(kind, subject, events)
  if (state === undefined) throw new MendRefused(`${subject} 没有任何已记录的事件，无从修复`)
  const answers = new Map([...(await answersOf(runs, converter)), ...made])
  const orphans = (await orphansOf(last, converter)).filter((id) => !answers.has(id))
  return { kind, subject, events, given: events.slice(lived), state, answers: carriedAnswers(answers), orphans }
}

/**
 * As lived; beyond them what the rows still hold of a history that is gone, or else what the replay tells, where it is
 * exact or only its times differ.
 */
function knownEvents({ replayed, rows }: Broken): readonly AnyEvent[] {
  const lived: readonly AnyEvent[] = replayed.events.slice(0, replayed.lived)
  if (rows.length > lived.length) return [...lived, ...rows.slice(lived.length)]
  if (isExact(replayed)) return replayed.events
  const timesOnly =
    replayed.failures.length === 0 && replayed.differences.every(({ what }) => what.every((field) => field === 'at'))
  return timesOnly ? [...lived, ...replayed.told.filter(({ seq }) => seq > lived.length)] : lived
}

/**
 * With what the acts recorded that were answered and of which no event is known; and the answers of those recorded that
 * were not answered yet.
 */
function completed(
  { kind, replayed: { subject, lived }, policy }: Broken,
  known: readonly AnyEvent[],
  accepted: readonly AcceptedAct[],
) {
  const events = [...known]
  const made = new Map<string, AnyAnswer>()
  const taken = new Set<number>()
  for (const one of accepted) {
    const { answer } = one
    if (answer === 'refused' || (answer !== undefined && answer.seq <= lived)) continue
    const recorded = recordedBy(one, { kind, subject, policy, events, taken })
    if (recorded === undefined && answer !== undefined) record(one, { kind, subject, policy, events })
    if (recorded !== undefined && answer === undefined) made.set(one.id, answerOf(kind, recorded, one))
  }
  return { events, made }
}

interface Place {
  readonly kind: SubjectKind
  readonly subject: string
  readonly policy: StartInput['policy']
  readonly events: AnyEvent[]
}

/** The state right after the events of an act, if they are there. Each event is one act's. */
function recordedBy(
  one: AcceptedAct,
  { kind, subject, policy, events, taken }: Place & { readonly taken: Set<number> },
): AnyState | undefined {
  let state: AnyState | undefined
  for (const [index, event] of events.entries()) {
    const before = state
    state = applied(kind, subject, before, event)
    if (
      before === undefined ||
      taken.has(event.seq) ||
      Date.parse(event.at) < Date.parse(one.at) ||
      fingerprint(event.actor) !== fingerprint(actorOf(one))
    )
      continue
    const bodies = allowedBodies(kind, before, one, policy)
    const there = events.slice(index, index + bodies.length)
    if (bodies.length === 0 || fingerprint(there.map(bodyOf)) !== fingerprint(bodies)) continue
    for (const { seq } of there) taken.add(seq)
    return there.slice(1).reduce((next, following) => applied(kind, subject, next, following), state)
  }
  return undefined
}

const bodyOf = ({ type, rule, data }: AnyEvent): Body => ({ type, rule, data })

function allowedBodies(
  kind: SubjectKind,
  state: AnyState,
  one: AcceptedAct,
  policy: StartInput['policy'],
): readonly Body[] {
  try {
    requireAllowed(kind, state, one, policy)
    return bodiesOf(kind, state, one, policy)
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}

/** At the time at which it was taken up, never before the event before it. */
function record(one: AcceptedAct, { kind, subject, policy, events }: Place): void {
  const state = folded(kind, subject, events)
  if (state === undefined) return
  try {
    requireAllowed(kind, state, one, policy)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new MendRefused(
      `${subject} 有一次已答复的办理（${one.type}，${one.at}）按亲历的事件不能补记：${error.code}。请先保全历史，再联系开发`,
    )
  }
  for (const body of bodiesOf(kind, state, one, policy)) {
    const last = events.at(-1)
    const at = last !== undefined && Date.parse(last.at) > Date.parse(one.at) ? last.at : one.at
    events.push({ ...body, seq: events.length + 1, at, actor: actorOf(one) })
  }
}

function answerOf(kind: SubjectKind, state: AnyState, { act: { bodyHash } }: AcceptedAct): AnyAnswer {
  if (kind === 'application') {
    const { serviceNumber, seq, stage, outcome } = state as CaseState
    return { serviceNumber, seq, stage, bodyHash, ...defined({ outcome }) }
  }
  const { id, seq, status } = state as MatterState
  return { id, seq, status, bodyHash }
}
