import { LIGHTS } from '../../../../domain/clocks/deadline.ts'
import type { Me } from '../../data/types.ts'
import { offsetText } from '../../ui/times.ts'

export const DUES = ['today', 'week'] as const
type Due = (typeof DUES)[number]
export const DUE_NAMES: Readonly<Record<Due, string>> = { today: '今天到期', week: '七天内' }

export const INBOX_LIGHTS = [...LIGHTS.toReversed(), 'none'] as const
type InboxLight = (typeof INBOX_LIGHTS)[number]

/** What is shown of an inbox: as its address says, so that it can be sent and kept. */
export interface Filters {
  readonly light: InboxLight | undefined
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
    light: INBOX_LIGHTS.find((each) => each === light),
    due: DUES.find((each) => each === due),
    person: query.get('person') ?? undefined,
    kind: query.get('kind') ?? undefined,
    words: query.get('q') ?? '',
  }
}

/** What the server is asked for. */
export function askedBy({ light, due, person, kind, words }: Filters, me: Me): Readonly<Record<string, string>> {
  const asked = {
    q: words.trim() === '' ? undefined : words.trim(),
    light,
    kind,
    dueBefore: due === undefined ? undefined : dayAfter(me, due === 'today' ? 1 : 7),
    ...(person === 'none' ? { unassigned: 'true' } : { person: person === 'me' ? me.sub : person }),
  }
  return Object.fromEntries(Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** When a day of the city begins, so many after today. */
function dayAfter({ today, city }: Me, days: number): string {
  const date = new Date(Date.parse(`${today}T00:00:00Z`) + days * 24 * 3600_000).toISOString().slice(0, 10)
  return `${date}T00:00:00${offsetText(city.utcOffsetMinutes)}`
}
