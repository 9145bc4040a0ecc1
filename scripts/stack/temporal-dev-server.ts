/** Temporal's own dev server: one process, SQLite, with the Web UI. */
import { Connection } from '@temporalio/client'
import { type Program, startProgram, waitFor } from './program.ts'

export type DevServerOptions = {
  port: number
  /** Without one: no Web UI. */
  uiPort?: number
  /** Without one, nothing is kept. */
  dbFile?: string
  logFile: string
  /** Of the server's dynamic configuration. */
  settings?: Readonly<Record<string, number>>
}

export type DevServer = { readonly address: string; readonly program: Program }

/** Starts the process; `untilAnswering` is another step, so that whoever started it can end it in between. */
export async function startDevServer(command: string, options: DevServerOptions): Promise<DevServer> {
  const program = await startProgram({
    name: 'Temporal',
    command,
    args: [
      'server',
      'start-dev',
      '--ip',
      '127.0.0.1',
      '--port',
      String(options.port),
      '--log-level',
      'warn',
      ...(options.uiPort === undefined ? ['--headless'] : ['--ui-port', String(options.uiPort)]),
      ...(options.dbFile === undefined ? [] : ['--db-filename', options.dbFile]),
      ...Object.entries(options.settings ?? {}).flatMap(([name, value]) => [
        '--dynamic-config-value',
        `${name}=${value}`,
      ]),
    ],
    logFile: options.logFile,
    stopSignal: 'SIGINT',
  })
  return { address: `127.0.0.1:${options.port}`, program }
}

export async function untilAnswering({ address, program }: DevServer, signal?: AbortSignal): Promise<void> {
  await waitFor(
    program,
    async () => {
      const connection = await Connection.connect({ address, connectTimeout: '2 seconds' })
      await connection.close()
      return true
    },
    { withinMs: 60_000, ...(signal && { signal }) },
  )
}
