import { setTimeout as sleep } from 'node:timers/promises'
import { appoint, connectAppointed, signReceipts, soon } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { GAS_WORKS } from '../outer-works.ts'
import { auditor, INTAKE, officer } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'
import {
  commit,
  completeAndAccept,
  fileNeedsWorks,
  inspectPassed,
  prepare,
  restore,
  startWorks,
} from '../works-steps.ts'

const MONTHS_MS = 8_000

export const preLaidMonths: Scenario = {
  name: 'pre-laid-months',
  city: 'drill',
  title: '用地规划阶段登记，提前布设，等上几个月，企业进驻当日接入',
  async run(context: Context): Promise<void> {
    const form = factoryForm(
      { name: '演练市望山食品有限公司', creditCode: '91350200MA2YJ1XR9G' },
      { phase: 'landPlanning', services: { gas: { business: 'new', use: 'production', cubicMetresPerDay: 300 } } },
    )
    const driven = await DrivenCase.register(context, INTAKE, form)
    await signReceipts(driven, context)
    for (const org of ['zigui', 'chengguan'])
      await driven.act(officer(org), 'fileOpinion', { remarks: '同意提前布设' }, '踏勘意见：同意提前布设')
    await fileNeedsWorks(driven, GAS_WORKS)
    await driven.until('踏勘结束', ({ stage }) => stage === 'approval')
    await lay(driven, context)
    await waitForMonths(driven, context)
    await connectSameDay(driven, context)
    await driven.finish(auditor('fagai'))
  },
}

/** R-24: built, accepted and restored long before the user comes. */
async function lay(driven: DrivenCase, context: Context): Promise<void> {
  await commit(driven, context, GAS_WORKS)
  await prepare(driven, context, GAS_WORKS)
  for (const { org } of (await driven.look()).awaiting.filter(({ kind }) => kind === 'acknowledgeReceipt'))
    await driven.act(officer(org), 'acknowledgeReceipt', {})
  await startWorks(driven, GAS_WORKS)
  await inspectPassed(driven, GAS_WORKS)
  await completeAndAccept(driven, GAS_WORKS)
  await restore(driven, GAS_WORKS)
}

/**
 * R-24: nothing runs, nobody is awaited, and Temporal's history does not grow, but for the alarm of a clock that was
 * met before, which may still ring once for nothing (ADR 0027).
 */
async function waitForMonths(driven: DrivenCase, { tell, temporal }: Context): Promise<void> {
  const before = await driven.until('布设完毕', ({ lines }) => lines.every(({ status }) => status === 'accepted'))
  const running = before.deadlines.filter(({ metAt, supersededAt }) => (metAt ?? supersededAt) === undefined)
  expect(
    running.length === 0 && before.awaiting.length === 0,
    `等待期间不应有时限（${running.map(({ id }) => id).join('、')}）或待办（${before.awaiting.map(({ kind }) => kind).join('、')}）`,
  )
  const length = await temporal?.restingLength(driven.serviceNumber)
  tell.note(
    `燃气管已提前布设到位，等待正式报装：没有时限在走，没有待办${length === undefined ? '' : `，流程历史停在 ${length} 个事件`}`,
  )
  tell.note(
    `演练：这里的“几个月”只等 ${MONTHS_MS / 1_000} 秒；真实的等待同样不占一个线程；至多是先前已满足的时限，其闹钟空响一次……`,
  )
  await sleep(MONTHS_MS)
  const after = await driven.look()
  expect(after.seq === before.seq && after.stage === 'connection', '等待期间不应有任何事件')
  const fired = length === undefined ? 0 : await temporal?.firedSince(driven.serviceNumber, length)
  expect(fired !== undefined && fired <= 1, '等待期间流程历史不应增长')
  tell.note('……几个月过去，一件事也没有发生，一件事也没有丢')
}

/** R-25: 0 working days; in the drill within ten seconds. */
async function connectSameDay(driven: DrivenCase, { tell, city }: Context): Promise<void> {
  const { length } = city.deadlines.connectionLaidInAdvance
  expect(length.kind === 'elapsedSeconds', '演练城市的当日接入应以秒计')
  const appointed = await appoint(driven, soon())
  tell.note(`企业进驻，正式报装：已提前布设，当日接入（演练：${length.seconds} 秒）`)
  await connectAppointed(driven, appointed)
  const end = await driven.until('办结', ({ stage }) => stage === 'closed')
  expect(end.outcome === 'connected' && end.deadlines.every(({ light }) => light === 'green'), '应全部接入，全部为绿灯')
  expect(
    end.lines.every(({ laidInAdvance }) => laidInAdvance),
    '应记为提前布设',
  )
}
