import { randomInt } from 'node:crypto'
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

/** Below those that Linux gives to outgoing connections: one of these could have it when a program is started again. */
const [LOWEST, HIGHEST] = [10_000, 32_000]

/** Ports that nobody uses now, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>()
  while (ports.size < count) {
    const port = randomInt(LOWEST, HIGHEST)
    if (await isFree(port)) ports.add(port)
  }
  return [...ports]
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
