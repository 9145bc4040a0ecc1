/** Receivers are named by others: without this a subscription could make us ask a machine of our own network. */
import { lookup as resolve } from 'node:dns'
import { lookup as resolveNow } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { BlockList, isIP } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ReceiverRules } from './rules.ts'

/** An organisation's own machines: what a host on the list may lead to. */
const INTERNAL = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']
/** This machine, its link, clouds' metadata, ways round (NAT64, 6to4, Teredo) and what is reserved: only by network. */
const RESERVED = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
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
  'fe80::/10',
  'ff00::/8',
]
const internal = listOf(INTERNAL)
const reserved = listOf(RESERVED)

/** How long a name may take at a subscription: one that does not resolve there may do so for the worker. */
const RESOLVE_WITHIN_MS = 2_000

export type Unreachable = 'private-address' | 'not-https'

export class UnreachableError extends Error {
  override name = 'UnreachableError'
  readonly code: Unreachable

  constructor(code: Unreachable) {
    super(code)
    this.code = code
  }
}

/** Private, local, link-local, reserved or multicast; an IPv4 address written as IPv6 too. */
export function isPrivateAddress(address: string): boolean {
  return holds(internal, address) || holds(reserved, address)
}

/** Whether this address may be asked, had under this name (or written as it is). */
export function mayReach({ hosts, networks }: ReceiverRules, host: string, address: string): boolean {
  if (isIP(address) === 0) return false
  if (!isPrivateAddress(address)) return true
  const allowed = new BlockList()
  for (const network of networks) allowed.addSubnet(network.address, network.bits, network.family)
  if (holds(allowed, address)) return true
  return !holds(reserved, address) && hosts.some((each) => isNamed(host, each))
}

/** Throws {@link UnreachableError} for what its own text says; names are checked when they are resolved. */
export function refuseUnreachable(rules: ReceiverRules, { protocol, hostname }: URL): void {
  if (protocol !== 'https:' && rules.plainHttp === 'refuse') throw new UnreachableError('not-https')
  const host = bare(hostname)
  if (isIP(host) !== 0 && !mayReach(rules, host, host)) throw new UnreachableError('private-address')
}

/** The same, and the name resolved: for one who subscribes. A name that is not known here says nothing. */
export async function refuseUnreachableName(rules: ReceiverRules, url: URL): Promise<void> {
  refuseUnreachable(rules, url)
  const host = bare(url.hostname)
  if (isIP(host) !== 0) return
  const late = new AbortController()
  const found = await Promise.race([
    resolveNow(host, { all: true }).catch(() => []),
    sleep(RESOLVE_WITHIN_MS, [], { signal: late.signal }).catch(() => []),
  ])
  late.abort()
  if (found.some(({ address }) => !mayReach(rules, host, address))) throw new UnreachableError('private-address')
}

/** Resolves a name for the connection itself, so that no other answer can come between the check and the use. */
export function checkedLookup(rules: ReceiverRules): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '')
      if (addresses.some(({ address }) => !mayReach(rules, hostname, address)))
        return done(new UnreachableError('private-address'), '')
      const [first] = addresses
      if (options.all === true || first === undefined) return done(null, addresses)
      return done(null, first.address, first.family)
    })
  }
}

function isNamed(host: string, rule: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  return rule.startsWith('*.') ? name.endsWith(rule.slice(1)) : name === rule
}

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '')

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [network = '', bits] = range.split('/')
    list.addSubnet(network, Number(bits), isIP(network) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

/** A zone (`fe80::1%eth0`) is none of its address. */
function holds(list: BlockList, address: string): boolean {
  const [plain = ''] = address.split('%')
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}
