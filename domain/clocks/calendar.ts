/** Calendar dates as 'YYYY-MM-DD' strings and as day numbers (whole days since 1970-01-01), without a time zone. */
export const MILLISECONDS_PER_DAY = 86_400_000

/** The day number of a date 'YYYY-MM-DD', or undefined where no such date exists. */
export function dayNumber(date: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return undefined
  const day = Date.parse(`${date}T00:00:00Z`) / MILLISECONDS_PER_DAY
  return Number.isInteger(day) && dateOfDay(day) === date ? day : undefined
}

/** The date 'YYYY-MM-DD' of a day number. */
export function dateOfDay(day: number): string {
  return new Date(day * MILLISECONDS_PER_DAY).toISOString().slice(0, 10)
}

export function yearOfDay(day: number): number {
  return new Date(day * MILLISECONDS_PER_DAY).getUTCFullYear()
}

export function dateExists(date: string): boolean {
  return dayNumber(date) !== undefined
}

/** Whether a day number is a Saturday or a Sunday. */
export function isWeekend(day: number): boolean {
  const weekday = new Date(day * MILLISECONDS_PER_DAY).getUTCDay()
  return weekday === 0 || weekday === 6
}
