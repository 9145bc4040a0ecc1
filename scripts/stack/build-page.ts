/** The page, built where its sources have changed since. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { PAGE_FOLDER } from '../../api/page/built.ts'
import { StackError } from './program.ts'

const top = fileURLToPath(new URL('../../', import.meta.url))
const stamp = join(PAGE_FOLDER, 'sources')

/** What ends up in the page: its own files, and what of the domain it may use. */
const SOURCES = [
  'package-lock.json',
  'scripts/stack/build-page.ts',
  'web/*.html',
  'web/vite.config.ts',
  'web/src/**/*',
  'domain/**/*.ts',
]

export async function buildPage(say: (text: string) => void): Promise<void> {
  const sources = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  const started = Date.now()
  say('正在构建页面…')
  // In a process of its own: it sets NODE_ENV for itself, and for whatever runs beside it.
  const vite = join(top, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', '--config', join(top, 'web/vite.config.ts'), '--logLevel', 'warn']
  // Whoever builds it, tests too: React's other build is half as large again.
  const env = { ...process.env, NODE_ENV: 'production' }
  await promisify(execFile)(process.execPath, args, { cwd: top, env }).catch((error: unknown) => {
    throw new StackError(`页面构建不成：${error instanceof Error ? error.message : String(error)}`)
  })
  writeFileSync(stamp, sources)
  say(`页面已构建，用时 ${((Date.now() - started) / 1000).toFixed(1)} 秒。`)
}

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap((pattern) => globSync(pattern, { cwd: top, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted())
    hash.update(file.slice(top.length)).update(readFileSync(file))
  return hash.digest('hex')
}
