import { z } from 'zod'
import { parsePeriod, PERIOD_PATTERN } from '../../domain/assessment/period.ts'
import type { Period } from '../../domain/assessment/period.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'

export const PeriodSchema = z
  .string()
  .regex(PERIOD_PATTERN, '应为月（2026-11）、季度（2026-Q4）或年（2026）')
  .describe('统计期间：月 2026-11、季度 2026-Q4、年 2026，按本市时间')

/**
 * The period of a key that has the right form; throws where it has not begun, or ended before the city's policy held.
 */
export function periodFor(key: string, { city }: Pick<Caller, 'city'>, now: Date): Period {
  const period = parsePeriod(key, city.hours.utcOffsetMinutes)
  if (period === undefined)
    throw new Refusal('validation-failed', '应为月（2026-11）、季度（2026-Q4）或年（2026）', 'period')
  if (Date.parse(period.from) > now.getTime()) throw new Refusal('period-out-of-range', '该期间尚未开始', 'period')
  if (localDate(period.to, city.hours) <= city.effectiveFrom)
    throw new Refusal('period-out-of-range', `本市自 ${city.effectiveFrom} 起施行`, 'period')
  return period
}
