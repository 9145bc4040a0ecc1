/** RFC 9110 `If-Match`, by parts: whether what an act would change is still as its sender saw it (ADR 0076). */
import { Refusal } from '../../../domain/problem.ts'

/** What an act carries of what its sender saw; not part of the body or of its hash. */
export interface Seeing {
  /** The last event of the case or matter that its sender had seen. */
  readonly seen?: number
}

type State = object

/** Of no part: they stand for the whole, or say only that something came. */
const WHOLE: readonly string[] = ['seq', 'stage', 'status', 'requests', 'stateVersion']

/** Of these, a change of another field is none to who acts: that a clock has warned, that a task has got its clock. */
const NOTED: Readonly<Record<string, readonly string[]>> = {
  deadlines: ['dueAt', 'stoppedAt', 'supersededAt'],
  tasks: ['person', 'closedSeq'],
}
const MOST_TOLD = 20

/**
 * The parts in which two states differ, each `lines/water:shuiwu`: a member of one of a state's records, or a whole
 * field of another kind. `fields` says of which fields of a member of such a record a difference counts.
 */
export function partsChanged(
  before: State,
  after: State,
  fields: Readonly<Record<string, readonly string[]>> = {},
): readonly string[] {
  return keysOf(before, after)
    .filter((key) => !WHOLE.includes(key))
    .flatMap((key) => {
      const [was, is] = [at(before, key), at(after, key)]
      if (was === is) return []
      if (!isRecord(was) || !isRecord(is)) return [key]
      return keysOf(was, is)
        .filter((member) => differ(at(was, member), at(is, member), fields[key]))
        .map((member) => `${key}/${member}`)
    })
}

/** Which event changed each part last; `since`: of changes up to this event nothing is known. */
export interface CarriedChanges {
  readonly since: number
  readonly last: Readonly<Record<string, number>>
}

export interface Changes {
  note(before: State, after: State & { readonly seq: number }): void
  /**
   * Throws `changed-meanwhile` where a part that the act would change has changed since; `wouldChange` is asked only
   * where anything has.
   */
  requireSeen(act: Seeing, state: { readonly seq: number }, wouldChange: () => readonly string[]): void
  carried(): CarriedChanges
}

/** `seq`: the last event of the run before, which may have been one of a release that kept no changes. */
export function openChanges(carried: CarriedChanges | undefined, seq: number): Changes {
  const since = carried?.since ?? seq
  const last = new Map(Object.entries(carried?.last ?? {}))
  return {
    note(before, after) {
      for (const part of partsChanged(before, after, NOTED)) last.set(part, after.seq)
    },
    requireSeen({ seen }, state, wouldChange) {
      if (seen === undefined || seen === state.seq) return
      if (seen < since || seen > state.seq) throw changedMeanwhile([])
      const changed = wouldChange().flatMap((part) => last.get(part) ?? [])
      const later = [...new Set(changed.filter((seq) => seq > seen))].sort((a, b) => a - b)
      if (later.length > 0) throw changedMeanwhile(later.slice(-MOST_TOLD))
    },
    carried: () => ({ since, last: Object.fromEntries(last) }),
  }
}

function changedMeanwhile(changed: readonly number[]): Refusal {
  const detail = '您查看之后，要办的内容已有变化；请看过变化后，以新的 If-Match 再办，没有办理任何事项'
  return new Refusal('changed-meanwhile', detail, 'If-Match', { changed })
}

function differ(was: unknown, is: unknown, fields: readonly string[] | undefined): boolean {
  if (was === is) return false
  if (fields === undefined || !isRecord(was) || !isRecord(is)) return !(fields !== undefined && was === undefined)
  return fields.some((field) => at(was, field) !== at(is, field))
}

function keysOf(before: object, after: object): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
}

function at(record: object, key: string): unknown {
  return (record as Readonly<Record<string, unknown>>)[key]
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
