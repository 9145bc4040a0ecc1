import { PHASE_NAMES } from '../../domain/case/stage.ts'
import { html } from './html.ts'
import { lookUpOf } from './look-up.ts'
import { deadlineTable, demandTable, notReady, serviceTable } from './papers.ts'
import type { DocumentOf } from './papers.ts'
import { lengthWords } from './words.ts'

const HOW = {
  complete: '需求信息完整，予以受理。',
  confirmed: '需求信息经核对无误，予以受理。',
  deemed: '时限内未一次性告知需补正的内容，依照规定视为受理。',
} as const

/** 受理回执, R-10. */
export const receipt: DocumentOf = (source) => {
  const { state, form, lens, city, nameOf, time, date, lookUp } = source
  const { accepted, registration } = state
  if (accepted === undefined) throw notReady('尚未受理：需求信息核对完整后出具受理回执')
  const { receivedAt } = registration.paper ?? {}
  const typedIn = receivedAt === undefined ? '' : `（${time(state.registeredAt)} 录入）`
  const free =
    '申请材料 0 份；建筑区划红线外的接入工程不收取任何费用。' +
    `凭本编号可向${nameOf(city.registration.window)}或原申请渠道查询进度、改约与撤回。`
  const body = html` <p>${form.applicant.name}：</p>
    <p>
      你（单位）于 ${time(receivedAt ?? state.registeredAt)}${typedIn}
      通过${nameOf(registration.channel)}提交的水、电、气、网联动报装申请（项目阶段：${PHASE_NAMES[registration.phase]}）收悉。${HOW[accepted.how]}
    </p>
    <h2>申请信息</h2>
    ${demandTable(source)}
    <h2>报装事项</h2>
    ${serviceTable(source)}
    <h2>办理时限</h2>
    ${deadlineTable(source, ['registration', 'survey', 'connection'])}
    <p>
      接入时限：自约定的接入时间起 ${lengthWords(city.deadlines.connection.length)}；管网已提前布设的
      ${lengthWords(city.deadlines.connectionLaidInAdvance.length)}。
    </p>
    <p>${free}</p>
    ${lookUp === undefined ? '' : lookUpOf(state.serviceNumber, lookUp)}`
  return {
    title: '水电气网联动报装受理回执',
    number: `${state.serviceNumber}/受1`,
    body,
    issuer: nameOf(state.collector),
    issuedBy: state.collector,
    date: date(accepted.at),
    lens,
  }
}
