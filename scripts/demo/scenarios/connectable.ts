import { isTaskClock } from '../../../domain/clocks/deadline.ts'
import { appoint, connectAppointed, fileConnectable, nextHalfHour, signReceipts } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { auditor, INTAKE, officer } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'

export const connectable: Scenario = {
  name: 'connectable',
  city: 'chibi',
  title: '无外线工程：一表申请，一同踏勘，一并接入',
  async run(context: Context): Promise<void> {
    const driven = await DrivenCase.register(
      context,
      INTAKE,
      factoryForm({ name: '湖北蒲圻精密制造有限公司', creditCode: '91440101MA5CJQ4N59' }),
    )
    await signReceipts(driven, context)
    await survey(driven, context)
    const appointed = await appoint(driven, nextHalfHour())
    expect(
      appointed.lines.every(({ status }) => status === 'appointed'),
      '一次约定应覆盖全部四项服务',
    )
    await connectAppointed(driven, appointed)
    const end = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(end.outcome === 'connected', `办理结果为 ${end.outcome}`)
    expect(end.lines.length === 4 && end.lines.every(({ status }) => status === 'connected'), '四项服务应全部接入')
    expect(
      end.deadlines.filter(({ kind }) => !isTaskClock(kind)).length === 6 &&
        end.deadlines.every(({ light }) => light === 'green'),
      '方案的六个时限与各待办的时限应全部为绿灯',
    )
    await driven.finish(auditor('fagai'))
  },
}

async function survey(driven: DrivenCase, { tell }: Context): Promise<void> {
  await driven.act(
    officer('zigui'),
    'fileOpinion',
    { remarks: '用地范围与规划红线一致，接入点均在道路红线外侧既有管位' },
    '踏勘意见：与规划红线一致',
  )
  await driven.act(
    officer('chengguan'),
    'fileOpinion',
    { remarks: '不占用道路，不占用绿化' },
    '踏勘意见：不占路、不占绿',
  )
  await driven.look()
  await fileConnectable(driven, 'water:shuiwu', { remarks: '门前 DN300 供水管已预留接口' })
  await fileConnectable(driven, 'power:guowang', { remarks: '10 千伏公用环网柜已到红线', laidInAdvance: true })
  await fileConnectable(driven, 'gas:ranqi', { remarks: '中压燃气管已到厂区东侧' })
  await fileConnectable(driven, 'network:telecom', { remarks: '光缆分纤箱在红线边' })
  await driven.until('踏勘结束', ({ stage }) => stage === 'connection')
  tell.note('意见到齐，联合踏勘结束：全部具备接入条件')
}
