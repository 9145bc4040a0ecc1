// One installation at a time in one clone. The lock lies beside node_modules, for `npm ci` deletes what is inside; it
// names who installs, so that the next
// one can tell a living installation, which is waited for, from one that was killed, which is taken over. Plain
// JavaScript, with no dependency.
import { execFileSync } from 'node:child_process'
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 200
/** A lock without content is being written, unless it is older than this. */
const BEING_WRITTEN_MS = 10_000

/** Whether somebody installs, or was killed while installing. */
export const isLocked = (root) => read(fileIn(root)) !== undefined

/**
 * Runs `work` as the only one in this clone. It is given `tookOver`: whether an installation was killed before, and
 * `remember(pid)` for the process group that installs, which is ended where we are killed and another takes over.
 * `onWait(pid)` is called once where somebody else installs; `stopped()` ends the wait.
 */
export async function installingAlone(root, { onWait, stopped }, work) {
  const file = fileIn(root)
  const mine = { owner: known(process.pid) }
  const tookOver = await take(file, mine, { onWait, stopped })
  const release = () => {
    if (read(file)?.owner?.pid === process.pid) rmSync(file, { force: true })
  }
  process.once('exit', release)
  try {
    return await work({
      tookOver,
      remember: (pid) => writeFileSync(file, JSON.stringify({ ...mine, installer: known(pid) })),
    })
  } finally {
    release()
    process.off('exit', release)
  }
}

async function take(file, mine, { onWait, stopped }) {
  for (let waited = false; ; await sleep(POLL_MS)) {
    if (create(file, mine)) return false
    const held = read(file)
    if (held === undefined) continue
    if (!isLive(held)) {
      if (await takeOver(file, mine)) return true
    } else if (!waited) {
      waited = true
      onWait(held.owner?.pid)
    }
    if (stopped()) process.exit(143)
  }
}

/** One at a time, and never a lock that somebody else has taken over meanwhile. */
async function takeOver(file, mine) {
  const guard = `${file}.over`
  if (!create(guard, mine)) {
    const other = read(guard)
    if (other !== undefined && !isLive(other)) rmSync(guard, { force: true })
    return false
  }
  try {
    const left = read(file)
    if (left === undefined || isLive(left)) return false
    await end(left.installer)
    const mineIn = `${file}.${process.pid}`
    writeFileSync(mineIn, JSON.stringify(mine))
    renameSync(mineIn, file)
    return true
  } finally {
    rmSync(guard, { force: true })
  }
}

/** What a killed installation left running goes on writing: politely, then not. */
async function end(installer) {
  if (installer === undefined || !isAlive(installer)) return
  for (const [signal, patienceMs] of [
    ['SIGTERM', 10_000],
    ['SIGKILL', 5_000],
  ]) {
    signalGroup(installer.pid, signal)
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline && isAlive(installer);) await sleep(POLL_MS)
    if (!isAlive(installer)) return
  }
}

/** Of nobody, where the group has ended by now. */
export function signalGroup(leader, signal) {
  try {
    process.kill(process.platform === 'win32' ? leader : -leader, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

function create(file, content) {
  try {
    writeFileSync(file, JSON.stringify(content), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function read(file) {
  try {
    const [text, { mtimeMs }] = [readFileSync(file, 'utf8'), statSync(file)]
    return { ...contentOf(text), writtenAt: mtimeMs }
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function contentOf(text) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

const fileIn = (root) => join(root, '.install.lock')
const isLive = ({ owner, writtenAt }) =>
  owner === undefined ? Date.now() - writtenAt < BEING_WRITTEN_MS : isAlive(owner)
const known = (pid) => ({ pid, startedAt: startOf(pid) ?? '' })

/** A pid may be somebody else's by now: the start time tells. */
const isAlive = ({ pid, startedAt }) => startOf(pid) === startedAt

function startOf(pid) {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return afterName[0] === 'Z' ? undefined : afterName[19]
  } catch {
    if (process.platform === 'linux') return undefined
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}
