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
/**
 * Of these, parts are their members' fields, down to what is no record: on one line many are at work, each on what is
 * theirs (`lines/water:shuiwu/found/zigui`, `lines/water:shuiwu/works/completedAt`).
 */
const DEEP: readonly string[] = ['lines']
const MOST_TOLD = 20

/**
 * The parts in which two states differ, each `opinions/zigui`: a member of one of a state's records, or a whole field
 * of another kind; of a line, what of it differs. `fields` says of which fields of a member of such a record a
 * difference counts.
 */
export function partsChanged(
  before: State,
  after: State,
  fields: Readonly<Record<string, readonly string[]>> = {},
): readonly string[] {
  return keysOf(before, after)
    .filter((key) => at(before, key) !== at(after, key) && !WHOLE.includes(key))
    .flatMap((key) => {
      const [was, is] = [at(before, key), at(after, key)]
      if (!isRecord(was) || !isRecord(is)) return [key]
      if (DEEP.includes(key)) return keysOf(was, is).flatMap((member) => within(was, is, key, member))
      return keysOf(was, is)
        .filter((member) => differ(at(was, member), at(is, member), fields[key]))
        .map((member) => `${key}/${member}`)
    })
}

/** Of a member that is new or gone the whole; else its leaves. */
function within(was: object, is: object, key: string, member: string): readonly string[] {
  const [one, other] = [at(was, member), at(is, member)]
  const part = `${key}/${member}`
  return isRecord(one) && isRecord(other) ? leavesChanged(one, other, part) : one === other ? [] : [part]
}

/** What is not there yet is as if it were empty: the first finding of one party is none of another's. */
function leavesChanged(was: unknown, is: unknown, part: string): readonly string[] {
  if (was === is) return []
  const [one, other] = [was ?? {}, is ?? {}]
  if (!isRecord(one) || !isRecord(other)) return [part]
  const names = keysOf(one, other)
  return names.length === 0
    ? [part]
    : names.flatMap((name) => leavesChanged(at(one, name), at(other, name), `${part}/${name}`))
}

/** Of two parts one is in the other: `lines/water:shuiwu`, as it began or was kept by 0.7, and what is of it. */
const overlap = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`)

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
      const came = [...last].filter(([, seq]) => seq > seen)
      const touched = wouldChange()
      const met = came.filter(([part]) => touched.some((own) => overlap(own, part)))
      const later = [...new Set(met.map(([, seq]) => seq))].sort((a, b) => a - b)
      if (later.length > 0) throw changedMeanwhile(later.slice(-MOST_TOLD))
    },
    carried: () => ({ since, last: Object.fromEntries(last) }),
  }
}

function changedMeanwhile(changed: readonly number[]): Refusal {
  const detail = '您查看之后，要办的内容已有变化，所以没有办理任何事项；看过变化之后可以再办'
  return new Refusal('changed-meanwhile', detail, 'If-Match', { changed })
}

function differ(was: unknown, is: unknown, fields: readonly string[] | undefined): boolean {
  if (was === is) return false
  if (fields === undefined || !isRecord(was) || !isRecord(is)) return !(fields !== undefined && was === undefined)
  return fields.some((field) => at(was, field) !== at(is, field))
}

function keysOf(before: object, after: object): readonly string[] {
  return [...Object.keys(before), ...Object.keys(after).filter((key) => !Object.hasOwn(before, key))]
}

function at(record: object, key: string): unknown {
  return (record as Readonly<Record<string, unknown>>)[key]
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
