import type { ActBodies } from '../../../domain/act/act.schema.ts'
import type { ProblemCode } from '../../../domain/problem.ts'
import { applyFor, approve } from '../approval-steps.ts'
import { appoint, connectAppointed, fileConnectable, nextHalfHour, signReceipts } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { checklist, commitmentOf, WATER_WORKS } from '../outer-works.ts'
import type { OuterWorks } from '../outer-works.ts'
import { auditor, INTAKE, inspector, officer } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'
import {
  builder,
  commit,
  completeAndAccept,
  dateAhead,
  fileNeedsWorks,
  inspectPassed,
  prepare,
  restore,
  startWorks,
} from '../works-steps.ts'

/** The utility ticks nothing; 附件3 is over what 城管局 finds. */
const WORKS: OuterWorks = { ...WATER_WORKS, touches: [], approvals: ['roadExcavation'] }
const { line } = WORKS

export const authorityFindsRoad: Scenario = {
  name: 'authority-finds-road',
  city: 'chibi',
  title: '承办单位一项未报，城管局认定占路，审批随之；交通局迟认定公路，取得审批前不得开工',
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
    await promise(driven, context)
    await prepare(driven, context, WORKS)
    await foundLate(driven, context)
    await startWorks(driven, WORKS)
    await inspectPassed(driven, WORKS)
    await driven.act(
      inspector('jiaotong'),
      'fileInspection',
      { line, checklist: checklist() },
      '施工监管检查：公路一侧四项承诺均达到',
    )
    await completeAndAccept(driven, WORKS)
    await connectAppointed(driven, await appoint(driven, nextHalfHour()))
    await restore(driven, WORKS)
    const end = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(end.outcome === 'connected', '应全部接入')
    await driven.finish(auditor('fagai'))
  },
}

/** each authority within its own remit; the result is the union of all. */
async function survey(driven: DrivenCase, { tell }: Context): Promise<void> {
  const found = (touches: string[]) => ({ found: [{ line, touches }] })
  await driven.refused(officer('zigui'), 'fileOpinion', found(['road']), 'touch-outside-remit', '自规局要认定占用道路')
  await driven.act(officer('zigui'), 'fileOpinion', { remarks: '走既有管位' }, '踏勘意见：走既有管位')
  await driven.act(officer('chengguan'), 'fileOpinion', found(['road']), '踏勘意见：用水外线须挖掘城市道路')
  await driven.refused(
    builder(WORKS),
    'fileOpinion',
    { lines: [{ line, connectable: true }] },
    'opinion-contradictory',
    '部门已认定占路，仍要报“无外线工程”',
  )
  await fileNeedsWorks(driven, WORKS)
  await fileConnectable(driven, 'power:guowang', { remarks: '环网柜已到红线' })
  const { lines } = await driven.until('踏勘结束', ({ stage }) => stage === 'approval')
  const [need, ...others] = lines.find(({ id }) => id === line)?.needs ?? []
  expect(
    need?.approval === 'roadExcavation' &&
      need.saidBy.map(({ org }) => org).join() === 'chengguan' &&
      need.notice !== undefined &&
      others.length === 0,
    '踏勘结果应含城管局认定的道路，附告知书',
  )
  tell.note(`承办单位一项未报，踏勘结果仍含${need.name}（城管局认定），附告知书 ${need.notice.version} 版`)
}

/** exactly what the result needs, over its sections. */
async function promise(driven: DrivenCase, context: Context): Promise<void> {
  const [from, to] = [dateAhead(context.city.hours, 0), dateAhead(context.city.hours, 20)]
  const signed = commitmentOf(WORKS, from, to)
  const tries = [
    [{ ...signed, approvals: [] }, 'approval-missing', '承诺书漏列道路'],
    [{ ...signed, approvals: ['roadExcavation', 'roadTraffic'] }, 'approval-surplus', '承诺书多列交通'],
    [{ ...signed, sections: [{ ...WORKS.section, to: '厂区南门' }] }, 'section-not-surveyed', '承诺书改了路段'],
  ] satisfies [ActBodies['signCommitment'], ProblemCode, string][]
  for (const [body, code, told] of tries) await driven.refused(builder(WORKS), 'signCommitment', body, code, told)
  await commit(driven, context, WORKS)
}

/** reopens nothing, but works do not start without what law requires. */
async function foundLate(driven: DrivenCase, context: Context): Promise<void> {
  await driven.act(
    officer('jiaotong'),
    'fileOpinion',
    { found: [{ line, touches: ['highway'] }], remarks: '路口在公路建筑控制区内' },
    '逾期的踏勘意见：涉及公路及其建筑控制区',
  )
  await driven.until('补办审批开始计时', ({ deadlines }) => deadlines.some(({ id }) => id === 'commitment:shuiwu#2'))
  await driven.refused(builder(WORKS), 'startWorks', { line }, 'approval-lacking', '公路审批未取得就要开工')
  await approve(driven, context, WORKS, await applyFor(driven, context, WORKS, 'highway'))
}
