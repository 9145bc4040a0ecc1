import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CalendarSchema } from '../domain/clocks/calendar.schema.ts'
import { ALWAYS_OPEN } from '../domain/clocks/working-calendars.ts'
import { CitySchema } from '../domain/city/city.schema.ts'
import type { City } from '../domain/city/city.schema.ts'
import type { WorkingCalendar } from '../domain/clocks/working-time.ts'
import { canonicalJson, sha256 } from './canonical-json.ts'

/** A city with the hash by which a case names the policy that it was registered under. */
export interface LoadedCity {
  readonly city: City
  /** SHA-256 over the canonical JSON of the whole policy. */
  readonly policyHash: string
}

/** The cities by their keys. */
export type Cities = ReadonlyMap<string, LoadedCity>

const OWN_CITIES = new URL('cities/', import.meta.url)

/**
 * Reads and validates every `*.json` of the folder, our own unless told; throws with the file's name where one is
 * wrong, and where there is none.
 */
export function loadCities(folder: URL | string = OWN_CITIES): Cities {
  const path = typeof folder === 'string' ? resolve(folder) : fileURLToPath(folder)
  const files = filesOf(path)
    .filter((file) => file.endsWith('.json'))
    .sort()
  if (files.length === 0) throw new Error(`${path} 里没有城市配置（*.json）`)
  const loaded = files.map((file) => loadCity(join(path, file)))
  for (const property of ['key', 'servicePrefix'] as const) {
    const values = loaded.map(({ city }) => city[property])
    const twice = values.find((value, index) => values.indexOf(value) !== index)
    if (twice !== undefined) throw new Error(`${path}：${twice} 用于两个城市`)
  }
  return new Map(loaded.map((city) => [city.city.key, city]))
}

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    throw new Error(`城市配置的文件夹 ${folder} 读不了`, { cause: error })
  }
}

function loadCity(file: string): LoadedCity {
  const parsed = CitySchema.safeParse(readJson(file))
  if (!parsed.success)
    throw new Error(
      `${file}：${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('；')}`,
    )
  return { city: parsed.data, policyHash: sha256(canonicalJson(parsed.data)) }
}

/** The calendars by the key that a city names: the country's, and the drill city's that is always open. */
export function loadCalendars(): Readonly<Record<City['calendar'], WorkingCalendar>> {
  return { china: CalendarSchema.parse(readJson(new URL('calendar/china.json', import.meta.url))), always: ALWAYS_OPEN }
}

function readJson(file: URL | string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
