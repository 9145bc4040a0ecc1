/** What a case is looked for by, and what of it is due when, in terms of SQL. */
import { and, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Light } from '../../domain/clocks/deadline.ts'
import type { Part } from '../../domain/visibility/part.ts'
import { soughtText } from '../../domain/demand/sought-text.ts'
import { concern } from '../schema/concern.ts'
import { findable } from '../schema/findable.ts'

/** R-39: in whose cases a personal field may be looked for: all of them, or where an organisation has such a part. */
export type SoughtIn = 'all' | { readonly org: string; readonly parts: readonly Part[] }

interface Personal {
  readonly text: string
  readonly in: SoughtIn
}

/**
 * What is left out does not narrow. `serviceNumber`: how it begins; `name`, `address`: a part of it, two characters or
 * more.
 */
export interface Sought {
  readonly serviceNumber?: string | undefined
  readonly projectCode?: string | undefined
  readonly name?: Personal | undefined
  readonly address?: Personal | undefined
  readonly creditCode?: Personal | undefined
}

/** Of a row of `findable`. Undefined where nothing is looked for. */
export function found({ serviceNumber, projectCode, name, address, creditCode }: Sought): SQL | undefined {
  return and(
    serviceNumber === undefined ? undefined : sql`${findable.serviceNumber} like ${`${escaped(serviceNumber)}%`}`,
    projectCode === undefined ? undefined : eq(findable.projectCode, projectCode),
    name && and(hasPart(findable.name, name.text), seenWhole(name.in)),
    address && and(hasPart(findable.address, address.text), seenWhole(address.in)),
    creditCode && and(eq(findable.creditCode, creditCode.text), seenWhole(creditCode.in)),
  )
}

export function isSought(sought: Sought): boolean {
  return Object.values(sought).some((each) => each !== undefined)
}

/** The index narrows to what has all the pairs; the comparison says whether they stand in a row. */
function hasPart(column: PgColumn, text: string): SQL {
  const part = soughtText(text)
  return sql`(bigrams(${column}) @> bigrams(${part}) and ${column} like ${`%${escaped(part)}%`})`
}

export function seenWhole(where: SoughtIn): SQL | undefined {
  if (where === 'all') return undefined
  const parts = sql.raw(`array[${where.parts.map((part) => `'${part}'`).join(', ')}]::text[]`)
  return sql`exists (select from ${concern} where ${and(
    eq(concern.serviceNumber, findable.serviceNumber),
    eq(concern.org, where.org),
    sql`${concern.parts} && ${parts}`,
  )})`
}

export function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)
}

export type LightOrNone = Light | 'none'

type Clocks = Readonly<Record<'dueAt' | 'yellowFrom' | 'redFrom', PgColumn>>

/** R-33: which light rows have at `now` (ISO UTC), as `lightOf` says. `none`: no clock. */
export function lightIs({ dueAt, yellowFrom, redFrom }: Clocks, light: LightOrNone, now: string): SQL {
  const red = sql`coalesce(${redFrom} < ${now}::timestamptz, false)`
  const yellow = sql`coalesce(${yellowFrom} <= ${now}::timestamptz, false)`
  const is: Readonly<Record<LightOrNone, SQL>> = {
    red: sql`(${dueAt} is not null and ${red})`,
    yellow: sql`(${dueAt} is not null and ${yellow} and not ${red})`,
    green: sql`(${dueAt} is not null and not ${yellow} and not ${red})`,
    none: sql`(${dueAt} is null)`,
  }
  return is[light]
}

/** How many rows have each light. */
export function lightCounts(clocks: Clocks, now: string) {
  const count = (light: LightOrNone) => sql<number>`(count(*) filter (where ${lightIs(clocks, light, now)}))::integer`
  return { red: count('red'), yellow: count('yellow'), green: count('green'), none: count('none') }
}

/** Instants, ISO UTC; `before` is not in it. What has no such time is in no span. */
export interface Span {
  readonly from?: string | undefined
  readonly before?: string | undefined
}

export function within(column: PgColumn, { from, before }: Span): SQL | undefined {
  return and(from === undefined ? undefined : gte(column, from), before === undefined ? undefined : lt(column, before))
}

/** An account; null: nobody. */
export function personIs(column: PgColumn, person: string | null): SQL {
  return person === null ? isNull(column) : eq(column, person)
}

/** False where there is none to be. */
export function oneOf(column: PgColumn, values: readonly string[]): SQL {
  return values.length === 0 ? sql`false` : inArray(column, [...values])
}
