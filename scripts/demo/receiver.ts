/** a receiver of pushes, as an organisation's own system runs one: it verifies, keeps, and answers. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { verify } from '../../push/signature.ts'
import type { Client } from './client.ts'
import { systemOf } from './party.ts'

const SUBSCRIPTIONS = '/api/v1/subscriptions'

const HeardSchema = z.object({
  subject: z.string(),
  data: z.object({
    seq: z.int(),
    event: z.string(),
    name: z.string(),
    detail: z.record(z.string(), z.unknown()).optional(),
  }),
})
type Heard = z.infer<typeof HeardSchema>

export interface PushReceiver {
  /** What came, and was signed as it should be, in the order in which it came. */
  readonly heard: readonly Heard[]
  /** Unsubscribes and stops. */
  end(): Promise<void>
}

/** Listens on this machine and subscribes the organisation, by its own system. */
export async function receiveAs(client: Client, org: string): Promise<PushReceiver> {
  const heard: Heard[] = []
  let secret = ''
  const server = createServer((request, response) => {
    void text(request)
      .then((body) => {
        const genuine = secret !== '' && signed(secret, request.headers, body)
        if (genuine) heard.push(HeardSchema.parse(JSON.parse(body)))
        response.writeHead(genuine ? 204 : 401).end()
      })
      .catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const made = await client.post(
    systemOf(org),
    SUBSCRIPTIONS,
    { url: `http://127.0.0.1:${port}/` },
    z.object({ id: z.string(), secret: z.string() }),
  )
  secret = made.secret
  return {
    heard,
    async end() {
      await client.remove(systemOf(org), `${SUBSCRIPTIONS}/${made.id}`)
      server.close()
      server.closeAllConnections()
    },
  }
}

function signed(secret: string, headers: IncomingHttpHeaders, body: string): boolean {
  const header = (name: string) => String(headers[name] ?? '')
  return verify(
    secret,
    {
      'webhook-id': header('webhook-id'),
      'webhook-timestamp': header('webhook-timestamp'),
      'webhook-signature': header('webhook-signature'),
    },
    body,
    new Date(),
  )
}
