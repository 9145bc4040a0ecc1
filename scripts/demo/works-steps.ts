import { localDate } from '../../domain/clocks/local-date.ts'
import { PROMISES } from '../../domain/commitment/promise.ts'
import { inChina, utilityOf } from './common-steps.ts'
import { expect } from './driven-case.ts'
import type { DrivenCase } from './driven-case.ts'
import { checklist, commitmentOf, needsWorks, PARTICIPANTS } from './outer-works.ts'
import type { OuterWorks } from './outer-works.ts'
import { inspector, officer } from './party.ts'
import type { Party } from './party.ts'
import type { Context } from './scenario.ts'
import { serviceName } from './teller.ts'

const DAY_MS = 86_400_000
const ACCEPTOR = officer('zhujian')
export const SUPERVISOR = inspector('chengguan')

/** a utility files that its line needs outer works. */
export async function fileNeedsWorks(driven: DrivenCase, works: OuterWorks): Promise<void> {
  const { road, from, to } = works.section
  await driven.act(
    builder(works),
    'fileOpinion',
    needsWorks(works),
    `踏勘意见：需外线工程，${road} ${from}至${to} ${works.lengthMetres} 米，${works.design}`,
  )
  await driven.look()
}

/** 附件3, from today in the city's time; the approvals that it replaces are given at once. */
export async function commit(driven: DrivenCase, { city, tell }: Context, works: OuterWorks, days = 20): Promise<void> {
  const [from, to] = [dateAhead(city.hours, 0), dateAhead(city.hours, days)]
  const approvals = city.approvals.list.filter(({ key }) => works.approvals.includes(key)).map(({ name }) => name)
  await driven.act(
    builder(works),
    'signCommitment',
    commitmentOf(works, from, to),
    `签署附件3《承诺书》：四项承诺，施工 ${from} 至 ${to}，责任人${works.signer.responsible}`,
  )
  const { commitments } = await driven.look()
  const grants = commitments.find(({ org }) => org === utilityOf(works.line))?.grants ?? []
  const given = new Set(grants.flatMap((grant) => grant.approvals))
  expect(given.size === approvals.length, '承诺所列审批应全部即时办结')
  tell.note(
    `以承诺替代审批，即时办结：${approvals.join('、')}；已告知${grants.map(({ authority }) => tell.nameOf(authority)).join('、')}`,
  )
}

/** design and plan; every owner of a pipeline nearby signs its hand-over. */
export async function prepare(driven: DrivenCase, { tell }: Context, works: OuterWorks): Promise<void> {
  const { line, design, method, owners } = works
  const nearbyOwners = owners.map(({ org }) => org)
  await driven.act(
    builder(works),
    'fileDesign',
    { line, title: `${serviceName(line)}外线设计方案`, summary: design },
    `设计方案：${design}`,
  )
  await driven.act(
    builder(works),
    'fileConstructionPlan',
    { line, title: `${serviceName(line)}外线施工方案`, summary: method, nearbyOwners, ...PARTICIPANTS },
    `施工方案：${method}；邻近管线：${nearbyOwners.map((org) => tell.nameOf(org)).join('、')}`,
  )
  await driven.refused(builder(works), 'startWorks', { line }, 'handover-missing', '尚未交底就要开工')
  for (const { org, ...handover } of owners)
    await driven.act(
      officer(org),
      'signHandover',
      { line, ...handover },
      `管线交底（${serviceName(line)}）：${handover.positions}`,
    )
}

export async function startWorks(driven: DrivenCase, works: OuterWorks): Promise<void> {
  await driven.act(builder(works), 'startWorks', { line: works.line }, `${serviceName(works.line)}外线开工`)
  await driven.look()
}

export async function progress(driven: DrivenCase, works: OuterWorks, percent: number): Promise<void> {
  await driven.act(
    builder(works),
    'reportProgress',
    { line: works.line, percent },
    `${serviceName(works.line)}外线施工进度 ${percent}%`,
  )
}

/** every promise is found kept; where its approvals were promised, before backfill. */
export async function inspectPassed(driven: DrivenCase, works: OuterWorks): Promise<void> {
  const { line } = works
  const isAwaited = (await verifiersAwaited(driven, works)).includes(SUPERVISOR.org)
  await driven.act(
    SUPERVISOR,
    'fileInspection',
    { line, checklist: checklist(), ...(isAwaited ? { verification: 'open' as const } : {}) },
    `施工监管检查${isAwaited ? '、回填前核查' : ''}（${serviceName(line)}）：四项承诺逐项核对，均达到`,
  )
}

/** Who is awaited to verify what was promised, and has not verified this line yet. */
async function verifiersAwaited(driven: DrivenCase, { line }: OuterWorks): Promise<readonly string[]> {
  const { lines, awaiting } = await driven.look()
  const verified = lines.find(({ id }) => id === line)?.works?.verified.map(({ org }) => org) ?? []
  const awaited = awaiting.filter(({ kind }) => kind === 'verifyPromise').map(({ org }) => org)
  return [...new Set(awaited)].filter((org) => !verified.includes(org))
}

async function isPromised(driven: DrivenCase, line: OuterWorks['line']): Promise<boolean> {
  const { commitments } = await driven.look()
  return (commitments.find(({ org }) => org === utilityOf(line))?.grants ?? []).length > 0
}

/** verified by each to whom it was promised, before the trench is closed. */
async function verifyAndBackfill(driven: DrivenCase, works: OuterWorks): Promise<void> {
  const { line } = works
  if (!(await isPromised(driven, line))) return
  for (const authority of await verifiersAwaited(driven, works))
    await driven.act(
      inspector(authority),
      'fileInspection',
      { line, checklist: checklist(), verification: 'open' },
      `回填前核查承诺（${serviceName(line)}）：沟槽未覆盖，四项承诺均达到`,
    )
  await driven.act(
    builder(works),
    'reportBackfill',
    { line, evidence: '隐蔽部位影像 12 张，监管人员在场' },
    `${serviceName(line)}外线回填`,
  )
}

/** completed by the utility, accepted by the authority. */
export async function completeAndAccept(driven: DrivenCase, works: OuterWorks): Promise<void> {
  await verifyAndBackfill(driven, works)
  await driven.act(builder(works), 'completeWorks', { line: works.line }, `${serviceName(works.line)}外线完工`)
  const { line } = works
  await driven.act(
    builder(works),
    'inviteToAcceptance',
    { line, at: new Date().toISOString(), invited: [ACCEPTOR.org, SUPERVISOR.org] },
    `组织竣工验收（${serviceName(line)}），邀请主管部门`,
  )
  await driven.refused(ACCEPTOR, 'acceptWorks', { line, passed: true }, 'acceptance-not-filed', '尚未备案就要认可')
  await driven.act(
    builder(works),
    'fileAcceptance',
    {
      line,
      heldOn: inChina(new Date()).slice(0, 10),
      passed: true,
      attended: [{ org: utilityOf(line), person: works.signer.responsible }],
      report: '管道压力试验合格，资料齐全',
    },
    `竣工验收合格，备案（${serviceName(line)}）`,
  )
  await driven.act(ACCEPTOR, 'acceptWorks', { line, passed: true }, `对验收备案没有异议（${serviceName(line)}）`)
  const { awaiting } = await driven.look()
  if (awaiting.some(({ kind, org }) => kind === 'laySurface' && org === utilityOf(line)))
    await driven.act(builder(works), 'laySurface', { line }, `临时路面已铺好（${serviceName(line)}）`)
  await driven.look()
}

/** put back as it was, and confirmed. */
export async function restore(driven: DrivenCase, works: OuterWorks): Promise<void> {
  await driven.act(
    builder(works),
    'reportRestored',
    { line: works.line },
    `${works.section.road}已恢复原貌（承诺 4：${PROMISES[4]}）`,
  )
  const { awaiting } = await driven.look()
  const confirmers = new Set(awaiting.filter(({ kind }) => kind === 'confirmRestoration').map(({ org }) => org))
  for (const org of confirmers)
    await driven.act(
      officer(org),
      'confirmRestoration',
      { line: works.line },
      `确认恢复原貌（${serviceName(works.line)}）`,
    )
  await driven.look()
}

export function builder({ line }: OuterWorks): Party {
  return officer(utilityOf(line))
}

/** YYYY-MM-DD in the city's time, so many days from today. */
export function dateAhead(hours: Context['city']['hours'], days: number): string {
  return localDate(new Date(Date.now() + days * DAY_MS).toISOString(), hours)
}
