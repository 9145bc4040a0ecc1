import { Client, Connection } from '@temporalio/client'
import type { Environment } from '../environment.ts'
import { temporalConnection } from './connection.ts'
import { dataConverter } from './data-converter.ts'
import { type Keyring, readKeyring } from './keyring.ts'

/**
 * A client that speaks our encryption. Gives up after five seconds where nobody answers; the caller closes
 * `client.connection`.
 */
export async function connectTemporal(
  environment: Environment,
  keyring: Keyring = readKeyring(environment),
): Promise<Client> {
  const connection = await Connection.connect({ ...temporalConnection(environment), connectTimeout: '5 seconds' })
  return new Client({ connection, namespace: environment.TEMPORAL_NAMESPACE, dataConverter: dataConverter(keyring) })
}
