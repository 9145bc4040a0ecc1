import type { Light } from '../../../domain/clocks/deadline.ts'
import type { View } from '../answers.ts'
import { appoint, connectAppointed, fileConnectable, signReceipts, soon } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { auditor, INTAKE, officer } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'

const ABSENT = 'ranqi'

export const late: Scenario = {
  name: 'late',
  city: 'drill',
  title: '一家缺席：它的意见绿灯、黄灯、红灯，踏勘按时结束，其余照常接入',
  async run(context: Context): Promise<void> {
    const driven = await DrivenCase.register(
      context,
      INTAKE,
      factoryForm({ name: '演练市望山食品有限公司', creditCode: '91350200MA2YJ1XR9G' }),
    )
    await signReceipts(driven, context)
    await surveyWithoutOne(driven, context)
    await connectAppointed(driven, await appoint(driven, soon()))
    await lateOpinion(driven, context)
    await connectAppointed(driven, await appoint(driven, soon()))
    const end = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(end.outcome === 'connected' && end.lines.every(({ status }) => status === 'connected'), '四项服务应全部接入')
    expect(opinionLight(end) === 'red', '缺席单位意见超期的红灯应永久留存')
    context.tell.note('办结；缺席单位的红灯仍在，永久留痕；召集单位的踏勘为绿灯')
    await driven.finish(auditor('fagai'))
  },
}

/** everyone files but one, whose own light is watched until the deadline closes the survey. */
async function surveyWithoutOne(driven: DrivenCase, { tell }: Context): Promise<void> {
  await driven.until('意见绿灯', (view) => opinionLight(view) === 'green', 5_000)
  await driven.act(officer('zigui'), 'fileOpinion', { remarks: '符合规划' }, '踏勘意见：符合规划')
  await driven.act(officer('chengguan'), 'fileOpinion', { remarks: '不占路、不占绿' }, '踏勘意见：不占路、不占绿')
  await fileConnectable(driven, 'water:shuiwu', { remarks: '供水管已预留接口' })
  await fileConnectable(driven, 'power:guowang', { remarks: '环网柜已到红线' })
  await fileConnectable(driven, 'network:telecom', { remarks: '光缆已到红线' })
  for (const [light, said] of [
    ['yellow', '黄灯：进入最后四分之一，提醒'],
    ['red', '红灯：时限已过'],
  ] as const) {
    await driven.until(`意见${said}`, (view) => opinionLight(view) === light, 40_000)
    tell.note(`${said}（${tell.nameOf(ABSENT)}尚未提交意见）`)
  }
  expect((await driven.look()).survey?.letterAt !== undefined, '无人更改，函告应已照建议发出')
  const closed = await driven.until('踏勘到期结束', (view) => view.survey?.absent.includes(ABSENT) === true)
  expect(closed.lines.filter(({ status }) => status === 'connectable').length === 3, '其余三项应已具备接入条件')
  expect(lightOf(closed, 'survey') === 'green', '踏勘按时限结束，不记在召集单位名下')
  expect(lineOfAbsent(closed)?.status === 'awaitingOpinion', '缺席单位的服务应仍在等待意见')
  tell.note(`踏勘到期结束，缺席记录在案：${tell.nameOf(ABSENT)}；其余三项不等它`)
}

/** The missing utility files late: accepted, marked late, and its line goes on. */
async function lateOpinion(driven: DrivenCase, { tell }: Context): Promise<void> {
  await fileConnectable(driven, `gas:${ABSENT}`, { remarks: '燃气管已到厂区' })
  await driven.until('迟到的意见生效', (view) => lineOfAbsent(view)?.status === 'connectable')
  tell.note('迟到的意见照常收下，记为迟到；用气一项继续办理')
}

function opinionLight(view: View): Light | undefined {
  return lightOf(view, `fileOpinion:${ABSENT}`)
}

function lightOf(view: View, clock: string): Light | undefined {
  return view.deadlines.find(({ id }) => id === clock)?.light
}

function lineOfAbsent(view: View): View['lines'][number] | undefined {
  return view.lines.find(({ utility }) => utility === ABSENT)
}
