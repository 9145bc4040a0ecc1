import type { WorkingTime } from './types.ts'

/** Working minutes between two instants (milliseconds); what lies beyond the known sessions does not count. */
export function workingMinutes(from: number, to: number, { sessions, alwaysOpen }: WorkingTime): number {
  if (alwaysOpen) return Math.max(0, (to - from) / 60_000)
  return sessions.reduce(
    (sum, session) =>
      sum + Math.max(0, Math.min(Date.parse(session.to), to) - Math.max(Date.parse(session.from), from)) / 60_000,
    0,
  )
}

/** `2 天 3 小时`, `45 分`: of working time, by how long a working day is. */
export function lengthWords(minutes: number, { minutesOfDay }: Pick<WorkingTime, 'minutesOfDay'>): string {
  const whole = Math.max(0, Math.round(minutes))
  const [days, rest] = [Math.floor(whole / minutesOfDay), whole % minutesOfDay]
  const [hours, left] = [Math.floor(rest / 60), rest % 60]
  if (days > 0) return hours > 0 ? `${days} 天 ${hours} 小时` : `${days} 天`
  if (hours > 0) return left > 0 ? `${hours} 小时 ${left} 分` : `${hours} 小时`
  return `${left} 分`
}

/** Whether nobody works on that day (`YYYY-MM-DD`), as far as the sessions are known; undefined beyond them. */
export function isRestDay(date: string, { sessions, alwaysOpen }: WorkingTime): boolean | undefined {
  const days = sessions.map(({ from }) => from.slice(0, 10))
  const [first, last] = [days[0], days.at(-1)]
  if (alwaysOpen || first === undefined || last === undefined || date < first || date > last) return undefined
  return !days.includes(date)
}
