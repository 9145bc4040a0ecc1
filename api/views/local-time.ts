/** ISO UTC → the city's time: `2026-11-23T14:45:00+08:00`; milliseconds only where there are any. */
export type LocalTime = (instant: string) => string

export function localTime(utcOffsetMinutes: number): LocalTime {
  const size = Math.abs(utcOffsetMinutes)
  const offset = `${utcOffsetMinutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`
  return (instant) => {
    const iso = new Date(Date.parse(instant) + utcOffsetMinutes * 60_000).toISOString()
    return iso.slice(0, iso.endsWith('.000Z') ? -5 : -1) + offset
  }
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
