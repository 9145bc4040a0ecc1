/** Temporal as in production: its own server on PostgreSQL, built once for this user. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { cacheDir } from '../scripts/stack/cache.ts'
import { findOnPath, isExecutable } from '../scripts/stack/find-on-path.ts'
import { goInstall } from '../scripts/stack/go-install.ts'
import { lastLines, StackError, startProgram } from '../scripts/stack/program.ts'
import type { Program } from '../scripts/stack/program.ts'

/** The next one wants a newer Go than most machines have. */
const VERSION = 'v1.32.1'
/** Temporal keeps the ports of its members as `smallint`. */
const [FIRST_PORT, LAST_PORT] = [20_000, 32_767] as const
const [DEFAULT, VISIBILITY] = ['temporal', 'temporal_visibility'] as const

export interface ServerPrograms {
  readonly server: string
  readonly sql: string
}

/** Their paths; builds what is not in the cache, which takes minutes. */
export async function temporalServerPrograms(say: (text: string) => void): Promise<ServerPrograms> {
  const [server = '', sql = ''] = ['temporal-server', 'temporal-sql-tool'].map((name) =>
    join(cacheDir, 'bin', `${name}-${VERSION}`),
  )
  const missing = Object.entries({ server, 'tools/sql': sql }).filter(([, path]) => !isExecutable(path))
  if (missing.length > 0) say(`正在用 Go 编译 temporal-server ${VERSION}（两核约 9 分钟，只此一次）…`)
  for (const [folder, path] of missing) {
    const built =
      findOnPath('go') !== undefined && (await goInstall(`go.temporal.io/server/cmd/${folder}@${VERSION}`, path))
    if (!built) throw new StackError(`测量需要 temporal-server ${VERSION}：请安装 Go 后重试（编译的原因见上）。`)
  }
  return { server, sql }
}

export interface Place {
  /** For its configuration. */
  readonly folder: string
  readonly logFile: string
  /** Of PostgreSQL: Temporal's databases are made in it. */
  readonly databaseUrl: string
  readonly shards: number
}

/** Makes Temporal's databases in a PostgreSQL that has none of them. */
export async function prepareDatabases(sql: string, { databaseUrl, logFile }: Place): Promise<void> {
  const { hostname, port, username, password } = new URL(databaseUrl)
  const server = ['--plugin', 'postgres12', '--ep', hostname, '-p', port, '-u', username, '--pw', password]
  for (const [database, schema] of [
    [DEFAULT, 'temporal'],
    [VISIBILITY, 'visibility'],
  ] as const)
    for (const step of [
      ['create'],
      ['setup-schema', '-v', '0.0'],
      ['update-schema', '--schema-name', `postgresql/v12/${schema}`],
    ]) {
      const args = [...server, '--db', database, ...step]
      const end = await (await startProgram({ name: 'temporal-sql-tool', command: sql, args, logFile })).ended
      if (end !== '退出码 0') throw new StackError(`建立 Temporal 的数据库失败（${end}）。${lastLines(logFile)}`)
    }
}

/** Starts the process; whoever needs it waits for its address. */
export async function startTemporalServer(
  server: string,
  place: Place,
): Promise<{ readonly program: Program; readonly address: string }> {
  const ports = await membersPorts(9)
  const config = join(place.folder, 'config')
  mkdirSync(config, { recursive: true })
  // JSON is YAML.
  writeFileSync(join(config, 'bench.yaml'), JSON.stringify(configuration(place, ports)))
  writeFileSync(join(config, 'dynamic.yaml'), '{}')
  const program = await startProgram({
    name: 'temporal-server',
    command: server,
    args: ['--root', place.folder, '--config', 'config', '--env', 'bench', '--allow-no-auth', 'start'],
    logFile: place.logFile,
  })
  return { program, address: `127.0.0.1:${ports[0]}` }
}

async function membersPorts(count: number): Promise<readonly number[]> {
  const ports: number[] = []
  const begin = FIRST_PORT + Math.floor(Math.random() * 10_000)
  for (let port = begin; ports.length < count; port += 1) {
    if (port > LAST_PORT)
      throw new StackError(`temporal-server 要 ${count} 个端口，${begin} 到 ${LAST_PORT} 之间没有。`)
    if (await isFree(port)) ports.push(port)
  }
  return ports
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

function configuration({ folder, databaseUrl, shards }: Place, ports: readonly number[]) {
  const { host, username, password } = new URL(databaseUrl)
  const store = (databaseName: string, maxConns: number) => ({
    sql: {
      pluginName: 'postgres12',
      databaseName,
      connectAddr: host,
      connectProtocol: 'tcp',
      user: username,
      password,
      maxConns,
      maxIdleConns: maxConns,
      maxConnLifetime: '1h',
    },
  })
  const [frontend, frontendMembers, http, ...others] = ports
  const service = (index: number) => ({
    rpc: { grpcPort: others[index], membershipPort: others[index + 1], bindOnLocalHost: true },
  })
  return {
    log: { stdout: true, level: 'error' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      numHistoryShards: shards,
      datastores: { default: store(DEFAULT, 20), visibility: store(VISIBILITY, 5) },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: {
      frontend: {
        rpc: { grpcPort: frontend, membershipPort: frontendMembers, httpPort: http, bindOnLocalHost: true },
      },
      history: service(0),
      matching: service(2),
      worker: service(4),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: `127.0.0.1:${frontend}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: join(folder, 'config', 'dynamic.yaml'), pollInterval: '60s' },
  }
}
