import { appoint, connectAppointed, fileConnectable, nextHalfHour, signReceipts } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { auditor, CLERK, INTAKE } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'

const MISSING = 'services.gas.cubicMetresPerDay'

export const individualSingle: Scenario = {
  name: 'individual-single',
  city: 'chibi',
  title: '个人只办用气一项：一次性告知补正，按类免于踏勘，凭燃气公司答复接入',
  async run(context: Context): Promise<void> {
    const driven = await DrivenCase.register(context, INTAKE, {
      channel: 'hubeiGovernmentService',
      area: 'coveredTown',
      form: {
        applicant: { kind: 'individual', name: '王小明', identityNumber: '11010519491231002X' },
        address: '赤壁市车埠镇芙蓉村三组',
        contact: '王小明',
        phone: '13871234567',
        services: { gas: { business: 'new', use: 'domestic' } },
      },
    })
    await supplement(driven)
    await signReceipts(driven, context)
    const { survey } = await driven.until('按类免于踏勘', (view) => view.survey?.waived !== undefined)
    context.tell.note(`${survey?.waived?.reason ?? ''}不须到场踏勘，只由燃气公司答复`)
    await fileConnectable(driven, 'gas:ranqi', { remarks: '楼栋立管已通气，户内具备接入条件' })
    await driven.until('有结果', ({ stage }) => stage === 'connection')
    await connectAppointed(driven, await appoint(driven, nextHalfHour()))
    const end = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(
      end.outcome === 'connected' && end.lines.length === 1 && end.deadlines.every(({ light }) => light === 'green'),
      '一项应已接入，全部为绿灯',
    )
    await driven.finish(auditor('fagai'))
  },
}

/** asked for once, all at once; the clock stands still meanwhile. */
async function supplement(driven: DrivenCase): Promise<void> {
  const { missing } = await driven.until('登记计时', ({ deadlines }) =>
    deadlines.some(({ kind }) => kind === 'registration'),
  )
  expect(missing.join() === MISSING, `缺的应是 ${MISSING}，实为 ${missing.join()}`)
  await driven.act(
    CLERK,
    'requestSupplement',
    { items: [MISSING], message: '请补充日用气量' },
    '一次性告知：请补充日用气量；停表',
  )
  const {
    deadlines: [registration],
  } = await driven.look()
  expect(registration?.stoppedAt !== undefined, '补正期间应停表')
  await driven.act(
    INTAKE,
    'supplementDemand',
    { services: { gas: { business: 'new', use: 'domestic', cubicMetresPerDay: 2 } } },
    '用户补正：2 立方米/日；继续计时',
  )
}
