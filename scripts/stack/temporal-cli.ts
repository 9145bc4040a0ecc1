/**
 * The `temporal` program with its dev server: on the PATH, in our cache, in Go's folder, else downloaded from where the
 * SDK does, else built once with Go, else downloaded by the SDK itself, which knows of proxies.
 */
import { mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { TestWorkflowEnvironment } from '@temporalio/testing'
import { cacheDir } from './cache.ts'
import { findOnPath, isExecutable } from './find-on-path.ts'
import { goInstall, goPath } from './go-install.ts'
import { StackError } from './program.ts'
import { downloaded } from './sdk-download.ts'

/** Later versions cannot be installed by `go install`. */
const VERSION = 'v1.5.1'
const cached = join(cacheDir, 'bin', 'temporal')

/** The path of the program; sets it up where this machine has none. */
export async function temporalCli(say: (text: string) => void, signal?: AbortSignal): Promise<string> {
  const present = findOnPath('temporal') ?? [cached, join(goPath(), 'bin', 'temporal')].find(isExecutable)
  if (present) return present
  say(`正在下载 Temporal ${VERSION}…`)
  if (await downloaded({ artifact: 'cli', version: VERSION, to: cached, signal })) return cached
  signal?.throwIfAborted()
  if (findOnPath('go')) {
    const started = Date.now()
    say(`下载不到，改用 Go 编译 Temporal ${VERSION}（约 3 分钟，只此一次）…`)
    if (await goInstall(`github.com/temporalio/cli/cmd/temporal@${VERSION}`, cached, signal)) {
      say(`Temporal 已安装，用时 ${Math.round((Date.now() - started) / 1000)} 秒。`)
      return cached
    }
    signal?.throwIfAborted()
    say('用 Go 编译 Temporal 没有成功，改由 SDK 下载…')
  } else {
    say('下载不到，本机也没有 Go，改由 SDK 下载 Temporal…')
  }
  const path = await download()
  if (path) return path
  throw new StackError(
    `没有可用的 Temporal：请安装 Go 后重试，或把 temporal 命令放到 PATH 上（${VERSION} 起），或用环境变量 TEMPORAL_ADDRESS 指明一台已有的 Temporal 服务器。`,
  )
}

/** The SDK downloads when it starts a server: one is started and ended at once, and its program stays in the cache. */
async function download(): Promise<string | undefined> {
  const downloadDir = dirname(cached)
  mkdirSync(downloadDir, { recursive: true })
  try {
    const probe = await TestWorkflowEnvironment.createLocal({
      server: { executable: { type: 'cached-download', downloadDir, ttl: '365 days' } },
    })
    await probe.teardown()
  } catch {
    return undefined
  }
  return readdirSync(downloadDir)
    .filter((name) => name.startsWith('temporal-'))
    .map((name) => join(downloadDir, name))
    .find(isExecutable)
}
