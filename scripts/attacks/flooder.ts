/**
 * A program of its own, so that what it costs is nobody else's: sends the requests of one JSON argument
 * ({@link Flood}) as fast as they are answered, tells its parent how many got which status, and ends.
 */
import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'

export interface Flood {
  readonly url: string
  /** Sent in turn. */
  readonly requests: readonly {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }[]
  readonly count: number
  readonly connections: number
}

/** By status; 0: no answer. */
export type Statuses = Readonly<Record<string, number>>

const flood = JSON.parse(process.argv[2] ?? '{}') as Flood
const agent = new Agent({ keepAlive: true, maxSockets: flood.connections })
const statuses: Record<string, number> = {}
let sent = 0

function one({ method, path, headers, body }: Flood['requests'][number]): Promise<number> {
  return new Promise((resolve) => {
    const asked = request(`${flood.url}${path}`, { agent, method, headers }, (answer) => {
      text(answer).then(
        () => resolve(answer.statusCode ?? 0),
        () => resolve(0),
      )
    })
    asked.on('error', () => resolve(0))
    asked.end(body)
  })
}

async function lane(): Promise<void> {
  while (sent < flood.count) {
    const next = flood.requests[sent % flood.requests.length]
    sent += 1
    if (next === undefined) return
    const status = await one(next)
    statuses[status] = (statuses[status] ?? 0) + 1
  }
}

await Promise.all(Array.from({ length: flood.connections }, lane))
process.send?.(statuses)
process.exit(0)
