/** A real S3 server for the tests of the file store: on the PATH, in our cache, in Go's folder, else built with Go. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDir } from './cache.ts'
import { findOnPath, isExecutable } from './find-on-path.ts'
import { goInstall, goPath } from './go-install.ts'
import { type Program, StackError, startProgram, waitFor } from './program.ts'

export const VERSITYGW_VERSION = 'v1.8.0'
const cached = join(cacheDir, 'bin', 'versitygw')

/** Undefined where this machine has none. */
export function installedVersitygw(): string | undefined {
  return findOnPath('versitygw') ?? [cached, join(goPath(), 'bin', 'versitygw')].find(isExecutable)
}

/** The path of the program; builds it where this machine has none. */
export async function versitygw(say: (text: string) => void): Promise<string> {
  const present = installedVersitygw()
  if (present !== undefined) return present
  if (findOnPath('go') === undefined)
    throw new StackError(
      `没有 versitygw，也没有 Go 可以编译它：请安装 Go，或把 versitygw（${VERSITYGW_VERSION}）放到 PATH 上。`,
    )
  say(`正在用 Go 编译 versitygw ${VERSITYGW_VERSION}（约 4 分钟，只此一次）…`)
  if (await goInstall(`github.com/versity/versitygw/cmd/versitygw@${VERSITYGW_VERSION}`, cached)) return cached
  throw new StackError(`用 Go 编译 versitygw ${VERSITYGW_VERSION} 没有成功，原因见上。`)
}

interface Served {
  readonly folder: string
  readonly port: number
  readonly bucket: string
  readonly accessKey: string
  readonly secretKey: string
}

/** Serves one bucket out of a folder, at 127.0.0.1. */
export async function startVersitygw(command: string, served: Served): Promise<Program> {
  const { folder, port, bucket, accessKey, secretKey } = served
  const [buckets, sidecar] = [join(folder, 'buckets'), join(folder, 'sidecar')]
  for (const each of [join(buckets, bucket), sidecar]) mkdirSync(each, { recursive: true })
  const program = await startProgram({
    name: 'versitygw',
    command,
    args: ['--port', `127.0.0.1:${port}`, '--quiet', '--keep-alive', 'posix', '--sidecar', sidecar, buckets],
    env: { ...process.env, ROOT_ACCESS_KEY: accessKey, ROOT_SECRET_KEY: secretKey },
    logFile: join(folder, 'versitygw.log'),
  })
  await waitFor(program, async () => (await fetch(`http://127.0.0.1:${port}/`)).status === 403, { withinMs: 20_000 })
  return program
}
