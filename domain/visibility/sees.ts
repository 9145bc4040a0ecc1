import type { Degree, PersonalField, Sees } from './fields.ts'
import { PERSONAL_FIELDS } from './fields.ts'
import type { Part, Reader, ReaderKind } from './part.ts'
import { partsOf } from './part.ts'
import { STANDARD_VISIBILITY } from './standard-table.ts'
import type { VisibilityRow } from './visibility.schema.ts'

/** Of a city: the rows that take the place of standard ones. */
export interface VisibilityOfCity {
  readonly visibility?: readonly VisibilityRow[] | undefined
}

const BEST: readonly Degree[] = ['whole', 'masked', 'none']

/**
 * the one function by which views, histories, papers, pushes and lists know what somebody is shown: of each field
 * the most that one of their parts gives them.
 */
export function seesOf(reader: Reader, given: readonly Part[], city: VisibilityOfCity): Sees {
  const rows = partsOf(reader, given).map((part) => rowFor(part, reader.kind, city))
  const best = (field: PersonalField) =>
    BEST.find((degree) => rows.some((row) => degreeIn(row, field) === degree)) ?? 'none'
  return Object.fromEntries(PERSONAL_FIELDS.map((field) => [field, best(field)])) as Sees
}

/** The city's own row, the standard one, or that of those who have no part. */
export function rowFor(part: Part, kind: ReaderKind, { visibility = [] }: VisibilityOfCity): VisibilityRow {
  const row = [...visibility, ...STANDARD_VISIBILITY].find((each) => each.part === part && each.kinds.includes(kind))
  if (row !== undefined) return row
  if (part === 'neither') throw new Error(`no row for ${kind} without a part`)
  return rowFor('neither', kind, { visibility })
}

export function degreeIn({ whole, masked }: VisibilityRow, field: PersonalField): Degree {
  if (whole.includes(field)) return 'whole'
  return (masked as readonly PersonalField[]).includes(field) ? 'masked' : 'none'
}
