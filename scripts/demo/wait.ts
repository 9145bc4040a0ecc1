import { setTimeout as sleep } from 'node:timers/promises'

export interface Patience {
  readonly withinMs: number
  readonly everyMs?: number
}

/** Asks again and again until the answer is good; fails with what was waited for. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer>,
  good: (answer: Answer) => boolean,
  { withinMs, everyMs = 250 }: Patience,
): Promise<Answer> {
  const end = Date.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (good(answer)) return answer
    if (Date.now() > end) throw new Error(`等了 ${Math.round(withinMs / 1000)} 秒，仍未等到：${what}`)
    await sleep(everyMs)
  }
}
