import type { z } from 'zod'
import type { City } from '../../domain/city/city.schema.ts'
import { lightOf } from '../../domain/clocks/deadline.ts'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import { HIDDEN_FIELDS, maskText } from '../../domain/masking/words.ts'
import { maskingLens } from '../../domain/visibility/lens.ts'
import type { DeadlineViewSchema } from './application.schema.ts'
import { stopView } from './side-paths.ts'
import { byText, times } from './writing.ts'
import type { Writing } from './writing.ts'

type DeadlineView = z.infer<typeof DeadlineViewSchema>

/** A clock as it is written down for a city, with what it is sorted by. */
interface Written {
  readonly city: City
  readonly view: Readonly<DeadlineView>
  readonly startedMs: number
  readonly dueMs: number
}

/**
 * Most clocks of a case are the same from one read to the next: each is written once, as long as the state that holds
 * it is known. What moves with the time, the light, is looked at each time.
 */
const written = new WeakMap<Deadline, Written>()

/**
 * in the order in which they began. R-39: a clock tells nothing about anybody; it is written as whoever sees
 * nothing would see it, the same for all, and needs no mask of its own.
 */
export function deadlinesView(deadlines: readonly Deadline[], city: City, writing: Writing): DeadlineView[] {
  return deadlines
    .map((deadline) => ({ deadline, at: writtenOf(deadline, city, writing) }))
    .sort((a, b) => a.at.startedMs - b.at.startedMs || a.at.dueMs - b.at.dueMs || byText(a.deadline.id, b.deadline.id))
    .map(({ deadline, at: { view } }) => {
      const light = lightOf(deadline, writing.now)
      return light === view.light ? view : { ...view, light }
    })
}

function writtenOf(deadline: Deadline, city: City, writing: Writing): Written {
  const before = written.get(deadline)
  if (before?.city === city) return before
  const view = maskText(deadlineView(deadline, writing), HIDDEN_FIELDS, maskingLens())
  const now = { city, view, startedMs: Date.parse(deadline.startedAt), dueMs: Date.parse(deadline.dueAt) }
  written.set(deadline, now)
  return now
}

function deadlineView(deadline: Deadline, writing: Writing): DeadlineView {
  const {
    startedAt,
    warnAt,
    dueAt,
    stoppedAt,
    hastenedAt,
    warnedAt,
    metAt,
    passedAt,
    supersededAt,
    stopEndsAt,
    length: _length,
    resumedAt: _resumedAt,
    runsFrom: _runsFrom,
    ...rest
  } = deadline
  return {
    ...rest,
    ...stopView(deadline),
    ownerName: writing.nameOf(deadline.owner),
    light: lightOf(deadline, writing.now),
    ...times(
      { startedAt, warnAt, dueAt },
      { stoppedAt, stopEndsAt, hastenedAt, warnedAt, metAt, passedAt, supersededAt },
      writing,
    ),
  }
}
