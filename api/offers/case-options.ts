import { lineWords } from '../../domain/case/service.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { SERVICE_NAMES } from '../../domain/case/service.ts'
import type { Service } from '../../domain/case/service.ts'
import { TASK_NAMES } from '../../domain/case/task.ts'
import { laterInspectionOf } from '../../domain/later-inspection/later-inspection.ts'
import type { CaseState } from '../case.ts'
import { fieldWords } from '../../domain/demand/field-words.ts'
import { DEADLINE_WORDS } from '../documents/words.ts'
import type { Writing } from '../views/writing.ts'
import type { NameOption } from './offers-view.ts'

/** How the options of a case's acts are called; `policy` is the case's own. */
export function caseOptionNames(state: CaseState, policy: City, { nameOf, time }: Writing): NameOption {
  const dayOf = (instant: string) => time(instant).slice(0, 10)
  const lineName = (id: string) => {
    const utility = state.lines[id]?.utility ?? id.split(':')[1] ?? id
    return `${lineWords(id)} · ${nameOf(utility)}`
  }
  const needName = (key: string) => {
    const need = policy.approvals.list.find((each) => each.key === key)
    return need === undefined ? key : `${need.name} · ${nameOf(need.authority)}`
  }
  const names: Readonly<Record<Parameters<NameOption>[0], (value: string) => string>> = {
    line: lineName,
    account: lineName,
    organisation: nameOf,
    need: needName,
    demandField: fieldWords,
    service: (value) => SERVICE_NAMES[value as Service],
    side: (value) => (value === 'user' ? '用户未到' : '承办单位未到'),
    part: (value) => `第 ${value} 期`,
    resolution: (value) => `第 ${value} 项`,
    works: (value) => value,
    claim(id) {
      const claim = state.missed?.[id]
      if (claim === undefined) return id
      const who = claim.by === 'user' ? '用户' : nameOf(claim.line.split(':')[1] ?? '')
      return `${lineName(claim.line)}：${time(claim.at).slice(0, 16).replace('T', ' ')} 所约，${who}未到`
    },
    order(id) {
      const order = state.orders[id]
      if (order !== undefined) return `${nameOf(order.org)} ${dayOf(order.orderedAt)} 责令，限 ${order.dueDate}`
      return laterInspectionOf(state.serviceNumber, id) === undefined ? id : `办结后的检查：${id}`
    },
    approval(id) {
      const approval = state.approvals[id]
      return approval === undefined ? id : `${needName(approval.key)}（${nameOf(approval.org)}申请）`
    },
    revocation(id) {
      const each = state.revocations?.[id]
      return each === undefined ? id : `第 ${id} 次：${nameOf(each.org)}拟撤销${nameOf(each.utility)}的审批`
    },
    variation(id) {
      const each = state.variations?.[id]
      return each === undefined ? id : `第 ${id} 次：${lineName(each.line)}施工变更，${dayOf(each.requestedAt)} 申请`
    },
    repair(id) {
      const repair = state.repairs[id]
      return repair === undefined ? id : `${lineName(repair.line)}，${dayOf(repair.startedAt)} 抢修`
    },
    deadline(id) {
      const deadline = state.deadlines[id]
      if (deadline === undefined) return id
      const line = deadline.line === undefined ? '' : `（${lineWords(deadline.line)}）`
      return `${DEADLINE_WORDS[deadline.kind]}${line} · ${nameOf(deadline.owner)}`
    },
    task(id) {
      const task = state.tasks[id]
      if (task === undefined) return id
      const line = task.line === undefined ? '' : `（${lineWords(task.line)}）`
      return `${TASK_NAMES[task.kind]}${line} · ${nameOf(task.org)}`
    },
  }
  return (of, value) =>
    typeof value === 'object'
      ? `${value['serviceNumber'] ?? ''} ${lineName(value['line'] ?? '')}`
      : names[of](typeof value === 'number' ? value.toFixed() : value)
}
