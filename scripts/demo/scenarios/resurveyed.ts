import { appoint, connectAppointed, fileConnectable, nextHalfHour, signReceipts } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { auditor, INTAKE, lead, officer } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'

const LINE = 'network:telecom'
const UTILITY = 'telecom'

export const resurveyed: Scenario = {
  name: 'resurveyed',
  city: 'chibi',
  title: '复勘：一项的踏勘结果有误，写明理由只复勘这一项，其余照常接入',
  async run(context: Context): Promise<void> {
    const driven = await DrivenCase.register(
      context,
      INTAKE,
      factoryForm(
        { name: '湖北赤马港包装有限公司', creditCode: '91440101MA5CJQ4N59' },
        {
          services: {
            water: { business: 'new', tonsPerDay: 20 },
            network: { operators: [UTILITY], access: ['broadband'] },
          },
        },
      ),
    )
    await signReceipts(driven, context)
    await surveyed(driven)
    await again(driven, context)
    await connectAppointed(driven, await appoint(driven, nextHalfHour()))
    const end = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(end.outcome === 'connected' && end.lines.every(({ works }) => works === undefined), '两项应都接入，没有施工')
    await driven.finish(auditor('fagai'))
  },
}

/** the network is thought to need outer works. */
async function surveyed(driven: DrivenCase): Promise<void> {
  await driven.act(officer('zigui'), 'fileOpinion', { remarks: '符合规划' }, '踏勘意见：符合规划')
  await driven.act(officer('chengguan'), 'fileOpinion', { remarks: '人行道可开挖' }, '踏勘意见：人行道可开挖')
  await fileConnectable(driven, 'water:shuiwu', { remarks: '门前 DN200 供水管已预留接口' })
  const section = { road: '河北大道', from: '188 号', to: '200 号' }
  const outerWorks = {
    touches: ['road' as const],
    sections: [section],
    lengthMetres: 120,
    preliminaryDesign: '沿人行道敷设光缆',
  }
  await driven.act(
    officer(UTILITY),
    'fileOpinion',
    { lines: [{ line: LINE, connectable: false, outerWorks }] },
    '踏勘意见：需外线工程，沿河北大道 120 米',
  )
  await driven.until('踏勘结束', ({ lines }) => lines.some(({ status }) => status === 'outerWorks'))
}

/** with the reason, for that line; nothing else goes back. */
async function again(driven: DrivenCase, { tell }: Context): Promise<void> {
  await driven.act(
    lead('zhujian'),
    'orderResurvey',
    { line: LINE, reason: '北门人井内已有该公司备用光缆，原结果有误' },
    '要求用网复勘：北门人井内已有备用光缆',
  )
  const back = await driven.until('待复勘', ({ awaiting }) => awaiting.some(({ kind }) => kind === 'fileResurvey'))
  const water = back.lines.find(({ id }) => id === 'water:shuiwu')
  expect(water?.status === 'connectable', '用水应不受影响')
  tell.note('只有用网回到踏勘；承诺书不再等待，用水照常')
  await driven.act(
    officer(UTILITY),
    'fileResurvey',
    { line: LINE, connectable: true, remarks: '由北门人井引入备用光缆' },
    '复勘结果：具备接入条件',
  )
  await driven.until('复勘生效', ({ lines }) => lines.every(({ status }) => status === 'connectable'))
}
