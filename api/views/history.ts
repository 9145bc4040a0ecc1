import { z } from 'zod'
import { limitSchema } from './page.ts'

/** Which events of a history, of an application or a matter, are asked for. */
export const HistoryQuerySchema = z.strictObject({
  after: z.coerce.number().int().min(0).max(1_000_000).default(0).describe('从这个序号之后'),
  limit: limitSchema(100, 500),
})

export const NextAfterSchema = z.int().optional().describe('下一页的 after')

/** A page of events, of which one more than `limit` was read where there are more. */
export function historyPage<Event extends { readonly seq: number }>(
  events: readonly Event[],
  limit: number,
): { readonly page: readonly Event[]; readonly next: number | undefined } {
  const page = events.slice(0, limit)
  return { page, next: events.length > limit ? page.at(-1)?.seq : undefined }
}
