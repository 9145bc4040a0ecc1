/** what may be shown to those who see the matter, but not the people in it; free text may hold anything. */
import type { MatterEvent } from '../matter/matter.ts'
import type { Lens } from '../visibility/lens.ts'
import type { Rating } from './rating.schema.ts'

export function ratingEventShown(event: MatterEvent, lens: Lens): MatterEvent {
  const { rating, text, ...data } = event.data as { rating?: Rating; text?: string }
  if ((rating === undefined && text === undefined) || lens.isWhole('words')) return event
  if (rating === undefined) return { ...event, data }
  const organisations = rating.organisations.map(({ org, grade }) => ({ org, grade }))
  return { ...event, data: { ...data, rating: { grade: rating.grade, organisations } } }
}
