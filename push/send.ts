/** One attempt over HTTP. No redirect is followed, and nothing of the answer is kept but its status. */
import { request as requestHttp } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { DeliveryError, DeliveryFault } from '../domain/push.ts'
import { PrivateAddress, publicLookup, refusePrivateHost } from './address.ts'
import { CLOUD_EVENT_TYPE } from './cloud-event.ts'
import type { Message } from './cloud-event.ts'
import type { PushSettings } from './settings.ts'
import { sign } from './signature.ts'

export type Outcome =
  | { readonly kind: 'delivered'; readonly status: number }
  | { readonly kind: 'gone'; readonly status: number }
  | {
      readonly kind: 'failed'
      readonly status: number | null
      readonly error: DeliveryError
      readonly retryAfterMs: number
    }
  /** Cut by a stop: nobody knows whether it arrived. */
  | { readonly kind: 'cut' }

export interface Receiver {
  readonly url: string
  /** `whsec_…` */
  readonly secret: string
}

/** Never throws. `cut` ends the attempt at once. */
export async function send(
  message: Message,
  { url, secret }: Receiver,
  settings: Pick<PushSettings, 'timeoutMs' | 'privateAddresses'>,
  cut: AbortSignal,
): Promise<Outcome> {
  const timeout = AbortSignal.timeout(settings.timeoutMs)
  try {
    const target = new URL(url)
    if (settings.privateAddresses === 'refuse') refusePrivateHost(target.hostname)
    return outcomeOf(await post(target, message, secret, settings.privateAddresses, AbortSignal.any([timeout, cut])))
  } catch (error) {
    if (cut.aborted) return { kind: 'cut' }
    return { kind: 'failed', status: null, error: timeout.aborted ? 'timeout' : faultOf(error), retryAfterMs: 0 }
  }
}

function post(
  target: URL,
  { id, body }: Message,
  secret: string,
  privateAddresses: PushSettings['privateAddresses'],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const bytes = Buffer.from(body)
  const headers = {
    ...sign(secret, id, new Date(), body),
    'content-type': CLOUD_EVENT_TYPE,
    'content-length': bytes.length,
    'user-agent': 'seven-ones',
  }
  const open = target.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    // No connection is kept: a receiver that restarts would cost an attempt on each.
    const request = open(target, {
      method: 'POST',
      headers,
      signal,
      agent: false,
      ...(privateAddresses === 'refuse' ? { lookup: publicLookup } : {}),
    })
    request.once('error', reject)
    request.once('response', (response) => {
      response.on('error', () => {})
      response.resume()
      resolve(response)
    })
    request.end(bytes)
  })
}

function outcomeOf({ statusCode = 0, headers }: IncomingMessage): Outcome {
  if (statusCode >= 200 && statusCode < 300) return { kind: 'delivered', status: statusCode }
  if (statusCode === 410) return { kind: 'gone', status: statusCode }
  const asked = Number(headers['retry-after'])
  return { kind: 'failed', status: statusCode, error: `http-${statusCode}`, retryAfterMs: asked > 0 ? asked * 1000 : 0 }
}

function faultOf(error: unknown): DeliveryFault {
  if (error instanceof PrivateAddress) return 'private-address'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'dns'
  if (code === 'ECONNREFUSED') return 'refused'
  if (/CERT|TLS|SSL|SIGNATURE|EPROTO/.test(code)) return 'tls'
  return 'connection-lost'
}
