/** The instant (ISO UTC) at which a date (YYYY-MM-DD) begins in a city's time. */
export function startOfLocalDate(date: string, { utcOffsetMinutes }: { readonly utcOffsetMinutes: number }): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - utcOffsetMinutes * 60_000).toISOString()
}
