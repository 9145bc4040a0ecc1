/** Under which address a sender who did not wait is told what became of an act. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { sha256 } from '../../config/canonical-json.ts'
import type { Keyring } from '../../temporal/keyring.ts'
import { clientOf } from '../auth/caller.ts'
import type { Caller } from '../auth/caller.ts'

const REQUEST_DIGITS = 40
const SEAL_DIGITS = 24

/** The same for the same body under the same key: 40 hexadecimal digits. Another body has another. */
export function requestOf(updateId: string, bodyHash: string): string {
  return sha256(JSON.stringify([updateId, bodyHash])).slice(0, REQUEST_DIGITS)
}

interface Asked {
  readonly keyring: Keyring
  readonly caller: Caller
  /** The case's or the matter's id. */
  readonly subject: string
}

/** The request, sealed for its sender: so that one of which nothing is known yet is told from one that never was. */
export function addressOf(request: string, { keyring, caller, subject }: Asked): string {
  return `${request}${sealOf(request, keyring.current.key, caller, subject)}`
}

export interface Addressed {
  readonly request: string
  /** Whether this caller was given it; it holds while the key is among ours. */
  readonly given: boolean
}

/** Undefined for what is no address of ours at all. */
export function addressedIn(address: string, { keyring, caller, subject }: Asked): Addressed | undefined {
  if (!/^[0-9a-f]{64}$/.test(address)) return undefined
  const [request, seal] = [address.slice(0, REQUEST_DIGITS), Buffer.from(address.slice(REQUEST_DIGITS))]
  const given = keyring.all.some((key) => timingSafeEqual(Buffer.from(sealOf(request, key, caller, subject)), seal))
  return { request, given }
}

/** Whoever may ask later (`mayAsk`): an organisation, or one applicant of many. */
function ownerOf(caller: Caller): string {
  return caller.kind === 'applicant' ? clientOf(caller) : `${caller.city.key}/${caller.org}`
}

function sealOf(request: string, key: KeyObject, caller: Caller, subject: string): string {
  return createHmac('sha256', key)
    .update(JSON.stringify(['act-request', request, subject, ownerOf(caller)]))
    .digest('hex')
    .slice(0, SEAL_DIGITS)
}
