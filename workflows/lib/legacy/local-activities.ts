/**
 * For the markers in histories of 0.1 and 0.2, reached only where `patched('no-local-activities')` is false: a local
 * activity that a query meets in its task is seen later live than on replay (ADR 0026).
 */
import { proxyLocalActivities } from '@temporalio/workflow'
import type { LocalActivityOptions } from '@temporalio/workflow'
import type { CalendarActivities } from '../../ports/calendar.ts'
import type { ParseActActivities } from '../../ports/parse-act.ts'
import { inTurn } from './in-turn.ts'

const CALENDAR: LocalActivityOptions = {
  startToCloseTimeout: '5 seconds',
  localRetryThreshold: '1 minute',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumInterval: '1 hour' },
}

const local = proxyLocalActivities<CalendarActivities & ParseActActivities>(CALENDAR)

/** Those of one case, one after the other. */
export function localActivities(): CalendarActivities & ParseActActivities {
  const oneByOne = inTurn()
  return {
    dueTime: (request) => oneByOne(() => local.dueTime(request)),
    resumedDue: (request) => oneByOne(() => local.resumedDue(request)),
    parseAct: (request) => oneByOne(() => local.parseAct(request)),
  }
}
