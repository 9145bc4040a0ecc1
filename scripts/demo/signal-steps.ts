import type { HistoryEvent } from './answers.ts'
import { expect } from './driven-case.ts'
import type { DrivenCase } from './driven-case.ts'
import { officer } from './party.ts'
import type { Party } from './party.ts'
import type { Context } from './scenario.ts'
import { until } from './wait.ts'

const NONSENSE = { 意见: '同意' }
/** Who works on the case reads what was received; others see it masked. */
const READER = officer('zhujian')

/**
 * the opinion of an authority whose own system sends it as a Temporal signal; by HTTP where Temporal's server is
 * not known.
 */
export async function opinionBySignal(
  driven: DrivenCase,
  { tell }: Context,
  party: Party,
  remarks: string,
): Promise<void> {
  const body = { remarks }
  const sent = await driven.signal(party, 'fileOpinion', body, `由本单位系统以 Temporal 信号发来踏勘意见：${remarks}`)
  if (!sent) return driven.act(party, 'fileOpinion', body, `踏勘意见：${remarks}`)
  await driven.until('信号发来的意见', ({ survey }) => survey?.opinions.some(({ org }) => org === party.org) === true)
  tell.note('信号与网上办理走同一套规则，意见已记入')
}

/** A signal that says nothing is refused, and kept with its reason where its sender finds it. */
export async function refusedSignal(driven: DrivenCase, { temporal, tell, client }: Context): Promise<void> {
  if (temporal === undefined) return
  await temporal.signal(driven.serviceNumber, 'fileOpinion', NONSENSE)
  const refusal = await until(
    '被拒绝的信号记入全程',
    async () => refusedIn(await client.history(READER, driven.serviceNumber)),
    (event) => event !== undefined,
    { withinMs: 20_000 },
  )
  expect(
    refusal?.data['code'] === 'validation-failed' && refusal.data['received'] === JSON.stringify(NONSENSE),
    '不知所云的信号应以 validation-failed 记为拒绝',
  )
  tell.note(`来历不明的信号 ${JSON.stringify(NONSENSE)}：拒绝办理，原文与原因留在全程第 ${refusal.seq} 条`)
  await driven.look()
}

function refusedIn(history: readonly HistoryEvent[]): HistoryEvent | undefined {
  return history.find(({ type }) => type === 'actRefused')
}
