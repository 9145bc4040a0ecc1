import type { City } from '../../domain/city/city.schema.ts'
import { localTime } from './local-time.ts'
import type { LocalTime } from './local-time.ts'

/** How a view is written: in the city's time and with its organisations' names, as of `now` (ISO UTC). */
export interface Writing {
  readonly time: LocalTime
  readonly nameOf: (org: string) => string
  readonly now: string
}

export function writingFor(city: City, now: Date): Writing {
  const inCity = writings.get(city) ?? writingIn(city)
  writings.set(city, inCity)
  return { ...inCity, now: now.toISOString() }
}

type WritingIn = Omit<Writing, 'now'>
const writings = new WeakMap<City, WritingIn>()

function writingIn({ organisations, hours }: City): WritingIn {
  const names = new Map(organisations.map(({ key, name }) => [key, name]))
  return { time: localTime(hours.utcOffsetMinutes), nameOf: (org) => names.get(org) ?? org }
}

/** An organisation as its papers call it: by its full official name. */
export function officialNames({ organisations }: Pick<City, 'organisations'>): (org: string) => string {
  const names = new Map(organisations.map(({ key, name, fullName }) => [key, fullName ?? name]))
  return (org) => names.get(org) ?? org
}

/** Local times of those instants that are known. */
export function times<Always extends string, Perhaps extends string>(
  always: Record<Always, string>,
  perhaps: Record<Perhaps, string | undefined>,
  { time }: Writing,
): Record<Always, string> & Partial<Record<Perhaps, string>> {
  const known: Record<string, string> = {}
  for (const [name, at] of Object.entries<string>(always)) known[name] = time(at)
  for (const [name, at] of Object.entries<string | undefined>(perhaps)) if (at !== undefined) known[name] = time(at)
  return known as Record<Always, string> & Partial<Record<Perhaps, string>>
}

/** By code units: the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
