/** what may be shown to those who see the matter, but not the people in it; free text may hold anything. */
import type { MatterEvent } from '../matter/matter.ts'
import type { Rating } from './rating.schema.ts'

export function maskRatingEvent(event: MatterEvent): MatterEvent {
  const { rating, text: _text, side: _side, ...data } = event.data as { rating?: Rating; text?: string; side?: object }
  if (rating === undefined) return { ...event, data }
  return {
    ...event,
    data: {
      ...data,
      rating: { grade: rating.grade, organisations: rating.organisations.map(({ org, grade }) => ({ org, grade })) },
    },
  }
}
