/** What was heard against what Temporal holds: nothing lost, nothing twice, nobody's number somebody else's. */
import type { Recorded } from './histories.ts'
import type { Sent } from './ledger.ts'
import type { World } from './world.ts'

/** Sentences, one for each loss. */
export function lossesOf(world: World, recorded: readonly Recorded[], missing: readonly string[]): readonly string[] {
  const byId = new Map(recorded.map((one) => [one.id, one]))
  return [
    ...missing.map((id) => `${id}：答过，但 Temporal 里没有`),
    ...world.ledger.good('act').flatMap((sent) => lostAct(sent, byId)),
    ...numbersTwice(world, recorded),
    ...recorded.flatMap(({ id, strangers }) => strangers.map((runId) => `${id}：另有一次不相连的运行 ${runId}`)),
    ...lostSignals(world, byId),
    ...lostCancels(recorded),
    ...gaps(recorded),
    ...world.ledger.contradictions.map((text) => `同一 Idempotency-Key 两个回答：${text}`),
    ...world.ledger.faults.map((text) => `答了 503 以外的 5xx：${text}`),
    ...(world.olderReads === 0 ? [] : [`${world.olderReads} 次读到的比 minSeq 旧`]),
  ]
}

/**
 * An act that was answered 2xx stands in a history as one update, completed with what was answered; a repetition in a
 * later run answers the same.
 */
function lostAct(
  { type, subject, keyHash, answer, path }: Sent,
  byId: ReadonlyMap<string, Recorded>,
): readonly string[] {
  const matter = answer?.['matter'] as { id: string; seq: number; status: string } | undefined
  const id = matter?.id ?? subject ?? ''
  const one = byId.get(id)
  if (one === undefined) return [`${type} ${path}：${id} 不在 Temporal 里`]
  if (type === 'fileInspection' && matter !== undefined) return one.keyHash === keyHash ? [] : [`${id} 不是这次检查的`]
  const answers = one.updates.get(keyHash) ?? []
  if (answers.length === 0) return [`${type} ${id}：答了 200，历史里没有（${keyHash.slice(0, 12)}）`]
  const heard = matter ?? answer ?? {}
  const said = ['seq', 'stage', 'status', 'outcome'].filter(
    (field) => field in heard || answers.some((each) => field in each),
  )
  const differing = answers.filter((each) =>
    said.some((field) => each[field] !== (heard as Readonly<Record<string, unknown>>)[field]),
  )
  return differing.map((each) => `${type} ${id}：答 ${JSON.stringify(heard)}，历史里是 ${JSON.stringify(each)}`)
}

/** One number for each key, and one key for each number. */
function numbersTwice({ ledger }: World, recorded: readonly Recorded[]): readonly string[] {
  const opened = recorded.filter(({ kind }) => kind === 'application' || kind === 'transfer')
  const told = ledger
    .good('registration')
    .map(({ keyHash, answer }) => ({ keyHash, id: String(answer?.['serviceNumber'] ?? answer?.['number']) }))
  const keys = new Map<string, Set<string>>()
  const ids = new Map<string, Set<string>>()
  for (const { keyHash, id } of [...opened, ...told]) {
    keys.set(keyHash, (keys.get(keyHash) ?? new Set()).add(id))
    ids.set(id, (ids.get(id) ?? new Set()).add(keyHash))
  }
  return [
    ...[...keys]
      .filter(([, of]) => of.size > 1)
      .map(([keyHash, of]) => `一个键有几个编号：${keyHash.slice(0, 12)} ${[...of].join('、')}`),
    ...[...ids].filter(([, of]) => of.size > 1).map(([id, of]) => `${id} 给了 ${of.size} 个键`),
  ]
}

/** A signal that Temporal took is one event, whether it was allowed or refused. */
function lostSignals({ signals }: World, byId: ReadonlyMap<string, Recorded>): readonly string[] {
  return signals.flatMap(({ subject, mark }) => {
    const seqs = new Set(
      (byId.get(subject)?.lived ?? []).filter(({ text }) => text.includes(mark)).map(({ seq }) => seq),
    )
    return seqs.size === 1 ? [] : [`${subject} 的信号 ${mark} 记了 ${seqs.size} 次`]
  })
}

function lostCancels(recorded: readonly Recorded[]): readonly string[] {
  return recorded
    .filter(
      ({ cancelsRequested, lived }) =>
        cancelsRequested > 0 && !lived.some(({ type }) => type === 'cancellationRequested'),
    )
    .map(({ id }) => `${id}：取消请求没有记为事件`)
}

/** From 1 on, without gaps, as far as it went. */
function gaps(recorded: readonly Recorded[]): readonly string[] {
  return recorded.flatMap(({ id, lived }) => {
    const seqs = [...new Set(lived.map(({ seq }) => seq))].sort((a, b) => a - b)
    const at = seqs.findIndex((seq, index) => seq !== index + 1)
    return at < 0 ? [] : [`${id} 的序号在第 ${at + 1} 条断开`]
  })
}

const SECOND = 1_000

/** Reminders and passings that were recorded within a second of somebody's act. */
export function timersNearActs(recorded: readonly Recorded[]): number {
  return recorded.reduce((sum, { lived }) => {
    const acts = lived.filter(({ org }) => org !== 'system').map(({ at }) => Date.parse(at))
    const clocks = new Map(
      lived
        .filter(({ type }) => type === 'deadlineWarned' || type === 'deadlinePassed')
        .map(({ seq, at }) => [seq, Date.parse(at)]),
    )
    return sum + [...clocks.values()].filter((at) => acts.some((other) => Math.abs(other - at) <= SECOND)).length
  }, 0)
}
