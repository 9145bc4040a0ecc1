/** Whether we may listen where we are told to. */
import { createServer } from 'node:net'
import type { Environment } from '../environment.ts'
import { EnvironmentError } from '../environment.ts'

export type PortVariable =
  | 'PORT'
  | 'METRICS_PORT'
  | 'API_METRICS_PORT'
  | 'PG_PORT'
  | 'TEMPORAL_PORT'
  | 'TEMPORAL_UI_PORT'
  | 'SMS_PORT'

const WHAT: Record<PortVariable, string> = {
  PORT: 'API',
  METRICS_PORT: '工作进程指标',
  API_METRICS_PORT: 'API 指标',
  PG_PORT: '内置 PostgreSQL',
  TEMPORAL_PORT: '内置 Temporal',
  TEMPORAL_UI_PORT: 'Temporal 页面',
  SMS_PORT: '开发用短信',
}

const AT_HOST: ReadonlySet<PortVariable> = new Set(['PORT', 'METRICS_PORT', 'API_METRICS_PORT'])

/**
 * Listens for a moment: what is ours alone at HOST, the embedded servers at 127.0.0.1. Throws `EnvironmentError` where
 * the port is taken, or the address is none of this machine's.
 */
export async function assertListens(environment: Environment, variable: PortVariable): Promise<void> {
  const host = AT_HOST.has(variable) ? environment.HOST : '127.0.0.1'
  const server = createServer()
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen({ port: environment[variable], host }, resolve)
    })
  } catch (error) {
    throw listeningProblem(environment, variable, error)
  }
  await new Promise((resolve) => server.close(resolve))
}

/** The sentence for what `listen` failed with; any other error as it is. */
export function listeningProblem(environment: Environment, variable: PortVariable, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const port = `环境变量 ${variable}=${environment[variable]} 不能用（${WHAT[variable]}）`
  switch (code) {
    case 'EADDRINUSE':
      return new EnvironmentError(`${port}：端口已被占用，请结束占用它的程序，或换一个端口。`)
    case 'EACCES':
      return new EnvironmentError(`${port}：没有权限监听这个端口，请换一个 1024 以上的。`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new EnvironmentError(`环境变量 HOST=${environment.HOST} 不能用：不是这台机器的地址。`)
    default:
      return error
  }
}
