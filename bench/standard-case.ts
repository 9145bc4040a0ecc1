/**
 * The case by which ways of acting are compared: four services, eight opinions, two outer works, one commitment, one
 * parallel approval, two inspections, four connections.
 */
import { applyFor, approve } from '../scripts/demo/approval-steps.ts'
import { appoint, connectAppointed, fileConnectable, nextHalfHour, signReceipts } from '../scripts/demo/common-steps.ts'
import { DrivenCase, expect } from '../scripts/demo/driven-case.ts'
import { factoryForm } from '../scripts/demo/forms.ts'
import { GAS_CORRIDOR, WATER_WORKS } from '../scripts/demo/outer-works.ts'
import { INTAKE, officer } from '../scripts/demo/party.ts'
import type { Context, Scenario } from '../scripts/demo/scenario.ts'
import {
  commit,
  completeAndAccept,
  fileNeedsWorks,
  inspectPassed,
  prepare,
  restore,
  startWorks,
} from '../scripts/demo/works-steps.ts'

const WORKS = [WATER_WORKS, GAS_CORRIDOR]

export const standardCase: Scenario = {
  name: 'standard',
  city: 'chibi',
  title: '标准件：四项服务，八份意见，两项外线工程，一次承诺，一项并联审批，两次检查，四次接入',
  async run(context: Context): Promise<void> {
    const driven = await DrivenCase.register(
      context,
      INTAKE,
      factoryForm({ name: '湖北赤马港新材料有限公司', creditCode: '91440101MA5CJQ4N59' }),
    )
    await signReceipts(driven, context)
    await survey(driven)
    await commit(driven, context, WATER_WORKS)
    await approve(driven, context, GAS_CORRIDOR, await applyFor(driven, context, GAS_CORRIDOR, 'worksPlanning'))
    for (const works of WORKS) await prepare(driven, context, works)
    for (const works of WORKS) await startWorks(driven, works)
    for (const works of WORKS) await inspectPassed(driven, works)
    for (const works of WORKS) await completeAndAccept(driven, works)
    await connectAppointed(driven, await appoint(driven, nextHalfHour()))
    await restore(driven, WATER_WORKS)
    const { outcome, lines } = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(outcome === 'connected' && lines.length === 4, `办理结果为 ${outcome}，${lines.length} 项`)
  },
}

/** Those whose opinion is not required speak first: the last required one ends the survey. */
async function survey(driven: DrivenCase): Promise<void> {
  for (const org of ['zhengshu', 'kejing', 'zigui', 'chengguan'])
    await driven.act(officer(org), 'fileOpinion', { remarks: '占道开挖须避开早晚高峰，竣工后恢复原貌' }, '踏勘意见')
  await fileConnectable(driven, 'power:guowang', { remarks: '10 千伏公用环网柜已到红线' })
  await fileConnectable(driven, 'network:telecom', { remarks: '光缆分纤箱在红线边' })
  for (const works of WORKS) await fileNeedsWorks(driven, works)
  await driven.until('踏勘结束', ({ stage }) => stage === 'approval')
}
