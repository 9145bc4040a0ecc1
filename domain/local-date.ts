/** The date (YYYY-MM-DD) of an instant (ISO) in a city's time; China has no summer time. */
export function localDate(instant: string, hours: { readonly utcOffsetMinutes: number }): string {
  return new Date(Date.parse(instant) + hours.utcOffsetMinutes * 60_000).toISOString().slice(0, 10)
}

const DAY = 86_400_000

/** The instant (ISO UTC) at which a date (YYYY-MM-DD) begins in a city's time. */
export function startOfLocalDate(date: string, { utcOffsetMinutes }: { readonly utcOffsetMinutes: number }): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - utcOffsetMinutes * 60_000).toISOString()
}

/** The instant (ISO UTC) at which a date is over in a city's time. */
export function endOfLocalDate(date: string, hours: { readonly utcOffsetMinutes: number }): string {
  return new Date(Date.parse(startOfLocalDate(date, hours)) + DAY).toISOString()
}

/** From when a clock that is due on `date` runs: from `at`, or from the day's beginning where `at` lies on that day, perhaps after its work is over. */
export function runsTowards(date: string, at: string, hours: { readonly utcOffsetMinutes: number }): string {
  const begin = startOfLocalDate(date, hours)
  return Date.parse(at) < Date.parse(begin) ? at : begin
}
