/** Where pushes may go inside: networks and hosts as an operator writes them, checked before a program starts. */
import { isIP } from 'node:net'

/** A network: `10.20.0.0/16`, `fd00:20::/32`; one address alone is a network of its own. */
export interface Network {
  readonly address: string
  readonly bits: number
  readonly family: 'ipv4' | 'ipv6'
}

/** What is wrong with it (Chinese), or the network. */
export function parseNetwork(text: string): Network | string {
  const [address = '', given, ...more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || address.includes('%') || more.length > 0) return '应为地址段，例如 10.20.0.0/16 或 fd00:20::/32'
  const longest = version === 4 ? 32 : 128
  if (given !== undefined && !/^\d{1,3}$/.test(given)) return '的位数应为整数，例如 10.20.0.0/16'
  const bits = given === undefined ? longest : Number(given)
  if (bits < 1 || bits > longest) return `的位数应为 1 到 ${longest}`
  const parts = version === 4 ? bitsOfV4(address) : bitsOfV6(address)
  if (version === 6 && parts.startsWith(`${'0'.repeat(80)}${'1'.repeat(16)}`)) return '请写作 IPv4 的地址段'
  if (parts.slice(bits).includes('1')) return `不是地址段的开头：第 ${bits} 位以后应为 0`
  return { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' }
}

const bitsOfV4 = (address: string) =>
  address
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('')

/** As a URL writes it, in groups of four hexadecimal digits. */
function bitsOfV6(address: string): string {
  const [before = '', after] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const [head, tail] = [groups(before), groups(after ?? '')]
  const missing = after === undefined ? 0 : 8 - head.length - tail.length
  return [...head, ...Array.from({ length: missing }, () => '0'), ...tail]
    .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
    .join('')
}

/** A host name, or `*.` and a domain for every name below it, as URLs have it. Undefined where it is none. */
export function parseHost(text: string): string | undefined {
  const [, wild = '', name = ''] = /^(\*\.)?([\p{L}\p{N}._-]{1,253})$/u.exec(text) ?? []
  if (name === '' || !URL.canParse(`http://${name}/`)) return undefined
  const { hostname } = new URL(`http://${name}/`)
  if (isIP(hostname) !== 0 || (wild !== '' && !hostname.includes('.'))) return undefined
  return `${wild}${hostname}`
}
