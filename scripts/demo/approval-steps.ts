import type { View } from './answers.ts'
import { expect } from './driven-case.ts'
import type { DrivenCase } from './driven-case.ts'
import type { OuterWorks } from './outer-works.ts'
import { lead } from './party.ts'
import type { Context } from './scenario.ts'
import { serviceName } from './teller.ts'
import { builder, dateAhead } from './works-steps.ts'

export type AskedFor = View['approvals'][number]

/** applies for what a promise cannot replace; gives the approval, which its authority now has to decide. */
export async function applyFor(
  driven: DrivenCase,
  { city, tell }: Context,
  works: OuterWorks,
  key: string,
): Promise<AskedFor> {
  const [worksFrom, worksTo] = [dateAhead(city.hours, 0), dateAhead(city.hours, 20)]
  const name = city.approvals.list.find((approval) => approval.key === key)?.name ?? key
  await driven.act(
    builder(works),
    'applyForApprovals',
    { approvals: [key], worksFrom, worksTo, sections: [works.section], responsible: works.signer.responsible },
    `申请并联审批（${serviceName(works.line)}）：${name}`,
  )
  const { approvals } = await driven.until('审批开始计时', (view) =>
    view.approvals.some(({ id }) =>
      view.deadlines.some((deadline) => deadline.id === `approval:${id}` && deadline.metAt === undefined),
    ),
  )
  const applied = approvals.find(
    (approval) => approval.key === key && approval.status === 'applied' && approval.consent === undefined,
  )
  expect(applied !== undefined, `${name}应在审批中`)
  tell.note(`${tell.nameOf(city.approvals.lead)}牵头，并联审批计时开始：${name}由${tell.nameOf(applied.authority)}决定`)
  return applied
}

/** its authority approves, then each of those whose consent it needs. */
export async function decideAll(
  driven: DrivenCase,
  { tell }: Context,
  { id, name, authority }: AskedFor,
): Promise<void> {
  await driven.act(lead(authority), 'decideApproval', { approval: id, approved: true }, `批准：${name}`)
  const { approvals } = await driven.look()
  for (const consent of approvals.filter((each) => each.id.startsWith(`${id}:`)))
    await driven.act(
      lead(consent.authority),
      'decideApproval',
      { approval: consent.id, approved: true },
      `同意：${name}（${tell.nameOf(consent.authority)}）`,
    )
}

export async function approve(driven: DrivenCase, context: Context, works: OuterWorks, asked: AskedFor): Promise<void> {
  await decideAll(driven, context, asked)
  await driven.until('可以施工', ({ lines }) =>
    lines.some((line) => line.id === works.line && line.status === 'committed'),
  )
}

/** all that it applied for is decided: the lead hands out one result, which can be printed. */
export async function handOut(driven: DrivenCase, { city, tell }: Context, works: OuterWorks): Promise<void> {
  const { org } = builder(works)
  const chief = lead(city.approvals.lead)
  await driven.act(chief, 'issueJointResult', { utility: org }, `统一出具并联审批结果：${tell.nameOf(org)}`)
  const { awaiting, jointResults } = await driven.look()
  expect(
    jointResults.some((result) => result.org === org) && awaiting.every(({ kind }) => kind !== 'issueJointResult'),
    '并联审批结果应已出具',
  )
}

export async function refuse(driven: DrivenCase, { id, name, authority }: AskedFor, reason: string): Promise<void> {
  await driven.act(
    lead(authority),
    'decideApproval',
    { approval: id, approved: false, reason },
    `不予批准：${name}，${reason}`,
  )
  const { approvals } = await driven.look()
  expect(
    approvals.some((approval) => approval.id === id && approval.status === 'refused'),
    '审批应记为不予批准',
  )
}
