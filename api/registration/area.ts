import { AREA_NAMES, townOf } from '../../domain/city/areas.ts'
import type { Area } from '../../domain/city/areas.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { fieldProblem } from '../problems/problem-error.ts'

interface Placed {
  readonly area?: Area | undefined
  readonly form: { readonly address: string }
}

/**
 * by the city's list and the address; what the list does not know, people of the window and of the bureaus say,
 * and nobody says of themself. In a city without a list it is as it is told.
 */
export function areaFor(
  { area, form: { address } }: Placed,
  { city, role }: { readonly city: City; readonly role: string },
): Area {
  const { towns } = city.registration
  const town = townOf(address, towns)
  if (town !== undefined && area !== undefined && area !== town.area)
    throw fieldProblem(
      'validation-failed',
      'area',
      `申请地址在${town.name}，按名录属${AREA_NAMES[town.area]}（${town.area}）：请照此填写，或不填`,
    )
  const isOwnWord = towns !== undefined && town === undefined && (role === 'system' || role === 'applicant')
  if (isOwnWord && area !== undefined && area !== 'planningArea')
    throw fieldProblem('validation-failed', 'area', '申请地址不在乡镇名录之中，适用区域由综窗按地址认定：请不填')
  return town?.area ?? area ?? 'planningArea'
}
