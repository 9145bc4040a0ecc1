/** Codes and telephones as they are kept: keyed, so that who has the table alone cannot try six digits through. */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { Keyring } from '../../temporal/keyring.ts'

/** `kid:` and 64 hexadecimal digits, under the first of the codec's keys. */
export function phoneHashOf(phone: string, keyring: Keyring): string {
  return hashOf(`phone ${phone}`, keyring.current.id, keyring)
}

/** Of one code alone: the same digits sent to another have another. */
export function codeHashOf(id: string, code: string, keyring: Keyring): string {
  return hashOf(`code ${id} ${code}`, keyring.current.id, keyring)
}

/** Whether a hash is of this telephone, by the key that it was made with. */
export function isPhone(phone: string, hash: string, keyring: Keyring): boolean {
  return matches(`phone ${phone}`, hash, keyring)
}

/** Takes as long for no hash at all. */
export function isCode(id: string, code: string, hash: string | null, keyring: Keyring): boolean {
  const same = matches(`code ${id} ${code}`, hash ?? codeHashOf(id, '', keyring), keyring)
  return same && hash !== null
}

function matches(text: string, hash: string, keyring: Keyring): boolean {
  const kid = hash.slice(0, hash.lastIndexOf(':'))
  const own = Buffer.from(hashOf(text, keyring.has(kid) ? kid : keyring.current.id, keyring))
  const given = Buffer.from(hash)
  return own.length === given.length && timingSafeEqual(own, given)
}

function hashOf(text: string, kid: string, keyring: Keyring): string {
  const key = Buffer.from(hkdfSync('sha256', keyring.get(kid).export(), '', 'seven-ones phone code', 32))
  return `${kid}:${createHmac('sha256', key).update(text).digest('hex')}`
}
