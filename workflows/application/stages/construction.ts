import { condition } from '@temporalio/workflow'
import { startClock, withDeadline } from '../clock.ts'
import type { Case } from '../case.ts'
import { currentLine } from '../core/lines.ts'
import { worksDeadlineId } from '../core/case-deadlines.ts'

/**
 * 施工监管 to 竣工验收, R-18…R-21: the works are due on the end date of the schedule in force; a superseding one starts
 * a deadline of its own. Works that acceptance refused go on.
 */
export async function construction(the: Case, id: string): Promise<void> {
  const line = () => currentLine(the.state, id)
  while (isUnderWorks(line().status)) {
    const deadline = worksDeadlineId(the.state, line())
    const schedule = the.state.schedules[line().utility]
    if (schedule === undefined) throw new Error(`no schedule for ${id}`)
    await startClock(the, {
      kind: 'works',
      id: deadline,
      line: id,
      owner: line().utility,
      from: schedule.at,
      policy: { rule: 'R-19', length: { kind: 'byDate', date: schedule.worksTo } },
    })
    const superseded = () => worksDeadlineId(the.state, line()) !== deadline
    await withDeadline(the, deadline, () => !isBeingBuilt(line().status) || superseded(), { untilDue: false })
    await condition(() => line().status !== 'completed')
  }
}

function isBeingBuilt(status: string): boolean {
  return status === 'committed' || status === 'constructing'
}

function isUnderWorks(status: string): boolean {
  return isBeingBuilt(status) || status === 'completed'
}
