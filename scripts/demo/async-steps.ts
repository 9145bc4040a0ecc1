import type { HistoryEvent } from './answers.ts'
import { expect } from './driven-case.ts'
import type { DrivenCase } from './driven-case.ts'
import { officer, systemOf } from './party.ts'
import type { Party } from './party.ts'
import type { Context } from './scenario.ts'
import { until } from './wait.ts'

/** Who works on the case reads what was refused. */
const READER = officer('zhujian')

/** the opinion of an authority whose own system does not wait for the answer. */
export async function opinionLater(
  driven: DrivenCase,
  { tell }: Context,
  party: Party,
  remarks: string,
): Promise<void> {
  const told = `由本单位系统提交踏勘意见，不等回答（Prefer: respond-async → 202）：${remarks}`
  const { status } = await driven.request(party, 'fileOpinion', { remarks }, told)
  expect(status === 'taken', `不等回答的踏勘意见应已生效，实为 ${status}`)
  await driven.until('不等回答的意见', ({ survey }) => survey?.opinions.some(({ org }) => org === party.org) === true)
  tell.note('查 Location：已生效；与当场办理走同一套规则')
}

/** What comes too early is refused as to a sender who waits, and kept with its reason. */
export async function refusedLater(driven: DrivenCase, { tell, client }: Context): Promise<void> {
  const guowang = systemOf('guowang')
  const body = { line: 'power:guowang' } as const
  const told = '误报接入完成，不等回答（Prefer: respond-async → 202）'
  const { status, problem } = await driven.request(guowang, 'reportConnected', body, told)
  expect(
    status === 'refused' && problem?.code === 'line-not-ready',
    `尚在踏勘，接入完成应以 line-not-ready 拒绝，实为 ${status} ${problem?.code ?? ''}`,
  )
  const refusal = await until(
    '被拒绝的办理记入全程',
    async () => refusedIn(await client.history(READER, driven.serviceNumber)),
    (event) => event !== undefined,
    { withinMs: 20_000 },
  )
  tell.note(`查 Location：拒绝办理（${problem.title}），原因留在全程第 ${refusal?.seq} 条`)
  await driven.look()
}

function refusedIn(history: readonly HistoryEvent[]): HistoryEvent | undefined {
  return history.find(({ type }) => type === 'actRefused')
}
