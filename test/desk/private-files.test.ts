import { chmodSync, existsSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeDataDir } from '../../config/data-dir.ts'
import { closeToOthers } from '../../scripts/stack/files.ts'
import { takeLock } from '../../scripts/stack/lock.ts'
import { startProgram } from '../../scripts/stack/program.ts'

const modeOf = (path: string) => statSync(path).mode & 0o777
const folder = () => mkdtempSync(join(tmpdir(), 'seven-ones-files-'))

it('whatever a program of the stack writes, and its log, is its owner’s alone', async () => {
  const dir = folder()
  const [file, logFile] = [join(dir, 'temporal.db'), join(dir, 'logs/temporal.log')]
  mkdirSync(join(dir, 'logs'))
  writeFileSync(logFile, 'of an earlier release', { mode: 0o644 })
  const before = process.umask(0o022)
  try {
    const program = await startProgram({ name: 'writer', command: 'sh', args: ['-c', `echo x > '${file}'`], logFile })
    await program.ended
    writeFileSync(join(dir, 'ours'), '')
  } finally {
    process.umask(before)
  }
  expect([modeOf(file), modeOf(logFile)]).toEqual([0o600, 0o600])
  expect(modeOf(join(dir, 'ours'))).toBe(0o644)
})

it('the folder of the data is nobody else’s to list, and the lock nobody else’s to read', async () => {
  const dir = join(folder(), 'a/b')
  makeDataDir(dir)
  expect(modeOf(dir) & 0o066).toBe(0)
  const lock = await takeLock(dir)
  expect(modeOf(join(dir, 'stack.lock'))).toBe(0o600)
  lock.release()
  expect(existsSync(join(dir, 'stack.lock'))).toBe(false)
})

it('what an earlier release left open is closed, and nothing that is not ours', () => {
  const dir = folder()
  mkdirSync(join(dir, 'logs'))
  const ours = ['temporal.db', 'temporal.db-wal', 'payload-keys', 'development-issuer.json', 'logs/api.log']
  for (const name of [...ours, 'notes.txt']) {
    writeFileSync(join(dir, name), '')
    chmodSync(join(dir, name), 0o644)
  }
  closeToOthers(dir)
  expect(ours.map((name) => modeOf(join(dir, name)))).toEqual(ours.map(() => 0o600))
  expect(modeOf(join(dir, 'notes.txt'))).toBe(0o644)
})
