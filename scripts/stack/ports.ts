import { createServer } from 'node:net'
import type { Environment } from '../../environment.ts'
import { StackError } from './program.ts'

/** Which of our ports somebody else has already taken: the first is named. */
export async function assertPortsFree(environment: Environment): Promise<void> {
  const ours = [
    ['PORT', 'API', true],
    ['METRICS_PORT', '工作进程指标', true],
    ['PG_PORT', '内置 PostgreSQL', environment.DATABASE_URL === undefined],
    ['TEMPORAL_PORT', '内置 Temporal', environment.TEMPORAL_ADDRESS === undefined],
    ['TEMPORAL_UI_PORT', 'Temporal 页面', environment.TEMPORAL_ADDRESS === undefined],
  ] as const
  for (const [variable, what, needed] of ours) {
    if (needed && !(await isFree(environment[variable])))
      throw new StackError(
        `端口 ${environment[variable]}（${what}）已被占用，请结束占用它的程序，或用环境变量 ${variable} 换一个端口。`,
      )
  }
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
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
