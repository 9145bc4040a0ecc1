import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { resumedDue, startedDue } from '../../domain/clocks/due-times.ts'
import type { DueTimeRequest, ResumedDueRequest } from '../../domain/clocks/due-times.ts'
import { CalendarRangeError } from '../../domain/clocks/working-time.ts'
import type { WorkingCalendar, WorkingHours } from '../../domain/clocks/working-time.ts'
import { reachedFrom } from '../domain-boundaries/boundaries.ts'
import { CHANGED, VERSIONED } from './arithmetic.ts'

const TOP = fileURLToPath(new URL('../../', import.meta.url))
const textOf = (file: string) => readFileSync(`${TOP}/${file}`, 'utf8')

type Row = { readonly calendar: string; readonly hours: string; readonly due: object } & (
  | { readonly of: 'started'; readonly request: Omit<DueTimeRequest, 'hours'> }
  | { readonly of: 'resumed'; readonly request: Omit<ResumedDueRequest, 'hours'> }
)

/**
 * Made once by the code of 0.2, with the calendars as they were: those of the configuration grow by a year every year.
 */
interface Golden {
  readonly calendars: Readonly<Record<string, WorkingCalendar>>
  readonly hours: Readonly<Record<string, WorkingHours>>
  readonly rows: readonly Row[]
}

const golden = JSON.parse(readFileSync(new URL('due-times.golden.json', import.meta.url), 'utf8')) as Golden

/** The rows as they come out now; without the proof, which no case keeps. */
function again(row: Row): Row {
  const [calendar, hours] = [golden.calendars[row.calendar], golden.hours[row.hours]]
  if (calendar === undefined || hours === undefined)
    throw new Error(`no calendar or hours of a row: ${JSON.stringify(row)}`)
  try {
    const due =
      row.of === 'started'
        ? startedDue({ ...row.request, hours }, calendar)
        : resumedDue({ ...row.request, hours }, calendar)
    const { segments: _proof, ...kept } = { segments: [], ...due }
    return { ...row, due: kept }
  } catch (error) {
    if (!(error instanceof CalendarRangeError)) throw error
    return { ...row, due: { error: error.code } }
  }
}

describe('R-36: the arithmetic of due times', () => {
  it.each(Object.entries(VERSIONED))('R-36: %s is the one that is known', (file, sha256) => {
    expect(createHash('sha256').update(textOf(file)).digest('hex'), `${file} ${CHANGED}`).toBe(sha256)
  })

  it('R-36: every file that it runs is versioned', () => {
    const sources = new Map(
      globSync('domain/**/*.ts', { cwd: TOP }).map((file) => [file.replaceAll('\\', '/'), textOf(file)]),
    )
    expect(reachedFrom(['domain/clocks/due-times.ts'], sources).toSorted()).toEqual(Object.keys(VERSIONED))
  })

  it('R-34…R-36: comes to what it came to in 0.2, for ever', () => {
    const changed = golden.rows.filter((row) => JSON.stringify(again(row)) !== JSON.stringify(row))
    expect(
      changed.map((row) => ({ is: again(row).due, was: row })),
      CHANGED,
    ).toEqual([])
  })

  it('of which the table holds every kind of rule, stops, provisional years and what a carried calendar cannot say', () => {
    const lengths = golden.rows.map((row) => (row.of === 'started' ? row.request.rule.kind : row.request.length.kind))
    expect([...new Set(lengths)].sort()).toEqual(['byDate', 'elapsedSeconds', 'sameDay', 'wholeDays', 'workingDays'])
    const count = (which: (row: Row) => boolean) => golden.rows.filter(which).length
    expect(golden.rows.length).toBeGreaterThanOrEqual(700)
    expect(count(({ of }) => of === 'resumed')).toBeGreaterThanOrEqual(80)
    expect(count(({ due }) => 'provisional' in due && due.provisional === true)).toBeGreaterThanOrEqual(150)
    expect(count(({ due }) => 'error' in due)).toBeGreaterThanOrEqual(20)
  })
})
