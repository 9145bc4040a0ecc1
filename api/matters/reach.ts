/** Which matter an address names, and whether its caller may know of it. */
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import type { MatterKind } from '../../domain/matter/matter.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'
import type { Dependencies } from '../dependencies.ts'
import { knowsOwnOnly } from '../views/who-may-read.ts'
import type { MatterApi } from './matter-api.ts'
import { readMatter } from './temporal.ts'

/** The matter, for a caller who may read it; another city's is unknown to them. */
export async function readable<Kind extends MatterKind>(
  deps: Dependencies,
  api: MatterApi<Kind>,
  parameter: string,
  caller: Caller,
  minSeq?: number,
): Promise<MatterStates[Kind]> {
  requireExistence(api, parameter, caller)
  const state = await readMatter(deps, api, parameter, minSeq)
  if (state.city !== caller.city.key) throw api.notFound(parameter)
  if (!api.mayRead(caller, state))
    throw knowsOwnOnly(caller)
      ? api.notFound(parameter)
      : new Refusal('not-concerned', '只有有关的单位、当事人、综窗与协调小组办公室可以查看')
  return state
}

/**
 * The matter is of the caller's city, and their own where they know of no other; whose act it is, it decides itself.
 */
export async function requireKnown<Kind extends MatterKind>(
  deps: Dependencies,
  api: MatterApi<Kind>,
  parameter: string,
  caller: Caller,
): Promise<void> {
  requireExistence(api, parameter, caller)
  if (api.cityless !== true && !knowsOwnOnly(caller)) return
  const state = await readMatter(deps, api, parameter)
  if (state.city !== caller.city.key || (knowsOwnOnly(caller) && !api.mayRead(caller, state)))
    throw api.notFound(parameter)
}

function requireExistence<Kind extends MatterKind>(api: MatterApi<Kind>, parameter: string, caller: Caller): void {
  if (!api.mayExist(parameter, caller)) throw api.notFound(parameter)
}

export function parameterOf<Kind extends MatterKind>(
  api: MatterApi<Kind>,
  params: Readonly<Record<string, string>>,
  caller: Caller,
): string {
  const parameter = params[api.parameter.name] ?? ''
  return api.qualify?.(parameter, caller) ?? parameter
}
