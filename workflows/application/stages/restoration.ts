import { condition } from '@temporalio/workflow'
import type { Case } from '../case.ts'
import { onceAState } from '../once-a-state.ts'
import { currentLine, isFinished, isUnderSurvey } from '../core/lines.ts'

/** 恢复原貌, R-21, R-26: never delays connection, but the case is closed only when it is confirmed. */
export async function restoration(the: Case, id: string): Promise<void> {
  const over = onceAState(the, (state) => {
    const line = currentLine(state, id)
    return isFinished(state, line) || isUnderSurvey(line)
  })
  await condition(over)
}
