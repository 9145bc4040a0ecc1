import { html } from './html.ts'
import { notReady } from './papers.ts'
import type { DocumentOf } from './papers.ts'
import { table } from './page.ts'

/** 并联审批结果, R-17: what the authorities decided on all that one utility applied for, by the lead. */
export function jointResultOf(org: string): DocumentOf {
  return ({ state, lens, city, nameOf, time, date }) => {
    const result = state.jointResults?.[org]
    if (result?.issuedAt === undefined) throw notReady('牵头部门尚未出具并联审批结果')
    const nameOfApproval = (key: string) => city.approvals.list.find((approval) => approval.key === key)?.name ?? key
    const decided = result.approvals.flatMap((id) => state.approvals[id] ?? [])
    const body = html` <p>
        ${nameOf(org)}申请的下列审批事项已由各审批部门分别作出决定，由${nameOf(result.lead)}统一出具结果。
      </p>
      ${table(
        ['审批事项', '审批部门', '决定', '决定时间'],
        decided.map(({ key, authority, status, reason, decidedAt }) => [
          nameOfApproval(key),
          nameOf(authority),
          status === 'approved' ? '批准' : `不予批准：${reason ?? ''}`,
          decidedAt === undefined ? '' : time(decidedAt),
        ]),
      )}
      <p>不予批准的，由申请单位修改设计方案后再行申请，不退回用户。</p>`
    return {
      title: '并联审批结果',
      number: `${state.serviceNumber}/批-${org}-${result.version}`,
      body,
      issuer: nameOf(result.lead),
      issuedBy: result.lead,
      date: date(result.issuedAt),
      lens,
    }
  }
}
