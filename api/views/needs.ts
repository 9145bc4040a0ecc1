import type { z } from 'zod'
import { itemsMeant } from '../../domain/approvals/touch-item.ts'
import { closedWords } from '../../domain/trench/closed-road.ts'
import type { ApprovalNeed } from '../../domain/case/event.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { approvedRounds, lastApproval } from '../../workflows/application/core/rounds.ts'
import {
  approvalsNeededBy,
  beyondPromise,
  closedRoadOf,
  isPromisable,
  isPromised,
} from '../../workflows/application/core/needed-approvals.ts'
import type { CaseState } from '../case.ts'
import type { NeedViewSchema } from './needs.schema.ts'

type Line = CaseState['lines'][string]
type Need = z.infer<typeof NeedViewSchema>

const STATUS_NAMES: Readonly<Record<Need['status'], string>> = {
  open: '待取得',
  promised: '已承诺',
  applied: '审批中',
  approved: '已批准',
  refused: '不予批准',
}

/** what a line's outer works need, as it stands; names and the 告知书 as the city's list has them. */
export function needsView(
  state: CaseState,
  line: Line,
  { approvals }: Pick<City, 'approvals'>,
  nameOf: (org: string) => string,
): Need[] {
  const closed = closedRoadOf(state, line)
  return approvalsNeededBy(state, line).map((need) => {
    const { name, legalBasis, notice } = approvals.list.find(({ key }) => key === need.key) ?? { name: need.key }
    const [promise, status] = [isPromisable(state, line, need), statusOf(state, line, need)]
    return {
      approval: need.key,
      name,
      authority: need.authority,
      authorityName: nameOf(need.authority),
      jointly: need.jointly?.map(({ authority }) => ({ authority, authorityName: nameOf(authority) })),
      legalBasis,
      closedRoad: need.opensClosedRoad === true && closed !== undefined ? closedWords(closed) : undefined,
      saidBy: saidBy(line, need).map((org) => ({ org, orgName: nameOf(org) })),
      promise,
      beyond: need.replaceable ? beyondPromise(need, line) : undefined,
      status,
      statusName: STATUS_NAMES[status],
      notice: promise ? notice : undefined,
    }
  })
}

function statusOf(state: CaseState, line: Line, need: ApprovalNeed): Need['status'] {
  if (approvedRounds(state, line.utility, need.key).length > 0) return 'approved'
  const last = lastApproval(state, line.utility, need.key)?.status
  if (last === 'approved' || !isPromised(state, line, need)) return last ?? 'open'
  return 'promised'
}

/** The utility first, then who found it. */
function saidBy({ utility, outerWorks, found = {} }: Line, { key, touches, named }: ApprovalNeed): readonly string[] {
  const means = (said: readonly string[]) => itemsMeant([{ key, touches, named }], said).length > 0
  const authorities = Object.keys(found).filter((org) => means(found[org]?.touches ?? []))
  return [...(means(outerWorks?.touches ?? []) ? [utility] : []), ...authorities.sort()]
}
