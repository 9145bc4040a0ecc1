import { isIPv6 } from 'node:net'
import { sha256 } from '../../config/canonical-json.ts'
import { clientOf } from '../auth/caller.ts'
import type { Caller } from '../auth/caller.ts'

/**
 * Whose requests are counted: an account's, all those of a client, or those that come from an address unsigned; those
 * of an account and of a client in a day besides; and one-time codes that an address asks for or tries.
 */
export const LIMITED = ['account', 'client', 'address', 'accountDay', 'clientDay', 'codes'] as const
export type Limited = (typeof LIMITED)[number]

/** Nothing that is read in the database or the memory tells who it was. */
export interface Whose {
  readonly what: Limited
  /** sha256 in hexadecimal digits. */
  readonly key: string
}

/**
 * The account, and the client that sends for many: the one the token was issued to, else the organisation. The
 * client that all people sign in by (`OIDC_CLIENT_ID`) is no one's: they are counted by their organisation. Applicants
 * are no organisation: theirs is told by the token alone.
 */
export function whoseRequest(caller: Caller, signedInBy?: string): readonly Whose[] {
  const { city, org, kind, issuedTo } = caller
  const system = issuedTo === signedInBy ? undefined : issuedTo
  const client = system ?? (kind === 'applicant' ? undefined : `${city.key}/${org}`)
  const account = clientOf(caller)
  return [
    whose('account', account),
    ...(client === undefined ? [] : [whose('client', client)]),
    whose('accountDay', account),
    ...(client === undefined ? [] : [whose('clientDay', client)]),
  ]
}

/** Of IPv6 the /64, which one subscriber has; an IPv4 address is the same however it is written. */
export function whoseAddress(ip: string, what: 'address' | 'codes' = 'address'): Whose {
  const address = ip.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '')
  return whose(what, isIPv6(address) ? firstGroups(address).join(':') : address)
}

function whose(what: Limited, whom: string): Whose {
  return { what, key: sha256(`${what} ${whom}`) }
}

/** Four groups of hexadecimal digits, those that `::` stands for among them. */
function firstGroups(address: string): readonly string[] {
  const [before = '', after] = address.toLowerCase().split('::')
  const groups = (part: string) => part.split(':').filter((group) => group !== '')
  const [left, right] = [groups(before), groups(after ?? '')]
  const between = after === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  return [...left, ...Array.from({ length: between }, () => '0'), ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
}
