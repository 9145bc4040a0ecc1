import { randomUUID } from 'node:crypto'
import { ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { ProblemCode } from '../../domain/problem.ts'
import type { Stage } from '../../domain/case/stage.ts'
import { LaterOutcomeSchema } from './answers.ts'
import type { LaterOutcome, View } from './answers.ts'
import type { CaseInTemporal } from './case-in-temporal.ts'
import { checkHistory } from './check-history.ts'
import type { MadeAct } from './check-history.ts'
import { ProblemAnswer } from './client.ts'
import type { RegistrationBody } from './client.ts'
import type { Party } from './party.ts'
import type { Context } from './scenario.ts'
import { until } from './wait.ts'

/** Somebody who watches may take their time. */
const A_DAY_MS = 86_400_000

/**
 * One case, driven from outside: remembers what was done to it and which stages were seen; whoever registered it looks
 * at it.
 */
export class DrivenCase {
  readonly serviceNumber: string
  readonly #context: Context
  readonly #registrar: Party
  readonly #made: MadeAct[] = []
  #seq = 0

  private constructor(context: Context, registrar: Party, serviceNumber: string) {
    this.#context = context
    this.#registrar = registrar
    this.serviceNumber = serviceNumber
    context.progress.serviceNumber = serviceNumber
  }

  /** Posts the form twice with one Idempotency-Key, as after a broken line: the answer is the same case. */
  static async register(context: Context, party: Party, body: RegistrationBody): Promise<DrivenCase> {
    const { client, tell } = context
    const key = randomUUID()
    const first = await client.register(party, body, key)
    tell.act(party.org, `提交《采集表》：${body.form.applicant.name} → 服务编号 ${first.serviceNumber}`)
    const again = await client.register(party, body, key)
    expect(
      again.serviceNumber === first.serviceNumber,
      `同一 Idempotency-Key 重发得到了另一个编号 ${again.serviceNumber}`,
    )
    tell.act(party.org, '网络不稳，用同一 Idempotency-Key 重发一次：仍是这一件')
    const driven = new DrivenCase(context, party, first.serviceNumber)
    await driven.#see(first)
    return driven
  }

  /** The party acts; `told` empty: silently. */
  async act<A extends ActType>(
    party: Party,
    type: A,
    body: ActBodies[A],
    told: string = ACTS[type].name,
  ): Promise<void> {
    const standing = await this.#context.client.act(party, type, this.serviceNumber, body)
    this.#made.push({ type, party })
    if (told !== '') this.#context.tell.act(party.org, told)
    await this.#see(standing)
  }

  /** The party tries what the case does not allow: refused with this code, and nothing is changed. */
  async refused<A extends ActType>(
    party: Party,
    type: A,
    body: ActBodies[A],
    code: ProblemCode,
    told: string,
  ): Promise<void> {
    const { client, tell } = this.#context
    const answer = await client.act(party, type, this.serviceNumber, body).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(
      answer instanceof ProblemAnswer && answer.problem.code === code,
      `${told}：应以 ${code} 拒绝，实得 ${answer instanceof Error ? answer.message : '受理'}`,
    )
    tell.act(party.org, `${told} → 拒绝：${answer.problem.title}（${answer.problem.detail}）`)
  }

  /** The party's own system puts the act without waiting, and asks later what became of it. */
  async request<A extends ActType>(party: Party, type: A, body: ActBodies[A], told: string): Promise<LaterOutcome> {
    const { client, tell } = this.#context
    const address = await client.request(party, type, this.serviceNumber, body)
    tell.act(party.org, told)
    const outcome = await until(
      `${ACTS[type].name}的结果`,
      () => client.get(party, address, LaterOutcomeSchema),
      ({ status }) => status !== 'pending',
      { withinMs: 20_000 },
    )
    if (outcome.status === 'taken') this.#made.push({ type, party, signalled: true })
    return outcome
  }

  /** The case as it stands now, told. */
  async look(): Promise<View> {
    const view = await this.#context.client.view(this.#registrar, this.serviceNumber, this.#seq)
    this.#context.tell.standing(view)
    await this.#see(view)
    return view
  }

  async until(what: string, good: (view: View) => boolean, withinMs = 30_000): Promise<View> {
    const patience = this.#context.pause === undefined ? withinMs : A_DAY_MS
    return until(`${this.serviceNumber} ${what}`, () => this.look(), good, { withinMs: patience })
  }

  /** The end: every act is in the case's events and in Temporal's history. */
  async finish(reader: Party): Promise<void> {
    const { client, tell, progress, temporal } = this.#context
    const events = await until(
      '全部事件入库',
      () => client.history(reader, this.serviceNumber),
      (history) => history.length >= this.#seq,
      { withinMs: 20_000 },
    )
    progress.events += events.length
    checkHistory(events, this.#made, this.#registrar)
    tell.act(
      reader.org,
      `核对办件全程：${events.length} 条事件，${this.#made.length + 1} 次办理逐一有据（何人、何时、依据哪条）`,
    )
    if (temporal === undefined) tell.note('Temporal 地址未知，未核对流程历史')
    else await this.#checkWorkflow(temporal)
  }

  async #checkWorkflow(temporal: CaseInTemporal): Promise<void> {
    const { status, ...workflow } = await temporal.figures(this.serviceNumber)
    this.#context.progress.workflow = workflow
    expect(status === 'COMPLETED', `Temporal 流程状态为 ${status}`)
    const updates = this.#made.filter(({ signalled }) => signalled !== true).length
    expect(
      workflow.updatesAccepted === updates,
      `Temporal 历史里有 ${workflow.updatesAccepted} 次办理，实际办理 ${updates} 次`,
    )
    this.#context.tell.note(
      `核对 Temporal 流程历史：${workflow.events} 个事件、${workflow.bytes} 字节，其中办理 ${workflow.updatesAccepted} 次，流程已完成`,
    )
  }

  async #see({ seq, stage }: { seq: number; stage: Stage }): Promise<void> {
    this.#seq = Math.max(this.#seq, seq)
    const { progress, pause, tell } = this.#context
    if (progress.stages.at(-1) === stage) return
    progress.stages.push(stage)
    await pause?.(this.serviceNumber, stage, tell)
  }
}

export function expect(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise)
}
