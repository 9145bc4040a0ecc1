/** how each organisation was rated in a period, and how it answered. */
import { sql } from 'drizzle-orm'
import type { RatingFigures } from '../../domain/assessment/meeting-report.ts'
import { GRADES, isBad } from '../../domain/rating/rating.ts'
import type { Grade } from '../../domain/rating/rating.ts'
import type { Database, Transaction } from '../client.ts'
import { guarded } from '../database-error.ts'
import { rating } from '../schema/rating.ts'
import type { CitySpan } from './assessment.ts'

interface Row extends Record<string, unknown> {
  readonly org: string
  readonly grade: Grade
  readonly number: number
  readonly answered: number
  readonly late: number
}

const entry = sql`entry.value ->> 'org'`
const answer = sql`${rating.state} -> 'ratedAnswers' -> (${entry})`

/** By organisation, of those that were rated. Throws `DatabaseError`. */
export async function ratingFiguresOf(
  database: Database | Transaction,
  { city, from, to }: CitySpan,
): Promise<readonly RatingFigures[]> {
  const rows = await guarded(() =>
    database.execute<Row>(sql`
    select ${entry} as org, entry.value ->> 'grade' as grade, count(*)::integer as number,
      count(${answer})::integer as answered,
      (count(*) filter (where ${answer} ->> 'late' = 'true'))::integer as late
    from ${rating} cross join lateral jsonb_array_elements(${rating.state} -> 'rating' -> 'organisations') entry
    where ${rating.city} = ${city} and ${rating.openedAt} >= ${from}::timestamptz
      and ${rating.openedAt} < ${to}::timestamptz
    group by 1, 2`),
  )
  return [...Map.groupBy([...rows], ({ org }) => org)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([org, counts]) => figuresOf(org, counts))
}

function figuresOf(org: string, counts: readonly Row[]): RatingFigures {
  const numberOf = (wanted: Grade) => counts.find(({ grade }) => grade === wanted)?.number ?? 0
  const sum = (of: (row: Row) => number) => counts.reduce((all, row) => all + of(row), 0)
  return {
    org,
    total: sum(({ number }) => number),
    grades: Object.fromEntries(GRADES.map((grade) => [grade, numberOf(grade)])) as RatingFigures['grades'],
    bad: sum(({ grade, number }) => (isBad(grade) ? number : 0)),
    answered: sum(({ answered }) => answered),
    late: sum(({ late }) => late),
  }
}
