/** Where text messages go: a gateway that takes them over HTTP. */
import type { Environment } from '../../environment.ts'

interface Sms {
  /** The same for each attempt: a gateway that knows it sends nothing twice. */
  readonly id: string
  readonly to: string
  readonly text: string
}

/** Rejects where it was not taken; what is thrown never holds the telephone or the text. */
export type SendSms = (sms: Sms) => Promise<void>

const TIMEOUT_MS = 5_000
const ATTEMPTS = 2

/** `POST SMS_URL` with `{id, to, text}`; any 2xx takes it. Undefined where there is no gateway. */
export function smsOf({ SMS_URL, SMS_TOKEN }: Environment): SendSms | undefined {
  if (SMS_URL === undefined) return undefined
  const headers = {
    'content-type': 'application/json',
    ...(SMS_TOKEN === undefined ? {} : { authorization: `Bearer ${SMS_TOKEN}` }),
  }
  const post = (sms: Sms) =>
    fetch(SMS_URL, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { ...headers, 'idempotency-key': sms.id },
      body: JSON.stringify(sms),
    })
  return async (sms) => {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await post(sms).catch((error: unknown) => (error instanceof Error ? error.name : 'unknown'))
      if (typeof answer !== 'string') await answer.body?.cancel()
      if (typeof answer !== 'string' && answer.ok) return
      const why = typeof answer === 'string' ? answer : `status ${answer.status}`
      const isFinal = typeof answer !== 'string' && answer.status < 500
      if (isFinal || attempt === ATTEMPTS) throw new Error(`the SMS gateway did not take a message: ${why}`)
    }
  }
}
