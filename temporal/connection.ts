import type { ConnectionOptions } from '@temporalio/client'
import { defined } from '../domain/defined.ts'
import { type Environment, temporalAddress, tlsOf } from '../environment.ts'

/** What every connection to Temporal is made with, a client's as a worker's. Throws `EnvironmentError`. */
export function temporalConnection(
  environment: Environment,
): Pick<ConnectionOptions, 'tls'> & { readonly address: string; readonly apiKey?: string } {
  const tls = tlsOf(environment, 'TEMPORAL')
  const address = temporalAddress(environment)
  if (tls === undefined) return { address }
  const { ca, client, serverName } = tls
  return {
    address,
    tls: {
      ...defined({ serverRootCACertificate: ca, serverNameOverride: serverName }),
      ...(client === undefined ? {} : { clientCertPair: { crt: client.cert, key: client.key } }),
    },
    ...defined({ apiKey: environment.TEMPORAL_API_KEY }),
  }
}
