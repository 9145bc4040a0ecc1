import { z } from 'zod'
import { actOn, NOTICE, pathOf, penaltyOf, recordUntil, refusedOn, repairRecord } from '../credit-steps.ts'
import { expect } from '../driven-case.ts'
import { checkMatter } from '../matter-history.ts'
import { lead, officer } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'
import { randomUUID } from 'node:crypto'

const RECORDS = '/api/v1/credit-records'
const AUTHORITY = 'chengguan'
const SUBJECT = officer('ranqi')
const APPROVALS = ['roadExcavation']

export const dueProcess: Scenario = {
  name: 'due-process',
  city: 'drill',
  title: '信用记录的正当程序：提请、事先告知、陈述申辩、第二人认定、报送、异议、信用修复；没有生效文书的只是履约信息',
  async run(context: Context): Promise<void> {
    const recordId = await propose(context)
    await noticed(context, recordId)
    await decided(context, recordId)
    await contested(context, recordId)
    await repairRecord(context, recordId, { authority: AUTHORITY, subject: SUBJECT })
    await papers(context, recordId)
    await checked(context, recordId)
    await performance(context)
  },
}

async function propose(context: Context): Promise<string> {
  const { client, tell, city } = context
  const name = tell.nameOf(SUBJECT.org)
  const { recordId } = await client.post(
    officer(AUTHORITY),
    RECORDS,
    {
      kind: 'false',
      subject: { org: SUBJECT.org, name },
      source: { evidence: '所报恢复照片与现场不符' },
      reason: '所报恢复情况不实',
    },
    z.object({ recordId: z.string() }),
    randomUUID(),
  )
  context.progress.serviceNumber = recordId
  const { deadlines } = await recordUntil(context, recordId, '待事先告知', (record) => record.deadlines.length > 0)
  tell.act(AUTHORITY, `提请将${name}记入信用档案（${recordId}）；${city.name}谁也还不知道`)
  tell.note(deadlines.map(({ name: clock, dueAt }) => `${clock}，${dueAt} 前`).join('；'))
  return recordId
}

/** told before anything is decided, with the document, and heard. */
async function noticed(context: Context, recordId: string): Promise<void> {
  const document = penaltyOf(context, context.tell.nameOf(AUTHORITY))
  const decision = { outcome: 'recorded', grade: 'minor', months: 2, approvals: APPROVALS, reason: '属实' } as const
  await refusedOn(context, recordId, lead(AUTHORITY), 'decideRecord', decision, 'wrong-stage')
  await actOn(
    context,
    recordId,
    officer(AUTHORITY),
    'giveNotice',
    { ...NOTICE, reason: '所报恢复情况不实', approvals: APPROVALS, document },
    `事先告知：依据 ${document.number}，拟认定轻微失信、3 个月，期限内占路须审批`,
  )
  await refusedOn(context, recordId, lead(AUTHORITY), 'decideRecord', decision, 'wrong-stage')
  await actOn(
    context,
    recordId,
    SUBJECT,
    'answerNotice',
    { waived: false, statement: '照片系分包单位误报，现已恢复', evidence: '恢复验收照片' },
    '陈述申辩：照片系分包单位误报，现已恢复',
  )
}

/** by another person, and nothing graver than was told. */
async function decided(context: Context, recordId: string): Promise<void> {
  const decision = {
    outcome: 'recorded',
    grade: 'minor',
    months: 2,
    approvals: APPROVALS,
    reason: '所报不实属实',
    onAnswer: '误报不免除核对之责；已恢复，从轻',
  } as const
  const of = [context, recordId] as const
  await refusedOn(...of, officer(AUTHORITY), 'decideRecord', decision, 'second-person-required')
  await refusedOn(
    ...of,
    lead(AUTHORITY),
    'decideRecord',
    { ...decision, grade: 'serious', months: 12 },
    'beyond-notice',
  )
  await actOn(...of, lead(AUTHORITY), 'decideRecord', decision, '负责人认定：轻微失信，2 个月')
  const { reportedTo } = await recordUntil(...of, '报送', (record) => record.reportedTo.length > 0)
  context.tell.note(`已报送 ${reportedTo.length} 处（信用平台与联合惩戒单位）`)
}

/** an objection is heard by somebody else; the record blocks meanwhile. */
async function contested(context: Context, recordId: string): Promise<void> {
  const of = [context, recordId] as const
  await actOn(...of, SUBJECT, 'contestRecord', { reason: '认定过重' }, '提出异议：认定过重')
  const upheld = { upheld: true, reason: '等级与期限适当' }
  await refusedOn(...of, lead(AUTHORITY), 'decideContest', upheld, 'second-person-required')
  await actOn(...of, officer('office'), 'decideContest', upheld, '裁定异议：维持')
  const { inForce } = await recordUntil(...of, '维持', ({ status }) => status === 'upheld')
  expect(inForce, '维持的记录应在有效期内')
}

async function papers({ client, tell }: Context, recordId: string): Promise<void> {
  for (const [key, title] of [
    ['notice', '事先告知书'],
    ['decision', '认定决定书'],
    ['repair-1', '信用修复决定书'],
  ] as const) {
    const paper = await client.text(SUBJECT, `${pathOf(recordId)}/documents/${key}`)
    expect(paper.includes(title) && paper.includes('编号：'), `应有编号的${title}`)
    tell.act(SUBJECT.org, `打印《${title}》`)
  }
}

async function checked(context: Context, recordId: string): Promise<void> {
  context.progress.workflow = await checkMatter(context, {
    id: recordId,
    path: `credit-records/${encodeURIComponent(recordId)}`,
    name: '信用记录',
    closing: 'recordRepaired',
    acts: 8,
    traces: [
      { type: 'noticeGiven', rule: 'R-29', party: officer(AUTHORITY) },
      { type: 'answerFiled', rule: 'R-29', party: SUBJECT },
      { type: 'recordDecided', rule: 'R-29', party: lead(AUTHORITY) },
      { type: 'repairDecided', rule: 'R-29', party: lead(AUTHORITY) },
    ],
  })
}

/** without a document in force it is no record: nobody is told but its subject, and nothing is blocked. */
async function performance(context: Context): Promise<void> {
  const recordId = await propose(context)
  const of = [context, recordId] as const
  await actOn(
    ...of,
    officer(AUTHORITY),
    'giveNotice',
    { ...NOTICE, reason: '围挡不全', approvals: [] },
    '事先告知：没有处罚决定，只能作为履约信息',
  )
  await actOn(...of, SUBJECT, 'answerNotice', { waived: true }, '没有意见')
  await refusedOn(
    ...of,
    lead(AUTHORITY),
    'decideRecord',
    { outcome: 'recorded', grade: 'minor', months: 1, approvals: [], reason: '属实' },
    'document-missing',
  )
  await actOn(
    ...of,
    lead(AUTHORITY),
    'decideRecord',
    { outcome: 'performance', reason: '属实，未受处罚' },
    '负责人：作为履约信息',
  )
  const { inForce, reportedTo } = await recordUntil(...of, '履约信息', ({ status }) => status === 'performance')
  expect(!inForce && reportedTo.length === 0, '履约信息不应生效，也不应报送')
  await actOn(...of, officer('office'), 'withdrawRecord', { reason: '演练结束' }, '演练结束，撤销')
}
