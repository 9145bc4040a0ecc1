import { z } from 'zod'
import { ACTS } from '../../../domain/act/act.ts'
import type { ActType } from '../../../domain/act/act.ts'
import type { ActBodies } from '../../../domain/act/act.schema.ts'
import { THE_CASE } from '../../../domain/actor/actor.ts'
import { LIGHTS } from '../../../domain/clocks/deadline.ts'
import { instalmentsId, INSTALMENTS_STATUSES } from '../../../domain/instalments/instalments.ts'
import { LATER_INSPECTION_STATUSES } from '../../../domain/later-inspection/later-inspection.ts'
import type { MatterKind } from '../../../domain/matter/matter.ts'
import { appoint, connectAppointed, signReceipts, soon } from '../common-steps.ts'
import { recordByDueProcess, recordUntil, repairRecord } from '../credit-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { checkMatter } from '../matter-history.ts'
import { checklist, WATER_WORKS } from '../outer-works.ts'
import { auditor, INTAKE, officer } from '../party.ts'
import type { Party } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'
import { until } from '../wait.ts'
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
  SUPERVISOR,
} from '../works-steps.ts'

const { line } = WATER_WORKS
const WATER = officer('shuiwu')
const OFFICE = officer('office')
const PARTIES = { authority: SUPERVISOR.org, subject: WATER }
const SUNK = { promise: 4, evidence: '厂区北门前路面沉降 3 厘米' }
const PARTS_FEN = [1_200_000, 800_000] as const

const PlanSchema = z.object({
  line: z.string(),
  paidYuan: z.string(),
  remainingYuan: z.string(),
  remainingFen: z.int(),
  overdueFen: z.int(),
  parts: z.array(
    z.object({
      part: z.int(),
      dueDate: z.string(),
      paid: z.boolean(),
      late: z.boolean(),
      light: z.enum(LIGHTS).optional(),
    }),
  ),
  matter: z.object({ id: z.string(), status: z.enum(INSTALMENTS_STATUSES), statusName: z.string() }).optional(),
})
type Plan = z.infer<typeof PlanSchema>

const InspectionSchema = z.object({
  id: z.string(),
  status: z.enum(LATER_INSPECTION_STATUSES),
  statusName: z.string(),
  closedAt: z.string().optional(),
  awaiting: z.array(z.object({ org: z.string() })),
  order: z.object({
    order: z.string(),
    dueDate: z.string(),
    brokenAt: z.string().optional(),
    creditRecord: z.string().optional(),
    closedAt: z.string().optional(),
  }),
  deadlines: z.array(z.object({ light: z.enum(LIGHTS) })),
})
type Inspection = z.infer<typeof InspectionSchema>

const AnswerSchema = z.object({
  stage: z.literal('closed'),
  matter: z.object({ kind: z.string(), id: z.string(), status: z.string(), order: z.string().optional() }),
})

export const afterTheCase: Scenario = {
  name: 'after-the-case',
  city: 'drill',
  title: '办结之后：余款接着付，路面沉降再责令整改，逾期经告知、申辩、认定记入信用档案',
  async run(context: Context): Promise<void> {
    const driven = await DrivenCase.register(
      context,
      INTAKE,
      factoryForm(
        { name: '演练市望山食品有限公司', creditCode: '91350200MA2YJ1XR9G' },
        { services: { water: { business: 'new', tonsPerDay: 60 } } },
      ),
    )
    await connectOwing(driven, context)
    await takenOver(driven, context)
    const inspection = await inspectAgain(driven, context)
    await missed(context, inspection)
    await fallsDue(driven, context)
    await rectify(driven, context, inspection)
  },
}

/**
 * outer works as ever; inside the red line at the user's wish, in two parts, of which the first is paid.
 */
async function connectOwing(driven: DrivenCase, context: Context): Promise<void> {
  await signReceipts(driven, context)
  for (const org of ['zigui', 'chengguan'])
    await driven.act(officer(org), 'fileOpinion', { remarks: '同意占道开挖' }, '')
  await fileNeedsWorks(driven, WATER_WORKS)
  await driven.until('踏勘结束', ({ stage }) => stage === 'approval')
  await commit(driven, context, WATER_WORKS)
  await agree(driven, context)
  await prepare(driven, context, WATER_WORKS)
  await startWorks(driven, WATER_WORKS)
  await inspectPassed(driven, WATER_WORKS)
  await completeAndAccept(driven, WATER_WORKS)
  await connectAppointed(driven, await appoint(driven, soon()))
  await restore(driven, WATER_WORKS)
  const end = await driven.until('办结', ({ stage }) => stage === 'closed')
  expect(end.outcome === 'connected', `办理结果为 ${end.outcome}`)
  await driven.finish(auditor('fagai'))
}

async function agree(driven: DrivenCase, context: Context): Promise<void> {
  const { hours } = context.city
  const [first, second] = [dateAhead(hours, 0), dateAhead(hours, 30)]
  const [firstFen, secondFen] = PARTS_FEN
  await driven.act(
    INTAKE,
    'requestInnerWorks',
    { line, scope: '厂区内 DN100 管道 90 米' },
    '另提红线内施工需求：厂区内 DN100 管道 90 米',
  )
  await driven.act(
    WATER,
    'quoteInnerWorks',
    { line, items: [{ name: '厂区内管道安装', amountFen: firstFen + secondFen }], priceDocument: '发改局现行收费文件' },
    '红线内报价 20,000 元（红线外不收费）',
  )
  await driven.act(
    INTAKE,
    'agreeInstalments',
    {
      line,
      parts: [
        { dueDate: first, amountFen: firstFen },
        { dueDate: second, amountFen: secondFen },
      ],
    },
    `约定分两期：${first} 付 12,000 元，${second} 付 8,000 元`,
  )
  await driven.act(WATER, 'recordPayment', { line, part: 1, paidOn: first }, '第 1 期已付 12,000 元')
  const { matter } = await planUntil(driven, context, '第 1 期已付', ({ paidYuan }) => paidYuan === '12000.00')
  expect(matter === undefined, '未办结时分期应仍在办件之中')
}

/** nobody does anything; the case has handed over what was unpaid, once. */
async function takenOver(driven: DrivenCase, context: Context): Promise<void> {
  const { matter, paidYuan, remainingYuan } = await planUntil(
    driven,
    context,
    '分期接续',
    ({ matter: taken }) => taken?.status === 'paying',
  )
  expect(
    matter?.id === instalmentsId(driven.serviceNumber, line) && remainingYuan === '8000.00',
    '应接续为一个分期事项，余款 8000.00 元',
  )
  context.tell.note(
    `已办结而余款未付：自动接续为 ${matter.id}，${matter.statusName}，已付 ${paidYuan} 元，余 ${remainingYuan} 元`,
  )
}

/** 事中事后监管 has no end; gives the inspection's id. */
async function inspectAgain(driven: DrivenCase, context: Context): Promise<string> {
  const order = { requirement: '重新铺装并压实', dueDate: dateAhead(context.city.hours, 1) }
  const { id, status } = await actAfter(
    driven,
    context,
    'laterInspection',
    SUPERVISOR,
    'fileInspection',
    { line, checklist: checklist(SUNK), order },
    `办结后再查：承诺 ${SUNK.promise} 未达到（${SUNK.evidence}），责令${order.requirement}，限 ${order.dueDate} 完成（演练：期限以秒计）`,
  )
  expect(status === 'rectifying', `检查应在等待整改，实为 ${status}`)
  const { awaiting, order: given } = await inspectionUntil(
    context,
    id,
    '整改开始计时',
    ({ deadlines }) => deadlines.length > 0,
  )
  expect(
    awaiting.some(({ org }) => org === WATER.org),
    '应在等待水务公司整改',
  )
  context.tell.note(`后续检查 ${id}：整改通知 ${given.order}，待${context.tell.nameOf(WATER.org)}整改；申请仍是办结`)
  return id
}

/** nobody rectifies: the promise is broken, and the record that it proposes is decided. */
async function missed(context: Context, id: string): Promise<void> {
  const { order, deadlines } = await inspectionUntil(
    context,
    id,
    '整改逾期',
    ({ order: { brokenAt } }) => brokenAt !== undefined,
  )
  expect(
    order.creditRecord !== undefined && deadlines.some(({ light }) => light === 'red'),
    '逾期应为红灯，并提请记入信用档案',
  )
  const { statusName, reportedTo, inForce } = await recordByDueProcess(context, order.creditRecord, PARTIES)
  expect(inForce, '认定后信用记录应在有效期内')
  context.tell.note(
    `红灯：逾期未整改，承诺 ${SUNK.promise} 记为未兑现；信用记录 ${order.creditRecord}：${statusName}，送 ${reportedTo.length} 处`,
  )
}

/**
 * the drill's lamp counts seconds; whether a payment is late goes by its day. Paid at the address that it had in
 * the case.
 */
async function fallsDue(driven: DrivenCase, context: Context): Promise<void> {
  const due = await planUntil(driven, context, '第 2 期到期', ({ matter }) => matter?.status === 'overdue')
  const [, second] = due.parts
  expect(
    second?.light === 'red' && due.remainingYuan === '8000.00' && due.overdueFen === 0,
    '第 2 期应为红灯，余 8000.00 元',
  )
  context.tell.note(
    `第 2 期红灯（演练：以秒计），待付 ${due.remainingYuan} 元；约定之日 ${second.dueDate} 未到，所以不计为逾期付款`,
  )
  const today = dateAhead(context.city.hours, 0)
  const { id, status } = await actAfter(
    driven,
    context,
    'instalments',
    WATER,
    'recordPayment',
    { line, part: 2, paidOn: today },
    '第 2 期已付 8,000 元（仍登记在申请的地址）',
  )
  expect(status === 'paid', `应已付清，实为 ${status}`)
  const { parts, remainingFen } = await planUntil(driven, context, '付清', ({ matter }) => matter?.status === 'paid')
  expect(remainingFen === 0 && parts.every(({ paid, late }) => paid && !late), '应全部付清，没有逾期付款')
  await checkMatter(context, {
    id,
    path: `instalments/${id}`,
    name: '分期',
    closing: 'instalmentsClosed',
    acts: 1,
    traces: [
      { type: 'instalmentsOpened', rule: 'R-26', party: THE_CASE },
      { type: 'deadlinePassed', rule: 'R-33', party: THE_CASE },
      { type: 'paymentRecorded', rule: 'R-23', party: WATER },
    ],
  })
}

/** Late work is still done; the record stays until the office withdraws it. */
async function rectify(driven: DrivenCase, context: Context, id: string): Promise<void> {
  const {
    order: { order, creditRecord = '' },
  } = await inspectionUntil(context, id, '在列', () => true)
  await actAfter(
    driven,
    context,
    'laterInspection',
    builder(WATER_WORKS),
    'reportRectified',
    { order, remarks: '已重新铺装' },
    '迟到的整改：已重新铺装并压实',
  )
  await actAfter(
    driven,
    context,
    'laterInspection',
    SUPERVISOR,
    'reinspect',
    { order, passed: true, evidence: '复查照片' },
    '复查通过',
  )
  const { statusName } = await inspectionUntil(context, id, '了结', ({ closedAt }) => closedAt !== undefined)
  const { inForce } = await recordUntil(context, creditRecord, '仍有效', () => true)
  expect(inForce, '整改到位，信用记录不应因此消失')
  context.tell.note(`后续检查了结：${statusName}；未兑现的记录仍在，须另行申请修复`)
  await checkMatter(context, {
    id,
    path: `later-inspections/${id}`,
    name: '后续检查',
    closing: 'laterInspectionClosed',
    acts: 2,
    traces: [
      { type: 'laterInspectionFiled', rule: 'R-20', party: SUPERVISOR },
      { type: 'rectificationOrdered', rule: 'R-20', party: SUPERVISOR },
      { type: 'deadlinePassed', rule: 'R-33', party: THE_CASE },
      { type: 'promiseBroken', rule: 'R-20', party: THE_CASE },
      { type: 'creditRecordOpened', rule: 'R-29', party: THE_CASE },
      { type: 'rectificationReported', rule: 'R-20', party: builder(WATER_WORKS) },
      { type: 'reinspected', rule: 'R-20', party: SUPERVISOR },
    ],
  })
  await repairRecord(context, creditRecord, PARTIES)
}

/** An act at the case's own address, taken up by what outlives the case. */
async function actAfter<A extends ActType>(
  driven: DrivenCase,
  { client, tell }: Context,
  kind: MatterKind,
  party: Party,
  type: A,
  body: ActBodies[A],
  told: string,
): Promise<z.infer<typeof AnswerSchema>['matter']> {
  const { matter } = await client.post(
    party,
    `/api/v1/applications/${driven.serviceNumber}/${ACTS[type].path}`,
    body,
    AnswerSchema,
  )
  tell.act(party.org, told)
  expect(matter.kind === kind, `应由 ${kind} 接续，实为 ${matter.kind}`)
  return matter
}

/** PostgreSQL may lag behind: a plan that was just agreed is not yet in the list. */
async function planUntil(
  { serviceNumber }: DrivenCase,
  { client }: Context,
  what: string,
  good: (plan: Plan) => boolean,
): Promise<Plan> {
  const ask = async () =>
    (
      await client.get(
        INTAKE,
        `/api/v1/applications/${serviceNumber}/instalments`,
        z.object({ items: z.array(PlanSchema) }),
      )
    ).items.at(0)
  const plan = await until(`${serviceNumber} ${what}`, ask, (found) => found !== undefined && good(found), {
    withinMs: 60_000,
  })
  expect(plan !== undefined, '分期应在列')
  return plan
}

function inspectionUntil(
  { client }: Context,
  id: string,
  what: string,
  good: (inspection: Inspection) => boolean,
): Promise<Inspection> {
  return until(`${id} ${what}`, () => client.get(OFFICE, `/api/v1/later-inspections/${id}`, InspectionSchema), good, {
    withinMs: 60_000,
  })
}
