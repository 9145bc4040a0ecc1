import { z } from 'zod'
import { THE_CASE } from '../../../domain/actor/actor.ts'
import { INSTALMENTS_ACTS, instalmentsId, INSTALMENTS_STATUSES } from '../../../domain/instalments/instalments.ts'
import type { InstalmentsStatus } from '../../../domain/instalments/instalments.ts'
import { ProblemAnswer } from '../client.ts'
import { appoint, connectAppointed, fileConnectable, nextHalfHour, signReceipts } from '../common-steps.ts'
import { DrivenCase, expect } from '../driven-case.ts'
import { factoryForm } from '../forms.ts'
import { checkMatter } from '../matter-history.ts'
import { auditor, INTAKE, officer } from '../party.ts'
import type { Party } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'
import { until } from '../wait.ts'
import { dateAhead } from '../works-steps.ts'

const line = 'water:shuiwu'
const WATER = officer('shuiwu')
const PARTS_FEN = [1_200_000, 800_000] as const

const InstalmentsSchema = z.object({
  status: z.enum(INSTALMENTS_STATUSES),
  statusName: z.string(),
  remainingYuan: z.string(),
})
const AnySchema = z.looseObject({})

export const instalmentsSigned: Scenario = {
  name: 'instalments-signed',
  city: 'chibi',
  title: '红线内分期：用户提出意愿，承办单位提方案，双方签字出协议，先建设、后分次付清',
  async run(context: Context): Promise<void> {
    const driven = await DrivenCase.register(
      context,
      INTAKE,
      factoryForm(
        { name: '湖北蒲圻精密制造有限公司', creditCode: '91440101MA5CJQ4N59' },
        { services: { water: { business: 'new', tonsPerDay: 60 } } },
      ),
    )
    await signReceipts(driven, context)
    await surveyed(driven)
    await wish(driven, context)
    await sign(driven, context)
    await pay(driven, context)
    await connectAppointed(driven, await appoint(driven, nextHalfHour()))
    const end = await driven.until('办结', ({ stage }) => stage === 'closed')
    expect(end.outcome === 'connected', `办理结果为 ${end.outcome}`)
    await driven.finish(auditor('fagai'))
  },
}

async function surveyed(driven: DrivenCase): Promise<void> {
  for (const org of ['zigui', 'chengguan'])
    await driven.act(officer(org), 'fileOpinion', { remarks: '不占用道路，不占用绿化' }, '')
  await fileConnectable(driven, line, { remarks: '门前 DN300 供水管已预留接口' })
  await driven.until('踏勘结束', ({ stage }) => stage === 'connection')
}

/** at the user's wish only, of what was quoted; the user alone agrees on nothing. */
async function wish(driven: DrivenCase, { city }: Context): Promise<void> {
  const [firstFen, secondFen] = PARTS_FEN
  const scope = '厂区内 DN100 管道 90 米'
  const items = [{ name: '厂区内管道安装', amountFen: firstFen + secondFen }]
  await driven.act(INTAKE, 'requestInnerWorks', { line, scope }, `另提红线内施工需求：${scope}`)
  await driven.act(
    WATER,
    'quoteInnerWorks',
    { line, items, priceDocument: '发改局现行收费文件' },
    '红线内报价 20,000 元（红线外不收费）',
  )
  await driven.refused(
    INTAKE,
    'agreeInstalments',
    { line, parts: [{ dueDate: dateAhead(city.hours, 30), amountFen: firstFen + secondFen }] },
    'signature-required',
    '用户一方自行约定分期',
  )
  await driven.act(INTAKE, 'requestInstalments', { line, mode: 'payLater' }, '提出分期意愿：先建设，分期付款')
}

/** it binds when both have signed, and is on paper from then on. */
async function sign(driven: DrivenCase, context: Context): Promise<void> {
  const { client, tell, city } = context
  const [first, second] = [dateAhead(city.hours, 10), dateAhead(city.hours, 40)]
  const parts = [first, second].map((dueDate, index) => ({ dueDate, amountFen: PARTS_FEN[index] }))
  const signedBy = (signer: string) => ({ signer, signedOn: dateAhead(city.hours, 0) })
  await standing(driven, context, 'offering')
  await act(driven, context, WATER, 'proposePlan', { parts, ...signedBy('李经理') })
  const { statusName } = await standing(driven, context, 'signing')
  tell.act(WATER.org, `提出分两期的方案并签字：${first} 付 12,000 元，${second} 付 8,000 元；${statusName}`)
  const paper = `${pathOf(driven)}/documents/plan-1`
  const early = await client.text(INTAKE, paper).then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(early instanceof ProblemAnswer && early.problem.code === 'document-not-ready', '签定之前不应有协议')
  await act(driven, context, INTAKE, 'answerPlan', { signed: true, plan: 1, ...signedBy('王建国') })
  await standing(driven, context, 'unconfirmed')
  // The channel that only tells the user finds the names masked, as in all it reads.
  const html = await client.text(WATER, paper)
  for (const said of ['赤壁水务集团公司', '湖北蒲圻精密制造有限公司', '20000.00 元', '李经理', '王建国'])
    expect(html.includes(said), `协议应写明 ${said}`)
  tell.act(INTAKE.org, '用户签字，方案签定；双方各可打印分期付款协议，编号、签字人与时间俱在')
}

/** built before it was paid, which is recorded; paid by as many movements as one likes. */
async function pay(driven: DrivenCase, context: Context): Promise<void> {
  const { tell, city } = context
  const today = dateAhead(city.hours, 0)
  await act(driven, context, WATER, 'confirmInnerWorks', { builtOn: today })
  await standing(driven, context, 'paying')
  tell.act(WATER.org, '先行施工已完工，尚未付 20,000 元，记录在案')
  for (const amountFen of [1_500_000, 500_000])
    await act(driven, context, WATER, 'receiveMoney', { amountFen, receivedOn: today })
  const { remainingYuan, statusName } = await standing(driven, context, 'paid')
  expect(remainingYuan === '0.00', `应已付清，尚余 ${remainingYuan} 元`)
  tell.act(WATER.org, `分两次收到 15,000 元与 5,000 元：${statusName}`)
  const id = instalmentsId(driven.serviceNumber, line)
  await checkMatter(context, {
    id,
    path: `instalments/${id}`,
    name: '分期',
    closing: 'instalmentsClosed',
    acts: 5,
    traces: [
      { type: 'instalmentsOpened', rule: 'R-23', party: THE_CASE },
      { type: 'planProposed', rule: 'R-23', party: WATER },
      { type: 'planSigned', rule: 'R-23', party: INTAKE },
      { type: 'innerWorksConfirmed', rule: 'R-23', party: WATER },
      { type: 'moneyReceived', rule: 'R-23', party: WATER },
    ],
  })
}

function pathOf({ serviceNumber }: DrivenCase): string {
  return `/api/v1/instalments/${instalmentsId(serviceNumber, line)}`
}

async function act(
  driven: DrivenCase,
  { client }: Context,
  party: Party,
  type: keyof typeof INSTALMENTS_ACTS,
  body: object,
): Promise<void> {
  await client.post(party, `${pathOf(driven)}/${INSTALMENTS_ACTS[type].path}`, body, AnySchema)
}

/** The case opens the matter by itself, and PostgreSQL may lag behind. */
function standing(
  driven: DrivenCase,
  { client }: Context,
  status: InstalmentsStatus,
): Promise<z.infer<typeof InstalmentsSchema>> {
  const ask = () =>
    client.get(WATER, pathOf(driven), InstalmentsSchema).catch((error: unknown) => {
      if (error instanceof ProblemAnswer && error.status === 404) return undefined
      throw error
    })
  return until(`${driven.serviceNumber} 分期为 ${status}`, ask, (found) => found?.status === status, {
    withinMs: 30_000,
  }).then((found) => {
    expect(found !== undefined, '分期应在列')
    return found
  })
}
