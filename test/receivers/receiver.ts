/**
 * Plays receivers of pushes over HTTP, as a program of its own: `node test/receivers/receiver.ts PORT FILE` (port 0:
 * any). `PUT /control/NAME {secret, mode, delayMs}` sets up a receiver, `POST /hooks/NAME` is its address. What it was
 * sent is verified and appended to FILE, one JSON object a line, before it answers; so a receiver that is killed and
 * started again knows what it had taken.
 */
import { appendFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { verify } from '../../push/signature.ts'

/**
 * `down` hangs up without an answer; `silent` never answers; `redirect` answers 302 to `/hooks/elsewhere`; a number is
 * the status.
 */
export type Mode = 'ok' | 'down' | 'silent' | 'redirect' | number

export interface Setting {
  readonly secret: string
  readonly mode: Mode
  /** Before it answers; 0 unless told. */
  readonly delayMs?: number
  /** Only what has this id is answered by `mode`; all else is taken. */
  readonly onlyId?: string
  /** So long before that one alone is answered. */
  readonly delayOnly?: number
}

export interface Received {
  readonly name: string
  /** webhook-id */
  readonly id: string
  readonly timestamp: string
  readonly verified: boolean
  /** Whether it was answered 2xx. */
  readonly taken: boolean
  readonly contentType: string
  readonly body: string
}

const [port = '0', file = '/dev/null'] = process.argv.slice(2)
const settings = new Map<string, Setting>()

const server = createServer((request, response) => {
  void answer(request, response).catch(() => response.destroy())
})
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : port })
})
process.once('disconnect', () => process.exit())

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, kind, name = ''] = (request.url ?? '').split('/')
  const body = await text(request)
  if (kind === 'control') {
    settings.set(name, JSON.parse(body))
    response.writeHead(204).end()
    return
  }
  const setting = settings.get(name) ?? { secret: '', mode: 404 }
  const id = header(request, 'webhook-id')
  const mode = setting.onlyId === undefined || setting.onlyId === id ? setting.mode : 'ok'
  record(request, { name, id, body, taken: mode === 'ok' }, setting.secret)
  await sleep((setting.onlyId === id ? setting.delayOnly : undefined) ?? setting.delayMs ?? 0)
  if (mode === 'down') response.destroy()
  else if (mode === 'redirect') response.writeHead(302, { location: '/hooks/elsewhere' }).end()
  else if (mode !== 'silent') response.writeHead(mode === 'ok' ? 204 : mode).end()
}

function record(
  request: IncomingMessage,
  known: Pick<Received, 'name' | 'id' | 'body' | 'taken'>,
  secret: string,
): void {
  const timestamp = header(request, 'webhook-timestamp')
  const headers = {
    'webhook-id': known.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': header(request, 'webhook-signature'),
  }
  const verified = secret !== '' && verify(secret, headers, known.body, new Date())
  const received: Received = { ...known, timestamp, verified, contentType: header(request, 'content-type') }
  appendFileSync(file, `${JSON.stringify(received)}\n`)
}

function header({ headers }: IncomingMessage, name: string): string {
  return String(headers[name] ?? '')
}
