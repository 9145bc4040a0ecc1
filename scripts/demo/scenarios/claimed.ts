import { connectAppointed, fileConnectable, nextHalfHour, signReceipts, appoint } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { auditor, CLERK, officer, systemOf } from '../party.ts'
import type { Party } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'

const COLLECTOR = officer('zigui')
const WATER = 'water:shuiwu'
const WINNER = { name: '湖北陆水置业有限公司', creditCode: '91440101MA5CJQ4N59' }
const PROJECT_COMPANY = { name: '赤壁陆水新城项目有限公司', creditCode: '91350200MA2YJ1XR9G' }

const account = (sub: string, number: string): Party => ({
  sub,
  org: 'applicant',
  role: 'applicant',
  identity: { kind: 'enterprise', number },
})

export const claimed: Scenario = {
  name: 'claimed',
  city: 'chibi',
  title: '认领：土地出让时由自规局采集；竞得人以实名账号认领；设立项目公司后经综窗确认承接，由项目公司认领、办到接入',
  async run(context: Context): Promise<void> {
    const form = factoryForm(WINNER, {
      phase: 'landTransfer',
      services: { water: { business: 'new', tonsPerDay: 30 } },
    })
    const driven = await DrivenCase.register(context, COLLECTOR, { ...form, channel: COLLECTOR.org })
    context.tell.note('土地出让时由自规局采集：用户没有提交任何申请，也没有登记账号')
    await signReceipts(driven, context)
    const winner = account('jingde-01', WINNER.creditCode)
    const company = account('xiangmu-01', PROJECT_COMPANY.creditCode)
    await driven.refused(company, 'claimApplication', {}, 'application-not-found', '以别的单位的信用代码认领')
    await driven.act(winner, 'claimApplication', {}, '竞得人以实名账号认领，不跑窗口')
    await driven.refused(winner, 'claimApplication', {}, 'already-done', '再认领一次')
    await succeeded(driven, company, winner)
    for (const org of ['zigui', 'chengguan'])
      await driven.act(officer(org), 'fileOpinion', { remarks: '无意见' }, '踏勘意见：无意见')
    await fileConnectable(driven, WATER, { remarks: '供水管已预留接口' })
    await driven.until('具备条件', ({ lines }) => lines.every(({ status }) => status === 'connectable'))
    await connectAppointed(driven, await appoint(driven, nextHalfHour(), company))
    const end = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(end.outcome === 'connected' && end.claimed?.as === 'successor', '应由承接人认领并接入')
    context.tell.note('从竞得到接入，申请始终是一件；每次换人都有文件、有身份、有记录')
    await driven.finish(auditor('fagai'))
  },
}

/** who won the land has founded a project company. */
async function succeeded(driven: DrivenCase, company: Party, winner: Party): Promise<void> {
  await driven.act(
    CLERK,
    'confirmSuccessor',
    {
      applicant: { kind: 'enterprise', ...PROJECT_COMPANY },
      basis: 'projectCompany',
      document: { kind: '成交确认书补充协议', number: '赤土成〔2026〕17 号', date: '2026-01-20' },
    },
    '综窗凭文件确认：由项目公司承接',
  )
  await driven.refused(company, 'claimApplication', {}, 'validation-failed', '项目公司认领而没有填联系人')
  await driven.act(
    company,
    'claimApplication',
    { contact: '周立', phone: '13871230088' },
    '项目公司以实名账号认领，从此由它办理',
  )
  await driven.refused(winner, 'claimApplication', {}, 'application-not-found', '原竞得人再来认领')
  await driven.refused(
    systemOf('zigui'),
    'correctContact',
    { contact: '原采集人' },
    'not-concerned',
    '自规局的系统再代用户更改联系人',
  )
}
