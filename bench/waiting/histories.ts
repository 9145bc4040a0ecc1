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

/** `npm run replay -- --all` and `npm run rebuild -- --verify`, their start included; fails where a case differs. */
export async function replayAndRebuild(product: Product) {
  const [replayed, replaySeconds] = await timedRun(product, 'scripts/replay.ts', ['--all'], ReplayedSchema)
  const [rebuilt, rebuildSeconds] = await timedRun(product, 'scripts/rebuild.ts', ['--verify'], RebuiltSchema)
  const aSecond = (events: number, seconds: number) => rounded(events / seconds, 1)
  return {
    replay: {
      ...replayed,
      seconds: rounded(replaySeconds, 1),
      historyEventsASecond: aSecond(replayed.historyEvents, replaySeconds),
    },
    rebuild: {
      ...rebuilt,
      seconds: rounded(rebuildSeconds, 1),
      caseEventsASecond: aSecond(rebuilt.events, rebuildSeconds),
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
