import type postgres from 'postgres'

const EVERY_MS = 1_000

/** What a hand-written system has for timers: it looks every second for what is due. In a measurement nothing is. */
export function startClocks(sql: postgres.Sql): void {
  const look = () => sql`
    select service_number, id from deadline
    where due_at < now() and met_at is null and stopped_at is null and superseded_at is null and passed_at is null
    limit 100 for update skip locked`
  setInterval(() => void look().catch(() => {}), EVERY_MS)
}
