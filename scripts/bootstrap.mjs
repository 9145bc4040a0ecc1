// The first step of every `npm run …`: plain JavaScript for any Node ≥ 20, with no dependency. It installs what the
// lock file
// says where that is missing, and hands over to Node 24 (the npm package `node`), which runs our TypeScript as it is.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installingAlone, isLocked, signalGroup } from './install-lock.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.seven-ones-stamp')
const node24 = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
const say = (text) => process.stderr.write(`${text}\n`)

// npm passes a SIGTERM to its shell only, which ends without passing it on: then our parent is gone, and we end too.
const parent = process.ppid
const isOrphan = () => process.env.npm_lifecycle_event !== undefined && process.ppid !== parent

/**
 * Runs a program to its end; signals that reach us are passed on, to its whole group where it has one. Resolves with
 * its exit code (128 + n for a signal).
 */
function run(command, args, { started = () => {}, ...options }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, ...options })
    const passOn = (signal) =>
      options.detached && child.pid !== undefined ? signalGroup(child.pid, signal) : child.kill(signal)
    const watch = setInterval(() => {
      if (!isOrphan()) return
      clearInterval(watch)
      passOn('SIGTERM')
    }, 500)
    const over = (code) => {
      clearInterval(watch)
      for (const signal of SIGNALS) process.off(signal, passOn)
      resolve(code)
    }
    for (const signal of SIGNALS) process.on(signal, passOn)
    child.once('error', (error) => {
      say(`无法运行 ${command}：${error.message}`)
      over(127)
    })
    child.once('exit', (code, signal) => over(code ?? 128 + (constants.signals[signal] ?? 0)))
    if (child.pid !== undefined) started(child.pid)
  })
}

const wantedStamp = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex')

/**
 * What npm itself wrote down on its last installation: same packages and versions, only optional ones of other
 * platforms may be absent.
 */
function installedMatchesLock() {
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
    const installed = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages
    return Object.entries(wanted).every(
      ([path, entry]) =>
        path === '' ||
        (installed[path]
          ? installed[path].version === entry.version
          : entry.optional === true || entry.devOptional === true),
    )
  } catch {
    return false
  }
}

const isStamped = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp()
const installed = () => existsSync(node24) && (existsSync(stampFile) ? isStamped() : installedMatchesLock())
const stamp = () => writeFileSync(stampFile, wantedStamp())

/**
 * Another `npm run …` in this clone may be installing: then its installation serves us too. Of one that was killed only
 * a stamp would say that it was whole.
 */
async function installOnce() {
  const onWait = (pid) => say(`另一个进程（pid ${pid ?? '未知'}）正在安装依赖，等它装完…`)
  await installingAlone(root, { onWait, stopped: isOrphan }, async ({ tookOver, remember }) => {
    if (installed() && (isStamped() || !tookOver)) return
    await install(remember)
    stamp()
  })
}

/** In a group of its own: Ctrl-C reaches us alone, and what npm itself has started ends with it. */
async function install(remember) {
  const started = Date.now()
  say('正在按 package-lock.json 安装依赖（首次约 1 分钟）…')
  const npm = process.env.npm_execpath
  const args = ['ci', '--loglevel=error', '--include=dev']
  const options = { stdio: ['ignore', 2, 2], detached: process.platform !== 'win32', started: remember }
  const code = npm ? await run(process.execPath, [npm, ...args], options) : await run('npm', args, options)
  if (code > 128) {
    say('依赖安装被中断；再运行一次即可继续。')
    process.exit(code)
  }
  if (code !== 0) {
    say(`依赖安装失败（npm ci 退出码 ${code}）。请检查网络与 npm 源后重试。`)
    process.exit(code)
  }
  say(`依赖已安装，用时 ${Math.round((Date.now() - started) / 1000)} 秒。`)
}

const [command, ...args] = process.argv.slice(2)
const script = join(root, 'scripts', `${command}.ts`)

if (Number(process.versions.node.split('.')[0]) < 20) {
  say(`需要 Node.js 20 或更高版本，当前为 ${process.versions.node}。`)
  process.exit(2)
}
if (!command || !existsSync(script)) {
  say(`没有这个命令：${command ?? '(空)'}（找不到 scripts/${command}.ts）。`)
  process.exit(2)
}
if (isLocked(root) || !installed()) await installOnce()
if (!isStamped()) stamp()

// As start/node-arguments.ts has it for the programs that are started later.
const quickly = new URL('../start/resolve-drizzle.ts', import.meta.url)
const nodeArguments = ['--disable-warning=ExperimentalWarning', ...(existsSync(quickly) ? [`--import=${quickly}`] : [])]
process.exit(await run(node24, [...nodeArguments, script, ...args], { stdio: 'inherit' }))
