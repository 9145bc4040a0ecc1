import type { z } from 'zod'
import type { OpenedLately, RoadWorks, SharedTrench } from '../../domain/trench/joint-plan.ts'
import type { OpenedLatelyViewSchema, RoadWorksViewSchema, SharedTrenchViewSchema } from './road-works.schema.ts'
import { times } from './writing.ts'
import type { Writing } from './writing.ts'

const ADVICE: Readonly<Record<SharedTrench['advice'], string>> = {
  share: '工期相交：建议共享沟槽、并行施工，道路只开挖一次',
  align: '工期不相交：建议调整到同期施工，避免重复开挖',
  settle: '工期尚未确定：签署承诺书前请先商定同期施工',
}

export function roadWorksView(works: RoadWorks, writing: Writing): z.infer<typeof RoadWorksViewSchema> {
  const { serviceNumber, line, utility, road, from, to, worksFrom, worksTo, openedAt, completedAt, restoredAt } = works
  return {
    serviceNumber,
    line,
    utility,
    utilityName: writing.nameOf(utility),
    road,
    from,
    to,
    worksFrom: worksFrom ?? undefined,
    worksTo: worksTo ?? undefined,
    ...times(
      {},
      { openedAt: openedAt ?? undefined, completedAt: completedAt ?? undefined, restoredAt: restoredAt ?? undefined },
      writing,
    ),
  }
}

export function sharedTrenchView(
  { first, second, ...trench }: SharedTrench,
  writing: Writing,
): z.infer<typeof SharedTrenchViewSchema> {
  return {
    ...trench,
    first: roadWorksView(first, writing),
    second: roadWorksView(second, writing),
    adviceText: ADVICE[trench.advice],
  }
}

export function openedLatelyView(
  { works, earlier, section, since, until }: OpenedLately,
  years: number,
  writing: Writing,
): z.infer<typeof OpenedLatelyViewSchema> {
  return {
    works: roadWorksView(works, writing),
    earlier: roadWorksView(earlier, writing),
    section,
    since: writing.time(since),
    until,
    warning: `${section.road}于 ${writing.time(since).slice(0, 10)} 修复，${years} 年内（至 ${until}）不宜再次挖掘`,
  }
}
