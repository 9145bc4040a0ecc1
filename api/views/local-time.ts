/** ISO UTC → the city's time: `2026-11-23T14:45:00+08:00`; milliseconds only where there are any. */
export type LocalTime = (instant: string) => string

export function localTime(utcOffsetMinutes: number): LocalTime {
  const size = Math.abs(utcOffsetMinutes)
  const offset = `${utcOffsetMinutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`
  return (instant) =>
    new Date(Date.parse(instant) + utcOffsetMinutes * 60_000).toISOString().replace(/(?:\.000)?Z$/, offset)
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
