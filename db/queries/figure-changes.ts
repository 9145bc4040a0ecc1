/** what is not folded into the sums yet, and the sums with it (ADR 0063). */
import { asc, eq, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { isCharge } from '../../domain/assessment/assessment.ts'
import { additionOf, monthOf, NO_ADDITION, NO_DAY, placeOf } from '../../domain/assessment/summing.ts'
import type { Addition, Meter, Summed } from '../../domain/assessment/summing.ts'
import type { Transaction } from '../client.ts'
import { deadline } from '../schema/deadline.ts'
import { figureChange, figureSum, summedCity } from '../schema/figure-sum.ts'
import { isRed } from './late-deadlines.ts'

type FigureChange = typeof figureChange.$inferSelect

/** What a change adds to one sum, or takes from it where `sign` is -1. */
export interface Added extends Addition {
  readonly sign: 1 | -1
  readonly part: Summed
  readonly bucket: string
  readonly owner: string
  readonly kind: string
  readonly advisory: boolean
}

/** The first `limit`, or all. */
export async function changesOf(transaction: Transaction, city: string, limit?: number): Promise<FigureChange[]> {
  const all = transaction.select().from(figureChange).where(eq(figureChange.city, city)).orderBy(asc(figureChange.id))
  return limit === undefined ? all : all.limit(limit)
}

export function addedBy(changes: readonly FigureChange[], meter: Meter): Added[] {
  return changes.flatMap((change): Added[] => {
    const { sign, owner, kind, advisory, red, dueAt } = change
    if (isCharge(kind)) {
      const bucket = monthOf(dueAt, meter.utcOffsetMinutes)
      return [{ sign, part: 'charged', bucket, owner, kind, advisory, ...NO_ADDITION }]
    }
    const ofRed = { sign, part: 'red', bucket: NO_DAY, owner: '', kind: '', advisory: false, ...NO_ADDITION } as const
    const clock = { ...change, kind }
    const place = placeOf(clock, meter.utcOffsetMinutes)
    const counted =
      place === undefined ? [] : [{ sign, owner, kind, advisory, ...place, ...additionOf(clock, place.part, meter) }]
    return red ? [...counted, ofRed] : counted
  })
}

/** Rows of sums, as many as there are keys; `worst_use` is the longest that was added. */
export function addedUp(added: readonly Added[]): SQL {
  return sql`select part, bucket, owner, kind, advisory, allowed, sum(sign)::integer as volume,
    sum(sign * overdue)::integer as overdue, sum(sign * measured)::integer as measured,
    coalesce(sum(sign * use::numeric), 0) as use_sum, coalesce(max(use) filter (where sign > 0), 0) as worst_use,
    sum(sign * beyond)::integer as beyond, sum(sign * due) as due_sum
    from jsonb_to_recordset(${JSON.stringify(added)}::jsonb) as added (sign integer, part text, bucket date, owner text,
      kind text, advisory boolean, allowed text, overdue integer, measured integer, use double precision,
      beyond integer, due numeric) group by part, bucket, owner, kind, advisory, allowed`
}

/** `s`: the sums of a city as they stand, one row or two a key. */
export function sumsNow(city: string, added: readonly Added[]): SQL {
  return sql`(select part, bucket, owner, kind, advisory, allowed, volume, overdue, measured, use_sum, worst_use,
    beyond, due_sum from ${figureSum} where ${figureSum.city} = ${city} union all ${addedUp(added)}) s`
}

/** how many deadlines of a city's cases are red and open; counted where nothing is added up yet. */
export function redOfCases(city: string): SQL {
  return sql`(select case
    when exists (select from ${summedCity} where ${summedCity.city} = ${city}) then (
      select coalesce(sum(${figureSum.volume}), 0) from ${figureSum}
      where ${figureSum.city} = ${city} and ${figureSum.part} = 'red') + (
      select coalesce(sum(${figureChange.sign}), 0) from ${figureChange}
      where ${figureChange.city} = ${city} and ${figureChange.red})
    else (select count(*) from ${deadline} where ${deadline.city} = ${city} and ${isRed}) end)::integer`
}
