import { Connection } from '@temporalio/client'
import type { Environment } from '../environment.ts'
import { temporalConnection } from './connection.ts'
import { ensureNamespace, ensureSearchAttributes } from './namespace.ts'

/** Closed cases stay in Temporal for at least so long; by then they are archived. */
export const RETENTION_DAYS = 90

/** Namespace and search attributes on the server of this environment; safe to call again. */
export async function prepareTemporal(environment: Environment): Promise<void> {
  const connection = await Connection.connect({ ...temporalConnection(environment), connectTimeout: '5 seconds' })
  try {
    await ensureNamespace(connection, { namespace: environment.TEMPORAL_NAMESPACE, retentionDays: RETENTION_DAYS })
    await ensureSearchAttributes(connection, environment.TEMPORAL_NAMESPACE)
  } finally {
    await connection.close()
  }
}
