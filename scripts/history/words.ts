/** What a replay found, in words: numbers, types and names of fields, never what stands in them. */
import type { Replayed } from './replayer.ts'

const MOST_TOLD = 20

export function problemsOf({ subject, kind, failures, differences }: Replayed): readonly string[] {
  if (failures.length === 0 && kind === undefined) return [`${subject} 在 Temporal 中没有历史`]
  const told = differences
    .slice(0, MOST_TOLD)
    .map(({ seq, type, what }) => `${subject} 第 ${seq} 号事件（${type}）重放与亲历的不同：${what.join('、')}`)
  const rest = differences.length > MOST_TOLD ? [`${subject} 另有 ${differences.length - MOST_TOLD} 个事件不同`] : []
  return [...failures, ...told, ...rest]
}
