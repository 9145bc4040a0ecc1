/** The Standard Webhooks scheme: https://github.com/standard-webhooks/standard-webhooks */
import { createHmac, timingSafeEqual } from 'node:crypto'

const PREFIX = 'whsec_'
const TOLERANCE_SECONDS = 300

export interface SignedHeaders {
  readonly 'webhook-id': string
  /** Seconds since 1970. */
  readonly 'webhook-timestamp': string
  readonly 'webhook-signature': string
}

/**
 * One signature by each secret; the scheme takes several, and a receiver any of them. Throws where one is not `whsec_`
 * and base64.
 */
export function sign(secret: string, id: string, at: Date, body: string, previous?: string): SignedHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const secrets = previous === undefined ? [secret] : [secret, previous]
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((one) => `v1,${mac(one, id, timestamp, body).toString('base64')}`).join(' '),
  }
}

/** Whether one of the signatures is that of the secret, and the time within five minutes of `now`. */
export function verify(secret: string, headers: SignedHeaders, body: string, now: Date): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers
  if (!(Math.abs(now.getTime() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS)) return false
  const expected = mac(secret, id, timestamp, body)
  return signatures.split(' ').some((signature) => {
    const [version, value = ''] = signature.split(',')
    const given = Buffer.from(value, 'base64')
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
  })
}

function mac(secret: string, id: string, timestamp: string, body: string): Buffer {
  if (!secret.startsWith(PREFIX)) throw new Error('not a webhook secret')
  return createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest()
}
