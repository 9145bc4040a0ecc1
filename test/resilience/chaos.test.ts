import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../scripts/chaos/report.ts'
import { NODE_ARGUMENTS } from '../../start/node-arguments.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const [MINUTES, SEED] = ['0.5', '1']
/** A run of half a minute opens more than it needs, and all must be finished. */
const OPEN = '4'

/** What the command tells on its last line; `said` is the rest, for a failure. */
function chaos(...args: string[]): Promise<{ report: Report; said: string }> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [...NODE_ARGUMENTS, 'scripts/chaos.ts', ...args],
      { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 },
      (_error, stdout, stderr) => {
        const lines = stdout.trimEnd().split('\n')
        try {
          resolve({ report: JSON.parse(lines.at(-1) ?? '') as Report, said: lines.slice(0, -1).join('\n') })
        } catch {
          reject(new Error(`no report:\n${stdout}\n${stderr}`))
        }
      },
    )
  })
}

describe('everything is killed and frozen under load', () => {
  it('R-36, R-39: nothing that was answered is lost, every history tells again what was lived, and every case comes to its end', async () => {
    const { report, said } = await chaos('--minutes', MINUTES, '--seed', SEED, '--open', OPEN)
    process.stdout.write(`${JSON.stringify(report)}\n`)
    const { losses, differences, unfinished, missing } = report
    expect({ losses, differences, unfinished, missing }, said).toEqual({
      losses: 0,
      differences: 0,
      unfinished: 0,
      missing: [],
    })
  }, 1_800_000)
})
