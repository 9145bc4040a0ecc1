/** The city that chaos plays in: the drill's organisations under a name of its own, every clock a second or a few. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadCities } from '../../config/load-cities.ts'
import { CitySchema } from '../../domain/city/city.schema.ts'
import type { City } from '../../domain/city/city.schema.ts'

const SECONDS: Readonly<Record<keyof City['deadlines'], number>> = {
  registration: 2,
  survey: 3,
  commitment: 2,
  connection: 2,
  connectionLaidInAdvance: 1,
}

/** Writes the folder that CITIES_DIR names, and gives its only city. */
export function writeCity(folder: string): City {
  const drill = loadCities().get('drill')?.city
  if (drill === undefined) throw new Error('没有演练市的配置')
  const city = CitySchema.parse({
    ...drill,
    key: 'chaos',
    name: '混沌市',
    servicePrefix: 'HD',
    deadlines: Object.fromEntries(
      Object.entries(drill.deadlines).map(([kind, policy]) => [
        kind,
        { ...policy, length: seconds(SECONDS[kind as keyof City['deadlines']]) },
      ]),
    ),
    transfer: { ...drill.transfer, ownership: seconds(3), account: seconds(2), retry: seconds(3) },
    credit: {
      ...drill.credit,
      term: seconds(6),
      confirmation: seconds(2),
      notice: seconds(2),
      answer: seconds(3),
      determination: seconds(2),
      objection: seconds(3),
      decision: seconds(2),
      repairAcceptance: seconds(2),
      repairDecision: seconds(2),
      performanceMonths: 3,
      monthSeconds: 2,
    },
    rating: { answer: seconds(2), addition: seconds(3) },
    taskClocks: { tasks: Object.fromEntries(Object.keys(drill.taskClocks?.tasks ?? {}).map(shortly)) },
  })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'chaos.json'), JSON.stringify(city, null, 2))
  return city
}

function shortly(kind: string): readonly [string, object] {
  return [kind, { length: seconds(4), source: '演练' }]
}

function seconds(length: number): { kind: 'elapsedSeconds'; seconds: number } {
  return { kind: 'elapsedSeconds', seconds: length }
}
