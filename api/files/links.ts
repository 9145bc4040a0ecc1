/** Who has such a link reads one file for some minutes, by whatever program: it goes into an address. */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { Keyring } from '../../temporal/keyring.ts'

export const LINK_SECONDS = 300

interface Linking {
  readonly keyring: Keyring
  readonly now: Date
}

export interface FileLink {
  readonly href: string
  /** ISO UTC. */
  readonly until: string
}

export function linkTo(id: string, { keyring, now }: Linking): FileLink {
  const until = Math.floor(now.getTime() / 1000) + LINK_SECONDS
  const query = new URLSearchParams({ until: String(until), signature: signatureOf(id, until, keyring.current.key) })
  return { href: `/files/${id}?${query.toString()}`, until: new Date(until * 1000).toISOString() }
}

/** Whether it was given by us, for this file, and is not over. */
export function isLinkGood(
  id: string,
  { until, signature }: { readonly until: number; readonly signature: string },
  { keyring, now }: Linking,
): boolean {
  const given = Buffer.from(signature)
  const isOurs = keyring.all.some((key) => {
    const own = Buffer.from(signatureOf(id, until, key))
    return own.length === given.length && timingSafeEqual(own, given)
  })
  return isOurs && until * 1000 > now.getTime()
}

function signatureOf(id: string, until: number, key: KeyObject): string {
  const derived = Buffer.from(hkdfSync('sha256', key.export(), '', 'seven-ones file link', 32))
  return createHmac('sha256', derived).update(`${id} ${until}`).digest('base64url')
}
