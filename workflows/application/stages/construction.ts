import { condition } from '@temporalio/workflow'
import { startClock, withDeadline } from '../clock.ts'
import type { Case } from '../case.ts'
import { onceAState } from '../once-a-state.ts'
import { currentLine } from '../core/lines.ts'
import { defined } from '../../../domain/defined.ts'
import { watchEach } from '../../lib/watch-each.ts'
import { worksDeadlineId } from '../core/case-deadlines.ts'
import { worksTimesOf } from '../core/works-time.ts'
import { awaitedLater } from './awaited-later.ts'

/**
 * 施工监管 to 竣工验收, R-18…R-21: the works are due on the end date of the schedule in force; a superseding one starts
 * a deadline of its own. Works that acceptance refused go on.
 */
export async function construction(the: Case, id: string): Promise<void> {
  if (the.state.timesWorks !== undefined) return timedConstruction(the, id)
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

/**
 * the first date runs until the works are completed, whatever is granted later; each later date beside it. The
 * earlier of the named date and the prescribed length is due.
 */
async function timedConstruction(the: Case, id: string): Promise<void> {
  await watchEach(
    onceAState(the, (state) => worksTimesOf(state, currentLine(state, id), the.policy)),
    () => !isUnderWorks(currentLine(the.state, id).status),
    (time) => awaitedLater(worksClock(the, id, time)),
  )
}

async function worksClock(the: Case, id: string, time: ReturnType<typeof worksTimesOf>[number]): Promise<void> {
  const status = () => currentLine(the.state, id).status
  while (isUnderWorks(status())) {
    await startClock(the, {
      kind: 'works',
      id: time.id,
      line: id,
      owner: currentLine(the.state, id).utility,
      from: time.from,
      policy: { rule: 'R-19', length: { kind: 'byDate', date: time.date } },
      ...defined({ atMost: time.atMost }),
    })
    await withDeadline(the, time.id, () => !isBeingBuilt(status()), { untilDue: false })
    await condition(() => status() !== 'completed')
  }
}

function isBeingBuilt(status: string): boolean {
  return status === 'committed' || status === 'constructing'
}

function isUnderWorks(status: string): boolean {
  return isBeingBuilt(status) || status === 'completed'
}
