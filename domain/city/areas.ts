/** where the plan binds, by the city's list of towns: what an address says, and not who fills it in. */
import { soughtText } from '../demand/sought-text.ts'
import type { AREAS } from '../case/stage.ts'

export type Area = (typeof AREAS)[number]

export const AREA_NAMES: Readonly<Record<Area, string>> = {
  planningArea: '城市规划区内',
  coveredTown: '水电气网覆盖的镇（办、区）',
  elsewhere: '其他乡镇（参照执行）',
}

/** A town as addresses name it, with its other names. */
export interface Town {
  readonly name: string
  readonly area: Area
  readonly aliases?: readonly string[] | undefined
}

/** The town of an address, by the longest name in it; undefined where it names none, or two that differ. */
export function townOf(address: string, towns: readonly Town[] = []): Town | undefined {
  const sought = soughtText(address)
  const found = towns.flatMap((town) =>
    [town.name, ...(town.aliases ?? [])]
      .map((name) => ({ town, name: soughtText(name) }))
      .filter(({ name }) => sought.includes(name)),
  )
  const longest = Math.max(...found.map(({ name }) => name.length))
  const [first, ...others] = found.filter(({ name }) => name.length === longest)
  return first !== undefined && others.every(({ town }) => town.area === first.town.area) ? first.town : undefined
}
