import { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'

const PLANNERS: readonly Caller['kind'][] = ['authority', 'utility', 'window', 'office', 'group']

/**
 * works of all cases are shown to the organisations that build, approve and coordinate; not to applicants and
 * intakes.
 */
export function requirePlanner({ kind }: Caller): void {
  if (!PLANNERS.includes(kind))
    throw new Refusal('forbidden', '道路施工信息只向主管部门、公用事业单位、综窗与协调小组提供')
}
