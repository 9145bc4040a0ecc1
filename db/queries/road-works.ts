import { and, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { RoadWorks } from '../../domain/trench/joint-plan.ts'
import { roadKey } from '../../domain/trench/road-section.ts'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { roadSection } from '../schema/road-section.ts'

const { city: _city, number: _number, roadKey: _roadKey, ...worksColumns } = getTableColumns(roadSection)

export interface RoadWorksFilter {
  readonly city: string
  /** As people write them. */
  readonly roads: readonly string[]
  /** Of one case only. */
  readonly serviceNumber?: string
  readonly limit: number
}

/**
 * outer works on these roads, of every case of the city; those that are still to come or under way first, then
 * the latest.
 */
export async function roadWorksOn(
  database: Database,
  { city, roads, serviceNumber, limit }: RoadWorksFilter,
): Promise<RoadWorks[]> {
  if (roads.length === 0) return []
  return guarded(() =>
    database
      .select(worksColumns)
      .from(roadSection)
      .where(
        and(
          eq(roadSection.city, city),
          inArray(roadSection.roadKey, [...new Set(roads.map(roadKey))]),
          serviceNumber === undefined ? undefined : eq(roadSection.serviceNumber, serviceNumber),
        ),
      )
      .orderBy(
        sql`coalesce(${roadSection.restoredAt}, ${roadSection.completedAt}) desc nulls first`,
        desc(roadSection.worksFrom),
        roadSection.serviceNumber,
        roadSection.line,
        roadSection.number,
      )
      .limit(limit),
  )
}
