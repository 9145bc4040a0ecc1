import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { cacheDir } from './cache.ts'

/**
 * Builds one program with Go, `github.com/temporalio/cli/cmd/temporal@v1.5.1` say; false where that does not succeed.
 * Beside the cache first and moved to its place whole, so that a broken build is never taken for a good one.
 */
export async function goInstall(program: string, to: string, signal?: AbortSignal): Promise<boolean> {
  mkdirSync(dirname(to), { recursive: true })
  mkdirSync(cacheDir, { recursive: true })
  const fresh = mkdtempSync(join(cacheDir, 'go-install-'))
  try {
    const code = await new Promise((resolve) => {
      const child = spawn('go', ['install', program], {
        stdio: ['ignore', 2, 2],
        env: { ...process.env, CGO_ENABLED: '0', GOBIN: fresh },
        ...(signal && { signal }),
      })
      child.once('error', () => resolve(-1))
      child.once('exit', resolve)
    })
    if (code !== 0) return false
    renameSync(join(fresh, basename(program).replace(/@.*/, '')), to)
    return true
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

export function goPath(): string {
  try {
    return execFileSync('go', ['env', 'GOPATH'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return process.env['GOPATH'] || join(homedir(), 'go')
  }
}
