import type { View } from '../answers.ts'
import { appoint, connectAppointed, signReceipts, soon } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { checklist, WATER_WORKS } from '../outer-works.ts'
import { auditor, INTAKE, officer } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'
import {
  builder,
  commit,
  completeAndAccept,
  dateAhead,
  fileNeedsWorks,
  prepare,
  restore,
  startWorks,
  SUPERVISOR,
} from '../works-steps.ts'

const BROKEN = { promise: 1, evidence: '沟槽两侧无围挡，夜间无警示灯' }

export const rectified: Scenario = {
  name: 'rectified',
  city: 'drill',
  title: '检查发现承诺未兑现：责令限期整改，复查不过再改，复查通过才完工',
  async run(context: Context): Promise<void> {
    const driven = await DrivenCase.register(
      context,
      INTAKE,
      factoryForm(
        { name: '演练市望山食品有限公司', creditCode: '91350200MA2YJ1XR9G' },
        { services: { water: { business: 'new', tonsPerDay: 60 } } },
      ),
    )
    await signReceipts(driven, context)
    for (const org of ['zigui', 'chengguan'])
      await driven.act(
        officer(org),
        'fileOpinion',
        { remarks: '同意占道开挖，竣工后恢复原貌' },
        '踏勘意见：同意，竣工后恢复原貌',
      )
    await fileNeedsWorks(driven, WATER_WORKS)
    await driven.until('踏勘结束', ({ stage }) => stage === 'approval')
    await commit(driven, context, WATER_WORKS)
    await prepare(driven, context, WATER_WORKS)
    await startWorks(driven, WATER_WORKS)
    await rectify(driven, await order(driven, context))
    await completeAndAccept(driven, WATER_WORKS)
    await connectAppointed(driven, await appoint(driven, soon()))
    await restore(driven, WATER_WORKS)
    const end = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(
      end.outcome === 'connected' && end.deadlines.every(({ light }) => light === 'green'),
      '应全部接入，全部为绿灯',
    )
    tellPromises(end, context)
    await driven.finish(auditor('fagai'))
  },
}

/** a broken promise, and the order that goes with it; gives its number. */
async function order(driven: DrivenCase, { city, tell }: Context): Promise<string> {
  const requirement = { requirement: '补设围挡与警示灯', dueDate: dateAhead(city.hours, 1) }
  await driven.act(
    SUPERVISOR,
    'fileInspection',
    { line: WATER_WORKS.line, checklist: checklist(BROKEN), order: requirement },
    `施工监管检查：承诺 ${BROKEN.promise} 未达到（${BROKEN.evidence}），责令${requirement.requirement}，限 ${requirement.dueDate} 完成`,
  )
  const {
    rectifications: [given],
  } = await driven.until('整改开始计时', ({ deadlines }) => deadlines.some(({ kind }) => kind === 'rectification'))
  expect(given !== undefined && given.closedAt === undefined, '整改通知应在列')
  tell.note(`整改通知 ${given.order}，期限 ${given.dueDate}`)
  return given.order
}

/** reported, found wanting, reported again, passed; no completion in between. */
async function rectify(driven: DrivenCase, given: string): Promise<void> {
  await driven.refused(
    builder(WATER_WORKS),
    'completeWorks',
    { line: WATER_WORKS.line },
    'rectification-open',
    '整改未过就要报完工',
  )
  await driven.act(
    builder(WATER_WORKS),
    'reportRectified',
    { order: given, remarks: '已补设围挡' },
    '报告整改完成：已补设围挡',
  )
  await driven.act(
    SUPERVISOR,
    'reinspect',
    { order: given, passed: false, evidence: '仍无警示灯' },
    '复查不通过：仍无警示灯，继续整改',
  )
  const again = await driven.look()
  expect(
    again.rectifications[0]?.reportedAt === undefined && again.awaiting.some(({ kind }) => kind === 'rectify'),
    '复查不通过应回到整改',
  )
  await driven.act(
    builder(WATER_WORKS),
    'reportRectified',
    { order: given, remarks: '围挡、警示灯均已到位' },
    '再次报告：围挡、警示灯均已到位',
  )
  await driven.act(
    SUPERVISOR,
    'reinspect',
    { order: given, passed: true, evidence: '夜间复查照片' },
    '复查通过，整改通知办结',
  )
  const passed = await driven.look()
  expect(passed.rectifications[0]?.closedAt !== undefined, '整改通知应已办结')
}

function tellPromises({ commitments: [signed], rectifications }: View, { tell }: Context): void {
  const rows = signed?.promises ?? []
  const broken = rows.find(({ number }) => number === BROKEN.promise)
  expect(
    rows.length === 4 && broken?.checks.some(({ kept }) => !kept) === true && broken.orders.length === 1,
    '未兑现的承诺应带着整改通知',
  )
  for (const { number, text, checks, orders } of rows) {
    const found = checks.map(({ by, kept }) => `${tell.nameOf(by)}检查${kept ? '达到' : '未达到'}`).join('，')
    const closed = orders.map(
      (id) =>
        `整改通知 ${id}${rectifications.some((one) => one.order === id && one.closedAt !== undefined) ? '，已复查通过' : '，未办结'}`,
    )
    tell.note(`承诺 ${number} ${text}：${[found, ...closed].join('；')}`)
  }
}
