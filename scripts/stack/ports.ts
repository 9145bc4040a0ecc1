import { createServer } from 'node:net'
import type { Environment } from '../../environment.ts'
import { assertListens } from '../../start/listening.ts'

/** Throws `EnvironmentError` where somebody else has already taken one of our ports: the first is named. */
export async function assertPortsFree(environment: Environment): Promise<void> {
  await assertListens(environment, 'PORT')
  await assertListens(environment, 'METRICS_PORT')
  if (environment.API_METRICS_PORT !== undefined) await assertListens(environment, 'API_METRICS_PORT')
  if (environment.DATABASE_URL === undefined) await assertListens(environment, 'PG_PORT')
  if (environment.TEMPORAL_ADDRESS !== undefined) return
  await assertListens(environment, 'TEMPORAL_PORT')
  await assertListens(environment, 'TEMPORAL_UI_PORT')
}

/** Ports that nobody uses now, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer().once('error', reject)
          server.listen(0, '127.0.0.1', () => resolve(server))
        }),
    ),
  )
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}
