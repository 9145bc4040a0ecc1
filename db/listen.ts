import postgres from 'postgres'
import { tlsFor } from './client.ts'
import type { DatabasePlace } from './client.ts'

const RENEW_MS = 30_000

/**
 * Calls `hear` for what is notified on a channel. A hint only: while the database is away nothing is heard, and nothing
 * is made up for afterwards.
 */
export function listen(place: DatabasePlace, channel: string, hear: () => void): { close(): Promise<void> } {
  const client = postgres(place.url, {
    ...tlsFor(place),
    max: 1,
    connect_timeout: 4,
    onnotice: () => {},
    connection: { application_name: `seven-ones listens: ${channel}` },
  })
  let unlisten = async () => {}
  // The driver gives a lost connection up where it cannot be opened again at once.
  const renew = async () => {
    await unlisten()
    const heard = await client.listen(channel, hear)
    unlisten = heard.unlisten
  }
  const attempt = () => void renew().catch(() => {})
  attempt()
  const timer = setInterval(attempt, RENEW_MS)
  timer.unref()
  return {
    async close() {
      clearInterval(timer)
      await client.end({ timeout: 2 })
    },
  }
}
