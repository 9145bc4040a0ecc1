import { LIGHTS } from '../../../../domain/clocks/deadline.ts'
import type { Light } from '../../../../domain/clocks/deadline.ts'
import type { Me, Task } from '../../data/types.ts'

export const DUES = ['today', 'week', 'none'] as const
type Due = (typeof DUES)[number]
export const DUE_NAMES: Readonly<Record<Due, string>> = { today: '今天到期', week: '七天内', none: '没有时限' }

/** What is shown of an inbox: as its address says, so that it can be sent and kept. */
export interface Filters {
  readonly light: Light | undefined
  readonly due: Due | undefined
  /** `me`, `none`, or an account. */
  readonly person: string | undefined
  readonly kind: string | undefined
  readonly words: string
}

export function filtersIn(query: URLSearchParams): Filters {
  const light = query.get('light')
  const due = query.get('due')
  return {
    light: LIGHTS.find((each) => each === light),
    due: DUES.find((each) => each === due),
    person: query.get('person') ?? undefined,
    kind: query.get('kind') ?? undefined,
    words: query.get('q') ?? '',
  }
}

/** All filters but that of the lights, which the counts above the list stand for. */
export function fits(task: Task, { due, person, kind, words }: Filters, me: Me): boolean {
  return (
    (kind === undefined || task.kind === kind) &&
    (person === undefined || fitsPerson(task, person, me)) &&
    (due === undefined || fitsDue(task, due, me)) &&
    words
      .normalize('NFKC')
      .toLowerCase()
      .split(/\s+/)
      .every((word) => `${task.serviceNumber} ${task.applicant} ${task.name}`.toLowerCase().includes(word))
  )
}

function fitsPerson(task: Task, person: string, me: Me): boolean {
  if (person === 'none') return task.person === null
  return task.person === (person === 'me' ? me.sub : person)
}

function fitsDue({ due }: Task, wanted: Due, { today }: Me): boolean {
  if (wanted === 'none') return due === undefined
  if (due === undefined) return false
  const days = wanted === 'today' ? 1 : 7
  return Date.parse(`${due.slice(0, 10)}T00:00:00Z`) < Date.parse(`${today}T00:00:00Z`) + days * 24 * 3600_000
}

/** `red 3`, and how many have none. */
export function countsOf(tasks: readonly Task[]): Readonly<Record<Light | 'none', number>> {
  const counts = { red: 0, yellow: 0, green: 0, none: 0 }
  for (const { light } of tasks) counts[light ?? 'none'] += 1
  return counts
}
