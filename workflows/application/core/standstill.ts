import type { City } from '../../../domain/city/city.schema.ts'
import type { Revocation } from '../../../domain/revocation/revocation.ts'
import { Refusal } from '../../../domain/problem.ts'
import type { CaseState, Line } from './case-state.ts'
import { openOrdersOf } from './lines.ts'
import { revokedNeedsOf } from './needed-approvals.ts'
import { approvalName } from './promise-list.ts'
import { nameOf } from './who.ts'

/** works stand still under an order that stops them, and while what was revoked is not given anew. */
export function requireNoStandstill(state: CaseState, line: Line, policy: City): void {
  const order = openOrdersOf(state, line.id).find(({ stop }) => stop !== undefined)
  if (order !== undefined)
    throw new Refusal('works-stopped', `${nameOf(order.org, policy)}已责令停工：报告整改并经复查通过后复工`, 'line')
  const fallen = revokedNeedsOf(state, line).map(({ key }) => approvalName(key, policy))
  if (fallen.length > 0)
    throw new Refusal('works-stopped', `${fallen.join('、')}已被撤销：申请并取得审批后方可继续施工`, 'line')
}

export function isStandingStill(state: CaseState, line: Line): boolean {
  return openOrdersOf(state, line.id).some(({ stop }) => stop !== undefined) || revokedNeedsOf(state, line).length > 0
}

/** Until its works are accepted, an approval is still in use. */
export const IN_USE: readonly Line['status'][] = ['outerWorks', 'committed', 'constructing', 'completed']

/** services that were dropped leave nothing to revoke. */
export function isLive({ lines }: CaseState, { lines: about }: Revocation): boolean {
  return about.some((id) => IN_USE.some((status) => lines[id]?.status === status))
}

/** proposed and not decided yet, as far as this utility is concerned. */
export function pendingRevocationOf(state: CaseState, utility: string): Revocation | undefined {
  return Object.values(state.revocations ?? {}).find(
    (each) => each.utility === utility && each.decision === undefined && isLive(state, each),
  )
}

/** Of a line where one is given, of anything of the utility's otherwise. */
export function requireNoPendingRevocation(state: CaseState, utility: string, policy: City, line?: Line): void {
  const pending = pendingRevocationOf(state, utility)
  if (pending === undefined || (line !== undefined && !pending.lines.includes(line.id))) return
  throw new Refusal(
    'revocation-pending',
    `${nameOf(pending.org, policy)}拟撤销该单位凭承诺取得的审批：决定作出后方可办理`,
    line === undefined ? undefined : 'line',
  )
}
