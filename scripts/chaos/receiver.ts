/**
 * whoever is told: the office of the whole city, and a utility of its own cases. Now and then it answers 500, as
 * a real one does.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Actor } from '../../domain/actor/actor.ts'
import { verify } from '../../push/signature.ts'
import type { Http } from './http.ts'
import { isGood } from './ledger.ts'
import type { Ledger } from './ledger.ts'

export interface Subscription {
  readonly org: string
  readonly scope: 'city' | 'concerned'
  /** `subject:seq`, in the order in which they were taken, without those that were taken before. */
  readonly taken: string[]
  again: number
}

export interface Receiver {
  readonly subscriptions: readonly Subscription[]
  /** What was not signed as it should be. */
  readonly unsigned: () => number
  end(): void
}

const FAILS = 0.005

interface Listening extends Subscription {
  secret: string
  readonly seen: Set<string>
}

export async function receive(http: Http, ledger: Ledger, random: () => number): Promise<Receiver> {
  const all = new Map<string, Listening>()
  let unsigned = 0
  const server = createServer((request, response) => {
    void text(request)
      .then((body) => {
        const to = all.get(request.url ?? '')
        const header = (name: string) => String(request.headers[name] ?? '')
        const id = header('webhook-id')
        const headers = {
          'webhook-id': id,
          'webhook-timestamp': header('webhook-timestamp'),
          'webhook-signature': header('webhook-signature'),
        }
        if (to === undefined || !verify(to.secret, headers, body, new Date())) {
          unsigned += 1
          return response.writeHead(401).end()
        }
        if (random() < FAILS) return response.writeHead(500).end()
        if (to.seen.has(id)) to.again += 1
        else to.taken.push(id)
        to.seen.add(id)
        return response.writeHead(204).end()
      })
      .catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const subscribe = async (party: Actor, org: string, scope: Subscription['scope']) => {
    const path = `/${org}`
    const sent = await http.post(
      ledger.note({
        kind: 'opening',
        type: 'subscription',
        path: '/api/v1/subscriptions',
        party,
        body: { url: `http://127.0.0.1:${port}${path}`, org },
      }),
    )
    if (sent.status === undefined || !isGood(sent.status))
      throw new Error(`订阅没有成功：${sent.status} ${JSON.stringify(sent.answer)}`)
    all.set(path, { org, scope, taken: [], again: 0, secret: String(sent.answer?.['secret']), seen: new Set() })
  }
  await subscribe({ sub: 'office-admin', org: 'office', role: 'administrator' }, 'office', 'city')
  await subscribe({ sub: 'shuiwu-system', org: 'shuiwu', role: 'system' }, 'shuiwu', 'concerned')
  return {
    subscriptions: [...all.values()],
    unsigned: () => unsigned,
    end: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Until nothing came for a while. */
export async function untilSilent(
  { subscriptions }: Receiver,
  complete: () => Promise<boolean>,
  withinMs: number,
): Promise<void> {
  const deadline = Date.now() + withinMs
  for (let [last, since] = [-1, Date.now()]; Date.now() < deadline;) {
    const count = subscriptions.reduce((sum, { taken }) => sum + taken.length, 0)
    if (count !== last) [last, since] = [count, Date.now()]
    else if (Date.now() - since > 1_500 && (await complete())) return
    await sleep(300)
  }
}
