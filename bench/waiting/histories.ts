import { performance } from 'node:perf_hooks'
import { z } from 'zod'
import { rounded } from '../statistics.ts'
import type { Product } from '../product.ts'

const ReplayedSchema = z.looseObject({
  histories: z.int(),
  historyEvents: z.int(),
  caseEvents: z.int(),
  failed: z.int(),
})
const RebuiltSchema = z.looseObject({ events: z.int(), differences: z.int() })

/**
 * `npm run replay` and `npm run rebuild -- --verify` of these cases; fails where one differs. Their start is taken off:
 * how long one case alone takes.
 */
export async function replayAndRebuild(product: Product, numbers: readonly string[]) {
  const [one] = numbers
  if (one === undefined) throw new Error('no case to replay')
  const replay = (some: readonly string[]) => timedRun(product, 'scripts/replay.ts', some, ReplayedSchema)
  const rebuild = (some: readonly string[]) =>
    timedRun(product, 'scripts/rebuild.ts', ['--verify', ...some], RebuiltSchema)
  const [, startOfReplay] = await replay([one])
  const [replayed, replaySeconds] = await replay(numbers)
  const [, startOfRebuild] = await rebuild([one])
  const [rebuilt, rebuildSeconds] = await rebuild(numbers)
  const told = (seconds: number, start: number) => ({ seconds: rounded(seconds, 1), ofThatStart: rounded(start, 1) })
  const aSecond = (events: number, seconds: number) => rounded(events / seconds, 0)
  return {
    replay: {
      ...replayed,
      ...told(replaySeconds, startOfReplay),
      historyEventsASecond: aSecond(replayed.historyEvents, replaySeconds - startOfReplay),
    },
    rebuild: {
      ...rebuilt,
      ...told(rebuildSeconds, startOfRebuild),
      caseEventsASecond: aSecond(rebuilt.events, rebuildSeconds - startOfRebuild),
    },
  }
}

async function timedRun<Answer>(
  product: Product,
  file: string,
  args: readonly string[],
  schema: z.ZodType<Answer>,
): Promise<readonly [Answer, number]> {
  const begun = performance.now()
  const last = await product.run(file, args)
  return [schema.parse(JSON.parse(last)), (performance.now() - begun) / 1_000]
}
