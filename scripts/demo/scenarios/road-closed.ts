import { applyFor, approve } from '../approval-steps.ts'
import { appoint, connectAppointed, fileConnectable, signReceipts, soon } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { WATER_WORKS } from '../outer-works.ts'
import type { OuterWorks } from '../outer-works.ts'
import { auditor, INTAKE, officer } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'
import {
  builder,
  commit,
  completeAndAccept,
  fileNeedsWorks,
  inspectPassed,
  prepare,
  restore,
  startWorks,
} from '../works-steps.ts'

/** The drill city's register has the road, under another name. */
const WORKS: OuterWorks = {
  ...WATER_WORKS,
  touches: ['road'],
  section: { road: '演练新区 一号路', from: '发展大道路口', to: '厂区北门' },
  approvals: ['roadExcavation'],
}
const { line } = WORKS
const OPENING = 'closedRoadOpening'

export const roadClosed: Scenario = {
  name: 'road-closed',
  city: 'drill',
  title: '道路交付未满五年：承诺不能替代，市人民政府批准之前不得开工',
  async run(context: Context): Promise<void> {
    const services = {
      water: { business: 'new', tonsPerDay: 120 },
      power: { business: 'new', kilovoltAmperes: 800 },
    } as const
    const driven = await DrivenCase.register(
      context,
      INTAKE,
      factoryForm({ name: '湖北赤马港新材料有限公司', creditCode: '91440101MA5CJQ4N59' }, { services }),
    )
    await signReceipts(driven, context)
    await survey(driven, context)
    await clear(driven, context)
    await prepare(driven, context, WORKS)
    await startWorks(driven, WORKS)
    await inspectPassed(driven, WORKS)
    await completeAndAccept(driven, WORKS)
    await connectAppointed(driven, await appoint(driven, soon()))
    await restore(driven, WORKS)
    const end = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(end.outcome === 'connected', '应全部接入')
    await driven.finish(auditor('fagai'))
  },
}

/** the road is known by its alias. */
async function survey(driven: DrivenCase, { tell }: Context): Promise<void> {
  for (const org of ['zigui', 'chengguan'])
    await driven.act(officer(org), 'fileOpinion', { remarks: '走既有管位' }, '踏勘意见：走既有管位')
  await fileConnectable(driven, 'power:guowang', { remarks: '环网柜已到红线' })
  await fileNeedsWorks(driven, WORKS)
  const { lines } = await driven.until('踏勘结束', ({ stage }) => stage === 'approval')
  const need = lines.find(({ id }) => id === line)?.needs?.find(({ approval }) => approval === OPENING)
  expect(need?.closedRoad !== undefined, '踏勘结果应指出道路交付未满五年')
  tell.note(`踏勘结果：${need.closedRoad}，须${need.name}`)
}

/** no promise lifts it. */
async function clear(driven: DrivenCase, context: Context): Promise<void> {
  await commit(driven, context, WORKS)
  await driven.refused(builder(WORKS), 'startWorks', { line }, 'road-closed', '签了承诺就要开挖新路')
  const asked = await applyFor(driven, context, WORKS, OPENING)
  await driven.refused(builder(WORKS), 'startWorks', { line }, 'road-closed', '报了市人民政府，未批就要开挖')
  await approve(driven, context, WORKS, asked)
}
