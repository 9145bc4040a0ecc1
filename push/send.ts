/** One attempt over HTTP. No redirect is followed, and nothing of the answer is kept but its status. */
import { request as requestHttp } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isPermanentRefusal } from '../domain/push.ts'
import type { DeliveryError, DeliveryFault } from '../domain/push.ts'
import { checkedLookup, refuseUnreachable, UnreachableError } from '../receivers/reach.ts'
import { CLOUD_EVENT_TYPE } from './cloud-event.ts'
import type { Message } from './cloud-event.ts'
import { retryAfterMs } from './retry-after.ts'
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
      readonly because: FailedBecause
    }
  /** Cut by a stop: nobody knows whether it arrived. */
  | { readonly kind: 'cut' }

/** It refuses the event for good; it is not there, or not well; or it told us to wait. */
export type FailedBecause = 'refused' | 'away' | 'itself'

export interface Receiver {
  readonly url: string
  /** `whsec_…` */
  readonly secret: string
  /** Signs too while the receiver changes over. */
  readonly previous?: string | undefined
}

/** Never throws. `cut` ends the attempt at once. */
export async function send(
  message: Message,
  receiver: Receiver,
  { timeoutMs, receivers }: Pick<PushSettings, 'timeoutMs' | 'receivers'>,
  cut: AbortSignal,
): Promise<Outcome> {
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    refuseUnreachable(receivers, new URL(receiver.url))
    return outcomeOf(await post(receiver, message, receivers, AbortSignal.any([timeout, cut])))
  } catch (error) {
    if (cut.aborted) return { kind: 'cut' }
    const fault = timeout.aborted ? 'timeout' : faultOf(error)
    return { kind: 'failed', status: null, error: fault, retryAfterMs: 0, because: 'away' }
  }
}

function post(
  { url, secret, previous }: Receiver,
  { id, body }: Message,
  receivers: PushSettings['receivers'],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const target = new URL(url)
  const bytes = Buffer.from(body)
  const headers = {
    ...sign(secret, id, new Date(), body, previous),
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
      lookup: checkedLookup(receivers),
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

/** Too early, or too many: it is there, and says so of this event alone. */
const TOLD_TO_WAIT = [425, 429]

function outcomeOf({ statusCode = 0, headers }: IncomingMessage): Outcome {
  if (statusCode >= 200 && statusCode < 300) return { kind: 'delivered', status: statusCode }
  if (statusCode === 410) return { kind: 'gone', status: statusCode }
  return {
    kind: 'failed',
    status: statusCode,
    error: `http-${statusCode}`,
    retryAfterMs: retryAfterMs(headers['retry-after'], new Date()),
    because: isPermanentRefusal(statusCode) ? 'refused' : TOLD_TO_WAIT.includes(statusCode) ? 'itself' : 'away',
  }
}

function faultOf(error: unknown): DeliveryFault {
  if (error instanceof UnreachableError) return error.code
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'dns'
  if (code === 'ECONNREFUSED') return 'refused'
  if (/CERT|TLS|SSL|SIGNATURE|EPROTO/.test(code)) return 'tls'
  return 'connection-lost'
}
