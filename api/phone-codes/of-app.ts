import type { FastifyInstance } from 'fastify'
import { readKeyring } from '../../temporal/keyring.ts'
import { repeating } from '../plugins/repeating.ts'
import { PhoneCodes } from './phone-codes.ts'
import { smsOf } from './sms.ts'

const FORGOTTEN_EVERY_MS = 600_000

/** With their forgetting; undefined where there is no gateway. Closing waits for what was asked. */
export function phoneCodes(app: FastifyInstance): PhoneCodes | undefined {
  const { environment, database, cities, now } = app.deps
  const send = smsOf(environment)
  if (send === undefined) return undefined
  const warn = (fields: object, message: string) => app.log.warn(fields, message)
  const codes = new PhoneCodes({ database, cities, now, keyring: () => readKeyring(environment), send, warn })
  repeating(app, FORGOTTEN_EVERY_MS, () =>
    codes.forget().catch((error: unknown) => {
      warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'codes of long ago are not forgotten yet')
    }),
  )
  app.addHook('onClose', () => codes.settled())
  return codes
}
