/** of what is overdue and open the longest, without looking at the others. */
import { sql } from 'drizzle-orm'
import { deadline, timeAllowed } from '../schema/deadline.ts'

/** Its use still grows; the index `deadline_late` has the same condition. */
export const isLate = sql`(${deadline.unassessed} = false and ${deadline.passedAt} is not null
  and ${deadline.metAt} is null and ${deadline.endedAt} is null)`

/** The index `deadline_red_first` has the same condition. */
export const isRed = sql`(${deadline.red} and ${deadline.metAt} is null and ${deadline.supersededAt} is null)`

export const allowed = timeAllowed(deadline)
