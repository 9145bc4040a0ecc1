/** whither a push may go. Asked when somebody subscribes, and again at every attempt. */
import { type Network, parseHost, parseNetwork } from './networks.ts'

/** Plain data: it is also handed to other processes. */
export interface ReceiverRules {
  /** Names that may lead inside: exact, or `*.` and a domain. */
  readonly hosts: readonly string[]
  /** Private, local or reserved networks that may be reached, by whatever name. */
  readonly networks: readonly Network[]
  /** Whether `http:` will do; only where nobody but a developer is served. */
  readonly plainHttp: 'allow' | 'refuse'
}

/** What an operator wrote, as `environment.ts` has checked it. Throws where it was not. */
export function rulesOf({
  hosts,
  networks,
  plainHttp,
}: {
  readonly hosts: readonly string[]
  readonly networks: readonly string[]
  readonly plainHttp: ReceiverRules['plainHttp']
}): ReceiverRules {
  return { hosts: hosts.flatMap((host) => parseHost(host) ?? []), networks: networks.map(networkOf), plainHttp }
}

function networkOf(text: string): Network {
  const network = parseNetwork(text)
  if (typeof network === 'string') throw new Error(`${text} ${network}`)
  return network
}
