/** The date (YYYY-MM-DD) of an instant (ISO) in a city's time; China has no summer time. */
export function localDate(instant: string, hours: { readonly utcOffsetMinutes: number }): string {
  return new Date(Date.parse(instant) + hours.utcOffsetMinutes * 60_000).toISOString().slice(0, 10)
}

/** The instant (ISO UTC) at which a date (YYYY-MM-DD) is over in a city's time. */
export function endOfLocalDate(date: string, { utcOffsetMinutes }: { readonly utcOffsetMinutes: number }): string {
  return new Date(Date.parse(`${date}T24:00:00Z`) - utcOffsetMinutes * 60_000).toISOString()
}

/** The time of day (HH:MM) of an instant (ISO) in a city's time. */
export function localTime(instant: string, hours: { readonly utcOffsetMinutes: number }): string {
  return new Date(Date.parse(instant) + hours.utcOffsetMinutes * 60_000).toISOString().slice(11, 16)
}
