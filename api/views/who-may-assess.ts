import type { Role } from '../../domain/actor/actor.ts'
import { assessmentOf } from '../../domain/city/city-parts.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'

const OVERSEERS: readonly Role[] = ['auditor', 'administrator']
const IN_CHARGE: readonly Role[] = ['officer', 'lead']

/**
 * who sees the figures of all: the office, the group, auditors and administrators, and those in charge at the
 * assessor and the reviewer.
 */
export function seesAllFigures({ kind, role, org, city }: Caller): boolean {
  const { assessor, reviewer } = assessmentOf(city)
  return (
    kind === 'office' ||
    kind === 'group' ||
    OVERSEERS.includes(role) ||
    (IN_CHARGE.includes(role) && (org === assessor || org === reviewer))
  )
}

/**
 * Whose figures the caller is given: undefined for all, or organisation keys: its own and those of the utilities that
 * it supervises. Throws where `wanted` is none of the city's, or is another's, and for applicants and intakes.
 */
export function assessedOrgs(caller: Caller, wanted: string | undefined): readonly string[] | undefined {
  const { kind, city, org } = caller
  if (kind === 'applicant' || kind === 'intake')
    throw new Refusal('forbidden', '考核数据只向主管部门、公用事业单位、综窗与协调小组提供')
  if (wanted !== undefined && !city.organisations.some(({ key }) => key === wanted))
    throw new Refusal('organisation-not-found', `${city.name}没有单位 ${wanted}`, 'org')
  if (seesAllFigures(caller)) return wanted === undefined ? undefined : [wanted]
  const own = city.organisations
    .filter(({ key, supervisor }) => key === org || supervisor === org)
    .map(({ key }) => key)
  if (wanted !== undefined && !own.includes(wanted))
    throw new Refusal('forbidden', '只能查看本单位与所主管单位的考核数据', 'org')
  return wanted === undefined ? own : [wanted]
}
