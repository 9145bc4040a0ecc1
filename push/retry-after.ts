/** RFC 9110, 5.6.7: as it is sent today, and the two forms of before. */
const DATES = [
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
]
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/

/** How long a receiver asks us to wait: seconds, or a date. 0 where it does not, where it is past, or nonsense. */
export function retryAfterMs(header: string | undefined, now: Date): number {
  const text = header?.trim() ?? ''
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const date = ASCTIME.test(text) ? `${text} GMT` : DATES.some((form) => form.test(text)) ? text : undefined
  const wait = date === undefined ? Number.NaN : Date.parse(date) - now.getTime()
  return wait > 0 ? wait : 0
}
