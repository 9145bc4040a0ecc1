import { DatabaseError } from '../../db/database-error.ts'
import { Refusal } from '../../domain/problem.ts'
import { claimableAs } from '../../workflows/application/core/claiming.ts'
import type { Caller } from '../auth/caller.ts'
import type { Dependencies } from '../dependencies.ts'
import { readCase } from '../temporal/read-case.ts'

/**
 * who claims a case cannot read it yet, and numbers can be guessed: to whom it does not name it is not
 * there, whatever has become of it. False where PostgreSQL, which would tell, is away: then the case itself decides.
 */
export async function isClaimable(
  deps: Dependencies,
  serviceNumber: string,
  { identity }: Pick<Caller, 'identity'>,
): Promise<boolean> {
  if (identity === undefined)
    throw new Refusal('identity-unverified', '须先在身份系统完成实名认证：令牌应带已核实的身份（identity）')
  try {
    if (claimableAs(await readCase(deps, serviceNumber), identity) !== undefined) return true
  } catch (error) {
    if (error instanceof DatabaseError && error.unavailable) return false
    if (!(error instanceof Refusal && error.code === 'application-not-found')) throw error
  }
  throw notClaimable(serviceNumber)
}

/** The same whether there is such a case or not. */
export function notClaimable(serviceNumber: string): Refusal {
  return new Refusal(
    'application-not-found',
    `以您已核实的身份没有可认领的 ${serviceNumber}：请核对服务编号；由新设公司等承接的，先到综窗确认承接人`,
  )
}
