import { dueTime, type DeadlineRule, type DueTime } from '../../domain/clocks/working-time.ts'
import { at, chibi, china, inChina } from './calendars.ts'

export const working = (days: number): DeadlineRule => ({ kind: 'workingDays', days })
export const whole = (days: number): DeadlineRule => ({ kind: 'wholeDays', days })
export const sameDay: DeadlineRule = { kind: 'sameDay' }
export const answer = (from: string, rule: DeadlineRule): DueTime => dueTime(at(from), rule, chibi, china)
export const due = (from: string, rule: DeadlineRule): string => inChina(answer(from, rule).dueAt)

export const counted = ({ segments }: Pick<DueTime, 'segments'>) =>
  segments.map(({ from, to, minutes }) => [inChina(from), inChina(to), minutes])
