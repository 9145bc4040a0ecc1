import { SERVICE_NAMES } from '../../domain/case/service.ts'
import { OUTCOME_NAMES } from '../../domain/case/stage.ts'
import type { CaseState } from '../case.ts'
import { html } from './html.ts'
import { demandTable, linesInOrder, notReady } from './papers.ts'
import type { DocumentOf, Source } from './papers.ts'
import { table } from './page.ts'
import { DEADLINE_WORDS } from './words.ts'

/** 统一出件（办结通知）, R-10: one result for all services. */
export const result: DocumentOf = (source) => {
  const { state, form, lens, city, nameOf, time, date } = source
  const { closedAt, outcome } = state
  if (closedAt === undefined || outcome === undefined)
    throw notReady('尚未办结：全部服务接入或撤回、恢复原貌确认后统一出件')
  const passed = Object.values(state.deadlines).filter((deadline) => deadline.passedAt !== undefined)
  const body = html` <p>${form.applicant.name}：</p>
    <p>
      你（单位）的水、电、气、网联动报装申请已于 ${time(closedAt)}
      办结：${OUTCOME_NAMES[outcome]}。${endedWords(source)}
    </p>
    <h2>申请信息</h2>
    ${demandTable(source)}
    <h2>各项服务</h2>
    ${table(
      ['报装事项', '承办单位', '结果', '约定接入', '接入完成'],
      linesInOrder(state).map((line) => [
        SERVICE_NAMES[line.service],
        nameOf(line.utility),
        resultOf(line),
        ...connection(line, source),
      ]),
    )}
    <h2>时限</h2>
    ${
      passed.length === 0
        ? html`<p>各环节均在时限内。</p>`
        : table(
            ['超期环节', '责任单位', '到期'],
            passed.map(({ kind, owner, dueAt }) => [DEADLINE_WORDS[kind], nameOf(owner), time(dueAt)]),
          )
    }
    <p>
      建筑区划红线外的接入工程未收取任何费用。请对本次服务作出评价（好差评）；有疑问请联系${nameOf(city.registration.window)}。
    </p>`
  return {
    title: '水电气网联动报装办结通知',
    number: `${state.serviceNumber}/办1`,
    body,
    issuer: nameOf(city.registration.window),
    issuedBy: city.registration.window,
    date: date(closedAt),
    lens,
  }
}

/** R-37, R-03: taken back, or its term over. */
function endedWords({ state: { withdrawn }, time }: Source): string {
  if (withdrawn === undefined) return ''
  return `（${time(withdrawn.at)} ${withdrawn.notTakenUp === undefined ? '撤回' : '期满'}）`
}

function resultOf({ status, works, notTakenUpAt }: CaseState['lines'][string]): string {
  if (notTakenUpAt !== undefined) return '不予受理（逾期未补正）'
  if (status === 'withdrawn') return works?.startedAt === undefined ? '已撤回' : '已撤回，现场已恢复'
  return '已接入'
}

function connection({ appointment, connectedAt }: CaseState['lines'][string], { time }: Source): readonly string[] {
  return [appointment === undefined ? '—' : time(appointment.at), connectedAt === undefined ? '—' : time(connectedAt)]
}
