/** a paper's number as people read it; the number itself stays the key by which it is kept and counted. */
import { SERVICES } from '../../domain/case/service.ts'
import type { City } from '../../domain/city/city.schema.ts'

type CityPart = Pick<City, 'name' | 'organisations' | 'approvals'>

/** 水、电、气、网: short, as the plan calls the services. */
const SHORT_SERVICES: Readonly<Record<(typeof SERVICES)[number], string>> = {
  water: '水',
  power: '电',
  gas: '气',
  network: '网',
  catv: '有线电视',
}

/** `CB-…/许-shuiwu-roadExcavation-1` → `CB-…/许-水务-城市道路挖掘-1`: one for each, so that no two read alike. */
export function numberShown(number: string, city: CityPart): string {
  const slash = number.indexOf('/')
  if (slash < 0) return number
  const names = new Map<string, string>([
    ...SERVICES.map((service) => [service, SHORT_SERVICES[service]] as const),
    ...city.approvals.list.map(({ key, name }) => [key, name] as const),
    ...shortNames(city),
  ])
  const parts = number.slice(slash + 1).split('-')
  return `${number.slice(0, slash)}/${parts.map((part) => names.get(part) ?? part).join('-')}`
}

/** An organisation's name without its city and what kind of company it is; whole where two would be called alike. */
function shortNames({ name: city, organisations }: CityPart): readonly (readonly [string, string])[] {
  const short = organisations.map(({ key, name }) => [key, shortOf(name, city), name] as const)
  const count = Map.groupBy(short, ([, each]) => each)
  return short.map(([key, each, name]) => [key, (count.get(each)?.length ?? 0) > 1 ? name : each])
}

function shortOf(name: string, city: string): string {
  const short = name.replaceAll(city.replace(/[市县区]$/u, ''), '').replace(/(集团|有限|责任|股份|分|总)*公司$/u, '')
  return short.length < 2 ? name : short
}
