/** YYYY-MM-DD; 29 February becomes 1 March where there is none. */
export function yearsLater(date: string, years: number): string {
  const day = new Date(`${date}T00:00:00Z`)
  day.setUTCFullYear(day.getUTCFullYear() + years)
  return day.toISOString().slice(0, 10)
}
