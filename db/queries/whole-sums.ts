/** R-30, R-31: the sums of a city as its rows have them, all counted anew: domain/assessment/summing.ts in SQL. */
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { NO_DAY, UNMEASURED } from '../../domain/assessment/summing.ts'
import { charge } from '../schema/charge.ts'
import { deadline } from '../schema/deadline.ts'
import { endedAt, ofCases, resultOf } from './counting.ts'
import { allowed, isLate, isRed } from './late-deadlines.ts'
import { withUse } from './used-time.ts'
import type { UsedTime } from './used-time.ts'

export interface SummedGround extends Pick<UsedTime, 'hours' | 'calendar'> {
  readonly city: string
}

/** Of these alone. */
export type SumKey = {
  readonly bucket: string
  readonly owner: string
  readonly kind: string
  readonly advisory: boolean
}

const part = sql`case when ${isLate} then 'late' when ${deadline.metAt} is not null or ${deadline.passedAt} is not null
  then 'settled' when ${deadline.stoppedAt} is null then 'running' else 'standing' end`

/** Rows as `figure_sum` has them. */
export function wholeSums(ground: SummedGround): SQL {
  const measured = sql`part = 'settled' and use is not null or due is not null`
  return sql`${withUse(countedRows(ground), { ...ground, now: NO_TIME })},
    parted as (select *, case when part <> 'late' or allowed = ${UNMEASURED} then null
      when length ->> 'kind' = 'elapsedSeconds' then round(date_part('epoch', due_at) * 1000)::numeric
      else until_due::numeric end as due from used)
    select ${ground.city}::text as city, part, bucket, owner, kind, advisory, allowed, count(*)::integer as volume,
      (count(*) filter (where result = 'overdue'))::integer as overdue,
      (count(*) filter (where ${measured}))::integer as measured,
      coalesce(sum(use::numeric) filter (where part = 'settled'), 0) as use_sum,
      coalesce(max(use) filter (where part = 'settled'), 0) as worst_use,
      (count(*) filter (where part in ('settled', 'late') and minutes > 0 and not (${measured})))::integer as beyond,
      coalesce(sum(due), 0) as due_sum
    from parted group by part, bucket, owner, kind, advisory, allowed
    union all
    select ${ground.city}::text, 'red', ${NO_DAY}::date, '', '', false, '', count(*)::integer, 0, 0, 0, 0, 0, 0
    from ${deadline} where ${deadline.city} = ${ground.city} and ${isRed} having count(*) > 0
    union all
    select ${ground.city}::text, 'charged', ${monthOf(sql`${charge.at}`, ground)}, ${charge.org}, ${charge.what},
      ${charge.advisory}, '', count(*)::integer, 0, 0, 0, 0, 0, 0
    from ${charge} where ${charge.city} = ${ground.city} group by 3, 4, 5, 6`
}

function local(instant: SQL, { hours: { utcOffsetMinutes } }: SummedGround): SQL {
  return sql`((${instant} at time zone 'UTC') + ${sql.raw(String(utcOffsetMinutes))} * interval '1 minute')`
}

function monthOf(instant: SQL, ground: SummedGround): SQL {
  return sql`date_trunc('month', ${local(instant, ground)})::date`
}

/** The longest use of settled ones, one row, `worst`. */
export function worstSettled(ground: SummedGround, key: SumKey): SQL {
  return sql`${withUse(countedRows(ground, key), { ...ground, now: NO_TIME })}
    select coalesce(max(use), 0) as worst from used where part = 'settled' and bucket = ${key.bucket}::date`
}

/** What is settled does not ask what time it is, and of what is late it is not counted. */
const NO_TIME = '2026-01-01T00:00:00.000Z'

function countedRows(ground: SummedGround, of?: SumKey): SQL {
  const { countedAt, ofCity } = ofCases
  // A day before and after its month, for its index: which day it is depends on the offset.
  const here =
    of === undefined
      ? sql`true`
      : sql`${deadline.owner} = ${of.owner} and ${deadline.kind}::text = ${of.kind}
        and ${deadline.advisory} = ${of.advisory} and ${countedAt} >= ${of.bucket}::date - interval '1 day'
        and ${countedAt} < ${of.bucket}::date + interval '1 month 1 day'`
  return sql`select ${deadline.owner} as owner, ${deadline.kind}::text as kind, ${deadline.advisory} as advisory,
    ${resultOf(ofCases)} as result, ${deadline.length} as length, ${deadline.minutes} as minutes,
    ${deadline.dueAt} as due_at, ${deadline.stoppedAt} as stopped_at, ${deadline.passedAt} as passed_at,
    ${deadline.metAt} as met_at, ${endedAt} as ended_at, ${part} as part,
    case when ${isLate} then ${allowed} else '' end as allowed,
    case ${part} when 'standing' then ${local(sql`${deadline.dueAt}`, ground)}::date
      else ${monthOf(countedAt, ground)} end as bucket
    from ${deadline} where ${ofCity(ground.city)} and ${here}`
}
