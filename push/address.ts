/** Receivers are named by others: without this a subscription could make us ask a machine of our own network. */
import { lookup as resolve } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { BlockList, isIP } from 'node:net'

const V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
const V6 = [
  '::/96',
  '::1/128',
  '::ffff:0:0:0/96',
  '2001::/32',
  'fec0::/10',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
]

const inside = new BlockList()
for (const [ranges, family] of [
  [V4, 'ipv4'],
  [V6, 'ipv6'],
] as const) {
  for (const range of ranges) {
    const [network = '', bits] = range.split('/')
    inside.addSubnet(network, Number(bits), family)
  }
}

export class PrivateAddress extends Error {
  override name = 'PrivateAddress'
}

/** Private, local, link-local, reserved or multicast; an IPv4 address written as IPv6 too. */
export function isPrivateAddress(address: string): boolean {
  return inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/**
 * Throws {@link PrivateAddress} for a host that is such an address itself. Names are checked when they are resolved.
 */
export function refusePrivateHost(hostname: string): void {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && isPrivateAddress(host)) throw new PrivateAddress('private address')
}

/** Resolves a name for the connection itself, so that no other answer can come between the check and the use. */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '')
    if (addresses.some(({ address }) => isPrivateAddress(address)))
      return done(new PrivateAddress('private address'), '')
    const [first] = addresses
    if (options.all === true || first === undefined) return done(null, addresses)
    return done(null, first.address, first.family)
  })
}
