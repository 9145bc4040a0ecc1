import { findMatter } from '../../db/queries/matters.ts'
import type { MatterAct, MatterKind } from '../../domain/matter/matter.ts'
import { addressOf } from '../act-requests/request-id.ts'
import { requestAct } from '../act-requests/request-act.ts'
import type { Links } from '../act-requests/accepted.ts'
import { readKeyring } from '../../temporal/keyring.ts'
import type { Caller } from '../auth/caller.ts'
import type { Dependencies } from '../dependencies.ts'
import type { MatterApi } from './matter-api.ts'

/**
 * Hands an act to its matter, which decides it later; gives where its sender is told, below `matter`, the matter's own
 * address. Nothing where it is not at work.
 */
export async function requestMatterAct<Kind extends MatterKind>(
  deps: Dependencies,
  api: MatterApi<Kind>,
  { parameter, ...act }: { parameter: string; type: string; updateId: string; act: MatterAct },
  { caller, matter }: { readonly caller: Caller; readonly matter: string },
): Promise<Links | undefined> {
  const subject = api.idOf(parameter)
  const request = await requestAct(deps, { subject, ...act }, () => findMatter(deps.database, api.kind, subject))
  if (request === undefined) return undefined
  const address = addressOf(request, { keyring: readKeyring(deps.environment), caller, subject })
  return { self: `${matter}/act-requests/${address}` }
}
