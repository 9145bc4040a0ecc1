import type { deadline } from '../../db/schema/deadline.ts'
import { DEADLINE_KINDS } from '../../domain/clocks/deadline.ts'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import { local } from '../fixtures/assessed.ts'
import { randomOf } from '../fixtures/random.ts'

const NOW = local('2026-11-26T10:07')
const OWNERS = ['shuiwu', 'ranqi', 'zigui'] as const
const LENGTHS: readonly Deadline['length'][] = [
  { kind: 'workingDays', days: 2 },
  { kind: 'sameDay' },
  { kind: 'elapsedSeconds', seconds: 90 },
]

type Row = typeof deadline.$inferInsert

/** Clocks in every state that one can be in, their instants inside minutes, sessions, nights and holidays. */
export function randomDeadlines(serviceNumber: string, seed: number, number: number): Row[] {
  const random = randomOf(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const around = (at: number, days: number) =>
    new Date(at + Math.round((random() - 0.5) * days * 86_400_000)).toISOString()
  return Array.from({ length: number }, (_, index): Row => {
    const due = Date.parse(around(Date.parse(NOW), 120))
    const dueAt = new Date(due).toISOString()
    const [metAt, passedAt] = [random() < 0.6 ? around(due, 20) : null, random() < 0.4 ? dueAt : null]
    const supersededAt = metAt === null && random() < 0.3 ? around(due, 20) : null
    return {
      serviceNumber,
      id: `random:${index}`,
      city: 'chibi',
      kind: pick(DEADLINE_KINDS),
      owner: pick(OWNERS),
      rule: 'R-33',
      length: pick(LENGTHS),
      startedAt: around(due - 30 * 86_400_000, 1),
      warnAt: dueAt,
      dueAt,
      minutes: pick([0, 195, 390, 780]),
      calendarVersion: 'cn',
      provisional: false,
      advisory: random() < 0.2,
      stoppedAt: random() < 0.3 ? around(due, 20) : null,
      passedAt,
      metAt,
      supersededAt,
      endedAt: metAt ?? supersededAt ?? (random() < 0.2 ? around(due, 20) : null),
      red: passedAt !== null && random() < 0.5,
    }
  })
}
