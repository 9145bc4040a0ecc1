import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { meterOf } from '../../domain/assessment/summing.ts'
import type { Meter } from '../../domain/assessment/summing.ts'
import type { WorkingCalendar } from '../../domain/clocks/working-time.ts'
import type { Database, Transaction } from '../client.ts'
import { figureChange, summedCity } from '../schema/figure-sum.ts'
import type { UsedTime } from './used-time.ts'

type Basis = Pick<UsedTime, 'hours' | 'calendar'>

interface Counting {
  readonly hours: string
  /** The same for hours and calendars that count alike. */
  readonly basis: string
  readonly meter: Meter
}

const known = new WeakMap<WorkingCalendar, Counting>()

function countingBy({ hours, calendar }: Basis): Counting {
  const text = JSON.stringify(hours)
  const there = known.get(calendar)
  if (there?.hours === text) return there
  const basis = createHash('sha256')
    .update(JSON.stringify([hours, calendar]))
    .digest('hex')
    .slice(0, 32)
  const made = { hours: text, basis, meter: meterOf(hours, calendar) }
  known.set(calendar, made)
  return made
}

export function basisOf(of: Basis): string {
  return countingBy(of).basis
}

/** Which days are worked is looked at once. */
export function meterBy(of: Basis): Meter {
  return countingBy(of).meter
}

/** Whether the sums of a city are there, and count by these hours and this calendar. */
export function isSummedBy(city: string, of: Basis): SQL {
  return sql`exists (select from ${summedCity} where ${summedCity.city} = ${city}
    and ${summedCity.basis} = ${basisOf(of)})`
}

interface SummedCity {
  /** None: no sums. */
  readonly basis: string | undefined
  /** Made in the last ten minutes. */
  readonly fresh: boolean
  /** Something is not folded. */
  readonly changed: boolean
}

export async function summedCityOf(database: Database | Transaction, city: string): Promise<SummedCity> {
  const [row] = await database
    .select({
      basis: summedCity.basis,
      fresh: sql<boolean>`${summedCity.madeAt} > now() - interval '10 minutes'`,
      changed: sql<boolean>`exists (select from ${figureChange} where ${figureChange.city} = ${city})`,
    })
    .from(summedCity)
    .where(eq(summedCity.city, city))
  return row ?? { basis: undefined, fresh: false, changed: false }
}
