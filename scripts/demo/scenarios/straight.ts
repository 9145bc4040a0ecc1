import { isTaskClock } from '../../../domain/clocks/deadline.ts'
import type { View } from '../answers.ts'
import { opinionLater, refusedLater } from '../async-steps.ts'
import { appoint, connectAppointed, fileConnectable, nextHalfHour, signReceipts } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { GAS_WORKS, WATER_WORKS } from '../outer-works.ts'
import { auditor, INTAKE, officer, systemOf } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'
import {
  commit,
  completeAndAccept,
  fileNeedsWorks,
  inspectPassed,
  prepare,
  progress,
  restore,
  startWorks,
} from '../works-steps.ts'

const WORKS = [WATER_WORKS, GAS_WORKS]

export const straight: Scenario = {
  name: 'straight',
  city: 'chibi',
  title: '一件四项，两项需外线工程：一次承诺，施工监管，验收，一并接入，恢复原貌',
  async run(context: Context): Promise<void> {
    const driven = await DrivenCase.register(
      context,
      INTAKE,
      factoryForm({ name: '湖北赤马港新材料有限公司', creditCode: '91440101MA5CJQ4N59' }),
    )
    await signReceipts(driven, context)
    await survey(driven, context)
    for (const works of WORKS) await commit(driven, context, works)
    await connectReady(driven, context)
    await construct(driven, context)
    await connectLaid(driven, context)
    for (const works of WORKS) await restore(driven, works)
    ended(await driven.until('办结', ({ stage }) => stage === 'closed'))
    await driven.finish(auditor('fagai'))
  },
}

async function survey(driven: DrivenCase, context: Context): Promise<void> {
  await driven.act(officer('zigui'), 'fileOpinion', { remarks: '符合规划，管线走既有管位' }, '踏勘意见：符合规划')
  await opinionLater(driven, context, systemOf('chengguan'), '开挖河北大道人行道与绿化带须避开早晚高峰，竣工后恢复原貌')
  await refusedLater(driven, context)
  await fileConnectable(driven, 'power:guowang', { remarks: '10 千伏公用环网柜已到红线' })
  await fileConnectable(driven, 'network:telecom', { remarks: '光缆分纤箱在红线边' })
  for (const works of WORKS) await fileNeedsWorks(driven, works)
  const { lines } = await driven.until('踏勘结束', ({ stage }) => stage === 'approval')
  expect(
    lines.filter(({ status }) => status === 'outerWorks').length === 2 &&
      lines.filter(({ status }) => status === 'connectable').length === 2,
    '应有两项需外线工程、两项具备接入条件',
  )
  context.tell.note('意见到齐，踏勘结束：用电、网络具备接入条件；用水、用气需外线工程，外线部分用户不需缴费')
}

/** what is ready does not wait for the works. */
async function connectReady(driven: DrivenCase, { tell }: Context): Promise<void> {
  await connectAppointed(driven, await appoint(driven, nextHalfHour()))
  const { lines } = await driven.look()
  expect(
    lines.filter(({ status }) => status === 'connected').length === 2 &&
      lines.filter(({ status }) => status === 'committed').length === 2,
    '两项应已接入，另两项应仍在施工准备',
  )
  tell.note('用电、网络不等外线工程，先行接入')
}

/** Both works go on side by side. */
async function construct(driven: DrivenCase, context: Context): Promise<void> {
  for (const works of WORKS) await prepare(driven, context, works)
  for (const works of WORKS) await startWorks(driven, works)
  for (const works of WORKS) await progress(driven, works, 60)
  await driven.refused(
    officer('shuiwu'),
    'completeWorks',
    { line: WATER_WORKS.line },
    'inspection-missing',
    '未经检查就要报完工',
  )
  for (const works of WORKS) await inspectPassed(driven, works)
  for (const works of WORKS) await completeAndAccept(driven, works)
}

/** laid before 施工许可, so within the same working day. */
async function connectLaid(driven: DrivenCase, { tell }: Context): Promise<void> {
  const appointed = await appoint(driven, nextHalfHour())
  expect(
    appointed.lines.filter(({ status, laidInAdvance }) => status === 'appointed' && laidInAdvance).length === 2,
    '两项外线应为提前布设，一次约定一并接入',
  )
  await connectAppointed(driven, appointed)
  const { stage } = await driven.look()
  expect(stage !== 'closed', '恢复原貌未确认不应办结')
  tell.note('恢复原貌不耽误接入；确认恢复后才办结')
}

function ended({ outcome, lines, deadlines, commitments }: View): void {
  expect(
    outcome === 'connected' && lines.length === 4 && lines.every(({ status }) => status === 'connected'),
    '四项服务应全部接入',
  )
  expect(
    deadlines.filter(({ kind }) => !isTaskClock(kind)).length === 10 &&
      deadlines.every(({ light }) => light === 'green'),
    '方案的十个时限与各待办的时限应全部为绿灯',
  )
  expect(
    commitments.length === 2 &&
      commitments.every(({ promises }) =>
        promises.every(({ checks }) => checks.length === 1 && checks.every(({ kept }) => kept)),
      ),
    '两份承诺的四项均应检查合格',
  )
}
