import { appoint, connectAppointed, nextHalfHour, signReceipts } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { GAS_WORKS } from '../outer-works.ts'
import { auditor, officer, USER } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'
import {
  commit,
  completeAndAccept,
  dateAhead,
  fileNeedsWorks,
  inspectPassed,
  prepare,
  restore,
  startWorks,
} from '../works-steps.ts'

const COLLECTOR = officer('zhengshu')

export const zeroApplication: Scenario = {
  name: 'zero-application',
  city: 'chibi',
  title: '零申请：立项备案时由市政数局采集需求，提前布设；用户只说一个时间',
  async run(context: Context): Promise<void> {
    const services = { gas: { business: 'new', use: 'production', cubicMetresPerDay: 300 } } as const
    const form = factoryForm(
      { name: '湖北赤马港新材料有限公司', creditCode: '91440101MA5CJQ4N59' },
      { phase: 'projectFiling', services },
    )
    const driven = await DrivenCase.register(context, COLLECTOR, {
      ...form,
      channel: COLLECTOR.org,
      applicantSubject: USER.sub,
    })
    context.tell.note('立项备案时由市政数局采集：用户没有提交任何申请')
    await signReceipts(driven, context)
    await visit(driven, context)
    for (const org of ['zigui', 'chengguan'])
      await driven.act(officer(org), 'fileOpinion', { remarks: '同意提前布设' }, '踏勘意见：同意提前布设')
    await fileNeedsWorks(driven, GAS_WORKS)
    await driven.until('踏勘结束', ({ stage }) => stage === 'approval')
    await commit(driven, context, GAS_WORKS)
    await prepare(driven, context, GAS_WORKS)
    await startWorks(driven, GAS_WORKS)
    await inspectPassed(driven, GAS_WORKS)
    await completeAndAccept(driven, GAS_WORKS)
    await restore(driven, GAS_WORKS)
    await connectAppointed(driven, await appoint(driven, nextHalfHour(), USER))
    const end = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(
      end.outcome === 'connected' && end.deadlines.every(({ light }) => light === 'green'),
      '应全部接入，全部为绿灯',
    )
    expect(
      end.lines.every(({ laidInAdvance }) => laidInAdvance),
      '应记为提前布设',
    )
    context.tell.note('用户跑动 0 次，材料 0 份，只约定了一个时间')
    await driven.finish(auditor('fagai'))
  },
}

/** R-01: the utilities' one joint visit. */
async function visit(driven: DrivenCase, { city }: Context): Promise<void> {
  const findings = '厂区明年三月试生产，燃气接口拟设在东门'
  await driven.act(
    officer('ranqi'),
    'recordJointVisit',
    { date: dateAhead(city.hours, 0), orgs: ['ranqi'], findings },
    `联合上门对接：${findings}`,
  )
  const { jointVisit } = await driven.look()
  expect(jointVisit?.findings === findings, '联合上门应已记录')
}
