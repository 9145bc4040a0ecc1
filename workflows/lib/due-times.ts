import { proxyActivities } from '@temporalio/workflow'
import type { CalendarActivities } from '../ports/calendar.ts'
import type { Calendars } from '../../domain/clocks/working-calendars.ts'
import { resumedDue, startedDue } from '../../domain/clocks/due-times.ts'
import type { DueTimeRequest, ResumedDue, ResumedDueRequest } from '../../domain/clocks/due-times.ts'
import type { DatedDueTime } from '../../domain/clocks/date-deadline.ts'
import { CalendarRangeError } from '../../domain/clocks/working-time.ts'
import type { DueTime, WorkingCalendar } from '../../domain/clocks/working-time.ts'
import { CALENDAR } from './activity-profiles.ts'

const activities = proxyActivities<CalendarActivities>(CALENDAR)

/**
 * due times, which then lie in the history. By arithmetic over the calendar that the case carries; where that
 * does not reach, or of an old case that carries none, by an activity, from the calendar in force at that moment.
 */
export interface DueTimes {
  started(request: DueTimeRequest): Promise<DueTime | DatedDueTime>
  resumed(request: ResumedDueRequest): Promise<ResumedDue>
  /** How many an activity is being asked for. */
  asking(): number
}

type Asks<Request, Due> = (request: Request & { readonly calendar: keyof Calendars }) => Promise<Due>

interface Ways<Request, Due> {
  readonly pure: (request: Request, calendar: WorkingCalendar) => Due
  readonly activity: Asks<Request, Due>
  readonly local: Asks<Request, Due>
}

export interface CarriedCalendar {
  readonly key: keyof Calendars
  readonly carried: WorkingCalendar | undefined
  /** No local activity any more. */
  readonly exact: () => boolean
  readonly legacy: CalendarActivities
}

export function openDueTimes({ key, carried, exact, legacy }: CarriedCalendar): DueTimes {
  let asking = 0
  const asked = async <Due>(ask: Promise<Due>): Promise<Due> => {
    asking += 1
    try {
      return await ask
    } finally {
      asking -= 1
    }
  }
  const how =
    <Request, Due>({ pure, activity, local }: Ways<Request, Due>) =>
    (request: Request): Promise<Due> => {
      const due = carried === undefined ? undefined : withinReach(() => pure(request, carried))
      if (due !== undefined) return Promise.resolve(due)
      return exact() ? asked(activity({ ...request, calendar: key })) : local({ ...request, calendar: key })
    }
  return {
    started: how({ pure: startedDue, activity: activities.dueTime, local: legacy.dueTime }),
    resumed: how({ pure: resumedDue, activity: activities.resumedDue, local: legacy.resumedDue }),
    asking: () => asking,
  }
}

function withinReach<Due>(compute: () => Due): Due | undefined {
  try {
    return compute()
  } catch (error) {
    if (error instanceof CalendarRangeError) return undefined
    throw error
  }
}
