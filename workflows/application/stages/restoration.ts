import { condition } from '@temporalio/workflow'
import type { Case } from '../case.ts'
import { currentLine, isFinished } from '../core/lines.ts'

/** 恢复原貌, R-21, R-26: never delays connection, but the case is closed only when it is confirmed. */
export async function restoration(the: Case, id: string): Promise<void> {
  await condition(() => isFinished(the.state, currentLine(the.state, id)))
}
