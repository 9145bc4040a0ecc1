import { condition } from '@temporalio/workflow'
import { startClock, withDeadline } from '../../lib/deadline.ts'
import type { Case } from '../case.ts'
import { currentLine, isFinished, openOrdersOf } from '../case-state.ts'
import type { RectificationOrder } from '../case-state.ts'

/** while the line is not finished, each rectification order runs against its own date; passing it is recorded and told. */
export async function supervision(the: Case, id: string): Promise<void> {
  const watched = new Map<string, Promise<void>>()
  const unwatched = () => openOrdersOf(the.state, id).filter((order) => !watched.has(order.id))
  const over = () => isFinished(the.state, currentLine(the.state, id))
  while (!over()) {
    await condition(() => unwatched().length > 0 || over())
    for (const order of unwatched()) watched.set(order.id, rectification(the, order))
  }
  await Promise.all(watched.values())
}

async function rectification(the: Case, order: RectificationOrder): Promise<void> {
  const deadline = `rectification:${order.id}`
  await startClock(the, {
    kind: 'rectification', id: deadline, line: order.line, owner: order.utility, from: order.orderedAt,
    policy: { rule: 'R-20', length: { kind: 'byDate', date: order.dueDate } },
  })
  await withDeadline(the, deadline, () => the.state.orders[order.id]?.closedAt !== undefined, { untilDue: false })
}
