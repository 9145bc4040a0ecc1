/**
 * The city whose deadlines all fall due at one instant: 赤壁市 in all but its hours. Whoever registers there while it
 * rests, after its morning, has half a working day until the end of its afternoon.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CitySchema } from '../../domain/city/city.schema.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { chibi } from '../product.ts'

export const BURST = { key: 'burst', prefix: 'SX' } as const
const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440
/** So short that the last quarter begins at its end: nobody is warned before. */
const SESSION_MINUTES = 3
const DUE = 17 * 60 + 30

/** Registered before this, all are due at `due`. */
export function afternoonOf(due: Date): Date {
  return new Date(due.getTime() - SESSION_MINUTES * MINUTE_MS)
}

/** `due`: a full minute; it is 17:30 there. */
export function burstCity(due: Date): City {
  const ofDay = (due.getTime() / MINUTE_MS) % DAY_MINUTES
  const ahead = (DUE - ofDay + DAY_MINUTES) % DAY_MINUTES
  return CitySchema.parse({
    ...chibi(),
    key: BURST.key,
    name: '时限市',
    servicePrefix: BURST.prefix,
    // Every day is worked: it is measured on a Sunday, too.
    calendar: 'always',
    hours: {
      utcOffsetMinutes: ahead > DAY_MINUTES / 2 ? ahead - DAY_MINUTES : ahead,
      sessions: [
        { from: clock(12 * 60 - SESSION_MINUTES), to: '12:00' },
        { from: clock(DUE - SESSION_MINUTES), to: clock(DUE) },
      ],
    },
  })
}

/** Writes a folder for CITIES_DIR. */
export function writeCities(folder: string, cities: readonly City[]): void {
  mkdirSync(folder, { recursive: true })
  for (const city of cities) writeFileSync(join(folder, `${city.key}.json`), JSON.stringify(city, null, 2))
}

function clock(minute: number): string {
  return [minute / 60, minute % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':')
}
