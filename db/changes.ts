import { fingerprint } from './fingerprint.ts'
import { shapeOf } from './table-shape.ts'
import type { TableRows } from './upserts.ts'

type Row = TableRows['rows'][number]

/**
 * Which rows of a table are to be written, and which go away, where `known` stand there. A state shares with the one
 * before it whatever an event left as it was, so that most values are the same ones; what else there is of objects is
 * compared key by key, for jsonb has an order of its own.
 */
export function changesOf(known: TableRows, now: TableRows): { readonly changed: TableRows; readonly gone: TableRows } {
  const { keyProperties } = shapeOf(now.table)
  const keyOf = (row: Row) => keyProperties.map((property) => String(row[property])).join('\n')
  const left = new Map(known.rows.map((row) => [keyOf(row), row]))
  const changed = now.rows.filter((row) => {
    const key = keyOf(row)
    const before = left.get(key)
    left.delete(key)
    return before === undefined || !isSame(before, row)
  })
  return { changed: { ...now, rows: changed }, gone: { ...now, rows: [...left.values()] } }
}

function isSame(before: Row, now: Row): boolean {
  for (const column of Object.keys(now)) if (!isSameValue(before[column], now[column])) return false
  for (const column of Object.keys(before)) if (!(column in now) && before[column] !== undefined) return false
  return true
}

function isSameValue(before: unknown, now: unknown): boolean {
  if (before === now) return true
  if (isList(before) && isList(now) && before.length === now.length && before.every((one, index) => one === now[index]))
    return true
  const objects = typeof before === 'object' && typeof now === 'object' && before !== null && now !== null
  return objects && fingerprint(before) === fingerprint(now)
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}
