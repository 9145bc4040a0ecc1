import { z } from 'zod'
import { unstorableIn } from '../../domain/storable.ts'
import { fieldProblem } from '../problems/problem-error.ts'

/** Cursors are opaque to the client: the last row's place, as base64url of JSON; none where no page follows. */
export function encodeCursor(place: object | undefined): string | undefined {
  return place && Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** Throws `cursor-invalid` for what was not given out by us. */
export function decodeCursor<Place>(schema: z.ZodType<Place>, cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined
  const place = jsonOf(cursor)
  const parsed = schema.safeParse(place)
  if (!parsed.success || unstorableIn(place) !== undefined)
    throw fieldProblem('cursor-invalid', 'cursor', '请原样使用上一页给出的 next，不要自行改写')
  return parsed.data
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/** An instant (ISO UTC) in a cursor; PostgreSQL knows no year 0. */
export const PlaceInstantSchema = z.iso.datetime().refine((at) => !at.startsWith('0000'))

/** How many rows of a page. */
export function limitSchema(standard: number, most: number) {
  return z.coerce.number().int().min(1).max(most).default(standard).describe(`每页条数，最多 ${most}`)
}

export const CursorSchema = z.string().min(1).max(500).optional().describe('上一页的 next')
