import { createInterface } from 'node:readline'
import { STAGE_NAMES } from '../../domain/case/stage.ts'
import type { Stage } from '../../domain/case/stage.ts'
import type { Teller } from './teller.ts'

/** At each new stage of a case; resolves when one may go on. */
export type Pause = (serviceNumber: string, stage: Stage, tell: Teller) => Promise<void>

/** Says where to watch, and waits for Enter; once nobody is at the keyboard any more it waits no longer. */
export function pausing(url: string): Pause {
  const reader = createInterface({ input: process.stdin })
  const lines = reader[Symbol.asyncIterator]()
  return async (serviceNumber, stage, tell) => {
    tell.note(
      `到了“${STAGE_NAMES[stage]}”。在浏览器里看这一件：${url}/cases/${serviceNumber}（点任一单位登录）；按回车继续`,
    )
    await lines.next()
  }
}
