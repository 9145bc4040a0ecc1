import type { View } from '../answers.ts'
import { appoint, connectAppointed, fileConnectable, inChina, signReceipts, soon } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { auditor, INTAKE, lead, officer } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'

const [ABSENT, INVITED] = ['ranqi', 'fagai']
const WATER = 'water:shuiwu'

export const surveyConvened: Scenario = {
  name: 'survey-convened',
  city: 'drill',
  title: '函告：系统建议，住建局改时间与单位；到场签到；用水先有结果先接；缺席者自己红灯',
  async run(context: Context): Promise<void> {
    const form = factoryForm({ name: '演练市清泉纺织有限公司', creditCode: '91350200MA2YJ1XR9G' })
    const driven = await DrivenCase.register(context, INTAKE, form)
    const visitAt = await letter(driven, context)
    await signReceipts(driven, context)
    await attendance(driven, visitAt)
    await waterFirst(driven, context)
    await withoutOne(driven, context)
    await fileConnectable(driven, `gas:${ABSENT}`, { remarks: '燃气管已到厂区' })
    await driven.until('迟到的意见生效', (view) => statusOf(view, ABSENT) === 'connectable')
    await connectAppointed(driven, await appoint(driven, soon()))
    const end = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(end.outcome === 'connected' && lightOf(end, 'survey') === 'green', '四项应全部接入，踏勘为绿灯')
    await driven.finish(auditor('fagai'))
  },
}

/** before the letter goes out by itself, who convenes it changes hour and parties. */
async function letter(driven: DrivenCase, { tell }: Context): Promise<Date> {
  const { survey } = await driven.until('踏勘建议', (view) => view.survey?.proposedVisitAt !== undefined)
  tell.note(`系统建议 ${survey?.proposedVisitAt ?? ''} 踏勘；半天（演练为 5 秒）内不改，函告照建议发出`)
  const visitAt = new Date(Date.now() + 3_500)
  await driven.act(
    lead('zhujian'),
    'conveneSurvey',
    { at: inChina(visitAt), parties: ['zigui', 'chengguan', 'zhujian', INVITED] },
    `发出联合踏勘函告：改定时间，增加${tell.nameOf(INVITED)}`,
  )
  const sent = await driven.look()
  expect(sent.survey?.letterAt !== undefined && sent.survey.proposedVisitAt === undefined, '函告应已发出')
  return visitAt
}

async function attendance(driven: DrivenCase, visitAt: Date): Promise<void> {
  await driven.until('踏勘时间到', () => Date.now() > visitAt.getTime())
  await driven.act(
    lead('zhujian'),
    'recordAttendance',
    {
      people: [
        { org: 'zigui', person: '周远' },
        { org: 'chengguan', person: '何平' },
        { org: 'shuiwu', person: '陈立军' },
      ],
    },
    '踏勘签到：自规局、城管局、供水公司到场',
  )
  const { survey } = await driven.look()
  expect(survey?.attendance.length === 3, '三人应已签到')
}

/** its own parties have spoken, so that it waits for nobody else. */
async function waterFirst(driven: DrivenCase, { tell }: Context): Promise<void> {
  await driven.act(officer('zigui'), 'fileOpinion', { remarks: '符合规划' }, '踏勘意见：符合规划')
  await driven.act(officer('chengguan'), 'fileOpinion', { remarks: '不占路、不占绿' }, '踏勘意见：不占路、不占绿')
  await fileConnectable(driven, WATER, { remarks: '供水管已预留接口' })
  const early = await driven.until('用水有结果', (view) => statusOf(view, 'shuiwu') === 'connectable')
  expect(early.stage === 'jointSurvey', '其余服务应仍在踏勘')
  tell.note('用水的应出意见单位到齐，结果即形成；其余仍在踏勘')
  await connectAppointed(driven, await appoint(driven, soon()))
}

/** red is the absent's, and the survey ends in time. */
async function withoutOne(driven: DrivenCase, { tell }: Context): Promise<void> {
  await fileConnectable(driven, 'power:guowang', { remarks: '环网柜已到红线' })
  await fileConnectable(driven, 'network:telecom', { remarks: '光缆已到红线' })
  await driven.until('缺席者红灯', (view) => lightOf(view, `fileOpinion:${ABSENT}`) === 'red', 40_000)
  tell.note(`${tell.nameOf(ABSENT)}的意见逾期：红灯，通报其行业主管部门`)
  const closed = await driven.until('踏勘按时限结束', (view) => view.survey?.absent.includes(ABSENT) === true)
  expect(lightOf(closed, 'survey') === 'green', '踏勘按时限结束，不记在召集单位名下')
}

function lightOf(view: View, clock: string) {
  return view.deadlines.find(({ id }) => id === clock)?.light
}

function statusOf(view: View, of: string) {
  return view.lines.find(({ utility }) => utility === of)?.status
}
