/** Whether a replay tells again what was lived. */
import type { AnyEvent } from './payloads.ts'

/** `what`: names of fields, never values. */
export interface EventDifference {
  readonly seq: number
  readonly type: string
  readonly what: readonly string[]
}

const FIELDS = ['seq', 'type', 'at', 'actor', 'rule', 'data'] as const
/** Not told at all, and told with its fields in another order. */
const [ABSENT, ORDER] = ['(event)', '(order)']

/**
 * What differs between the events lived beyond `after` and those told, byte for byte; what is told beyond the last
 * lived one is still to come.
 */
export function differencesOf(
  lived: readonly AnyEvent[],
  told: ReadonlyMap<number, AnyEvent>,
  after = 0,
): readonly EventDifference[] {
  return lived
    .filter(({ seq }) => seq > after)
    .flatMap((event) => {
      const what = whatDiffers(event, told.get(event.seq))
      return what.length === 0 ? [] : [{ seq: event.seq, type: event.type, what }]
    })
}

function whatDiffers(lived: AnyEvent, told: AnyEvent | undefined): readonly string[] {
  if (told === undefined) return [ABSENT]
  if (JSON.stringify(lived) === JSON.stringify(told)) return []
  const fields = FIELDS.filter((field) => JSON.stringify(lived[field]) !== JSON.stringify(told[field]))
  return fields.length === 0 ? [ORDER] : fields
}
