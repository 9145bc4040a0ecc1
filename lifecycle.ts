/** What every program of ours does with the process it runs in. */
import { EnvironmentError } from './environment.ts'

/**
 * A program started by `npm start` ends in order when that is gone, however it went: no orphans. Alone, it has no
 * parent to watch.
 */
export function exitWithParent(): void {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  // Listening alone must not keep us alive once our work is done.
  process.channel?.unref()
}

export function tellParentReady(): void {
  process.send?.('ready')
}

/** A wrong environment is one sentence and exit code 2; anything else has its reason, and exit code 1. */
export function failWith(who: string, error: unknown): never {
  if (error instanceof EnvironmentError) {
    process.stderr.write(`${error.message}\n`)
    process.exit(2)
  }
  process.stderr.write(`${who}无法运行：${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
}
