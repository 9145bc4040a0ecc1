import type { Calendars } from '../../domain/clocks/working-calendars.ts'
import type { DatedDueTime } from '../../domain/clocks/date-deadline.ts'
import type { DueTimeRequest, ResumedDue, ResumedDueRequest } from '../../domain/clocks/due-times.ts'
import type { DueTime } from '../../domain/clocks/working-time.ts'

/** Which calendar is asked. */
interface Asked {
  readonly calendar: keyof Calendars
}

export interface CalendarActivities {
  dueTime(request: DueTimeRequest & Asked): Promise<DueTime | DatedDueTime>
  resumedDue(request: ResumedDueRequest & Asked): Promise<ResumedDue>
}
