import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { localDate } from '../../../domain/clocks/local-date.ts'
import { LIGHTS } from '../../../domain/clocks/deadline.ts'
import {
  ACCOUNT_STATUSES,
  TRANSFER_ACTS,
  TRANSFER_OUTCOMES,
  TRANSFER_STATUSES,
} from '../../../domain/transfer/transfer.ts'
import type { TransferAct } from '../../../domain/transfer/transfer.ts'
import type { TransferBodies } from '../../../domain/transfer/transfer.schema.ts'
import { HistoryEventSchema } from '../answers.ts'
import { ProblemAnswer } from '../client.ts'
import { expect } from '../driven-case.ts'
import { auditor, INTAKE, officer } from '../party.ts'
import type { Party } from '../party.ts'
import type { Context, Scenario } from '../scenario.ts'
import { until } from '../wait.ts'

const TRANSFERS = '/api/v1/transfers'
const StandingSchema = z.object({ status: z.enum(TRANSFER_STATUSES), seq: z.int() })
const RequestedSchema = StandingSchema.extend({ number: z.string() })
const ViewSchema = StandingSchema.extend({
  outcome: z.enum(TRANSFER_OUTCOMES).optional(),
  outcomeName: z.string().optional(),
  accounts: z.array(
    z.object({
      id: z.string(),
      utilityName: z.string(),
      serviceName: z.string(),
      status: z.enum(ACCOUNT_STATUSES),
      statusName: z.string(),
    }),
  ),
  deadlines: z.array(z.object({ id: z.string(), light: z.enum(LIGHTS) })),
})

/** Another each time: an account that is being moved is not moved twice. */
const accountNumber = () => randomUUID().slice(0, 18)
const today = () => localDate(new Date().toISOString(), { utcOffsetMinutes: 480 })
const read = (account: string, arrearsFen = 0) => ({ account, readOn: today(), reading: 1234.5, arrearsFen })

/** Names and numbers are made up; the codes pass their checks. */
const requestOf = () => ({
  channel: 'hubeiGovernmentService',
  form: {
    from: { kind: 'enterprise', name: '湖北蒲圻精密制造有限公司', creditCode: '91440101MA5CJQ4N59' },
    to: { kind: 'enterprise', name: '赤壁陆水湖食品有限公司', creditCode: '91350200MA2YJ1XR9G' },
    address: '赤壁市赤马港街道河北大道 188 号',
    contact: '王建国',
    phone: '13871234567',
    reason: '厂房转让',
    certificate: '鄂（2026）赤壁市不动产权第0001234号',
    ground: { kind: 'consent', consents: [{ holder: 'to', signer: '赤壁陆水湖食品有限公司', signedOn: today() }] },
    accounts: [
      { service: 'water', utility: 'shuiwu', accountNumber: accountNumber() },
      { service: 'power', utility: 'guowang', accountNumber: accountNumber() },
      { service: 'gas', utility: 'ranqi', accountNumber: accountNumber() },
      { service: 'network', utility: 'telecom', accountNumber: accountNumber() },
    ],
  },
})
const [WATER, POWER, GAS, NETWORK] = ['water:shuiwu:1', 'power:guowang:1', 'gas:ranqi:1', 'network:telecom:1'] as const

export const transfer: Scenario = {
  name: 'transfer',
  city: 'drill',
  title: '联动过户：一次申请，四家并行；一家欠费重办，一家超期，一家未办成',
  async run(context: Context): Promise<void> {
    const driven = await DrivenTransfer.request(context)
    await driven.refused(officer('shuiwu'), 'confirmAccount', { account: WATER }, 'wrong-stage', '权属核验之前就想过户')
    await driven.refused(
      officer('zigui'),
      'decideOwnership',
      { confirmed: true },
      'wrong-stage',
      '原户主未同意就想核验权属',
    )
    await driven.act(
      INTAKE,
      'giveConsent',
      { agreed: true, holder: 'from', signer: '湖北蒲圻精密制造有限公司', signedOn: today() },
      '原户主已在线同意过户',
    )
    await driven.act(officer('zigui'), 'decideOwnership', { confirmed: true }, '核验权属：已办转移登记，通过')
    await driven.refused(officer('shuiwu'), 'confirmAccount', { account: WATER }, 'wrong-stage', '未抄表就想过户')
    await driven.act(officer('shuiwu'), 'settleAccount', read(WATER), '用水末次抄表，无欠费')
    await driven.act(
      officer('shuiwu'),
      'confirmAccount',
      { account: WATER, newAccountNumber: '4200999' },
      '用水已过户，新户号 4200999',
    )
    await driven.act(
      officer('guowang'),
      'settleAccount',
      read(POWER, 128_000),
      '用电末次抄表，尚欠 1280.00 元：只停这一户',
    )
    await driven.act(
      officer('telecom'),
      'reportAccountFailed',
      { account: NETWORK, reason: '合约期内不能更名' },
      '网络暂不能过户：合约期内不能更名',
    )
    const paid = { account: POWER, paidOn: today(), amountFen: 128_000 }
    await driven.refused(
      officer('guowang'),
      'recordArrearsPaid',
      { ...paid, amountFen: 128_001 },
      'amount-mismatch',
      '登记的付款多于所欠',
    )
    await driven.act(officer('guowang'), 'recordArrearsPaid', paid, '欠费付清，用电继续过户')
    await driven.act(officer('guowang'), 'confirmAccount', { account: POWER }, '用电已过户')
    await driven.until('燃气超期', ({ deadlines }) =>
      deadlines.some(({ id, light }) => id === `account:${GAS}:1` && light === 'red'),
    )
    context.tell.note('燃气公司逾期未办：红灯，记在其名下；不影响其他各家')
    await driven.act(officer('ranqi'), 'settleAccount', read(GAS), '用气末次抄表，无欠费')
    await driven.act(officer('ranqi'), 'confirmAccount', { account: GAS }, '用气已过户（迟到，照常受理）')
    await driven.act(INTAKE, 'closeAccount', { account: NETWORK, reason: '用户另行新装' }, '网络不再过户')
    const end = await driven.until('办结', ({ status }) => status === 'closed')
    expect(end.outcome === 'partly', `过户结果为 ${end.outcome}`)
    expect(end.deadlines.filter(({ light }) => light === 'red').length === 1, '应只有燃气一个红灯')
    await driven.finish()
  },
}

class DrivenTransfer {
  readonly #context: Context
  readonly #url: string
  readonly #number: string
  #acts = 0
  #seq = 0

  private constructor(context: Context, number: string) {
    this.#context = context
    this.#number = number
    this.#url = `${TRANSFERS}/${number}`
    context.progress.serviceNumber = number
  }

  static async request(context: Context): Promise<DrivenTransfer> {
    const request = requestOf()
    const key = randomUUID()
    const [first, again] = [
      await context.client.post(INTAKE, TRANSFERS, request, RequestedSchema, key),
      await context.client.post(INTAKE, TRANSFERS, request, RequestedSchema, key),
    ]
    expect(first.number === again.number, '同一 Idempotency-Key 重发得到了另一个编号')
    context.tell.act(
      INTAKE.org,
      `申请联动过户：${request.form.from.name} → ${request.form.to.name}，编号 ${first.number}（重发一次，仍是这一件）`,
    )
    const driven = new DrivenTransfer(context, first.number)
    driven.#see(first)
    return driven
  }

  async act<A extends TransferAct>(party: Party, type: A, body: TransferBodies[A], told: string): Promise<void> {
    this.#see(await this.#context.client.post(party, `${this.#url}/${TRANSFER_ACTS[type].path}`, body, StandingSchema))
    this.#acts += 1
    this.#context.tell.act(party.org, told)
  }

  async refused<A extends TransferAct>(
    party: Party,
    type: A,
    body: TransferBodies[A],
    code: string,
    told: string,
  ): Promise<void> {
    const answer: unknown = await this.#context.client
      .post(party, `${this.#url}/${TRANSFER_ACTS[type].path}`, body, StandingSchema)
      .catch((error: unknown) => error)
    expect(answer instanceof ProblemAnswer && answer.problem.code === code, `${told}：应以 ${code} 拒绝`)
    this.#context.tell.act(party.org, `${told} → 拒绝：${answer.problem.title}（${answer.problem.detail}）`)
  }

  async until(what: string, good: (view: z.infer<typeof ViewSchema>) => boolean): Promise<z.infer<typeof ViewSchema>> {
    const view = await until(
      `${this.#number} ${what}`,
      () => this.#context.client.get(INTAKE, `${this.#url}?minSeq=${this.#seq}`, ViewSchema),
      good,
      { withinMs: 60_000 },
    )
    this.#see(view)
    return view
  }

  /** Every act is in the events without a gap, and in Temporal's history. */
  async finish(): Promise<void> {
    const { client, tell, progress, temporal } = this.#context
    const reader = auditor('fagai')
    const { items } = await until(
      '全部事件入库',
      () => client.get(reader, `${this.#url}/history?limit=500`, z.object({ items: z.array(HistoryEventSchema) })),
      (page) => page.items.at(-1)?.type === 'transferClosed',
      { withinMs: 20_000 },
    )
    expect(
      items.every(({ seq }, index) => seq === index + 1),
      '历史缺号',
    )
    progress.events = items.length
    tell.act(reader.org, `核对过户全程：${items.length} 条事件，序号连续，${this.#acts} 次办理`)
    if (temporal === undefined) return tell.note('Temporal 地址未知，未核对流程历史')
    const { status, ...workflow } = await temporal.figures(this.#number)
    progress.workflow = workflow
    expect(
      status === 'COMPLETED' && workflow.updatesAccepted === this.#acts,
      `Temporal 流程 ${status}，其中办理 ${workflow.updatesAccepted} 次，实际 ${this.#acts} 次`,
    )
    tell.note(
      `核对 Temporal 流程历史：${workflow.events} 个事件、${workflow.bytes} 字节，其中办理 ${workflow.updatesAccepted} 次，流程已完成`,
    )
  }

  #see({ seq, status }: { seq: number; status: (typeof TRANSFER_STATUSES)[number] }): void {
    this.#seq = Math.max(this.#seq, seq)
    const { stages } = this.#context.progress
    if (stages.at(-1) !== status) stages.push(status)
  }
}
