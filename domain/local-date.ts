/** The date (YYYY-MM-DD) of an instant (ISO) in a city's time; China has no summer time. */
export function localDate(instant: string, hours: { readonly utcOffsetMinutes: number }): string {
  return new Date(Date.parse(instant) + hours.utcOffsetMinutes * 60_000).toISOString().slice(0, 10)
}

/** The time of day (HH:MM) of an instant (ISO) in a city's time. */
export function localTime(instant: string, hours: { readonly utcOffsetMinutes: number }): string {
  return new Date(Date.parse(instant) + hours.utcOffsetMinutes * 60_000).toISOString().slice(11, 16)
}
