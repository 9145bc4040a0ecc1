/** What lies in DATA_DIR is its owner's alone: keys, histories, logs. */
import { chmodSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Ours in DATA_DIR, which may hold other things too. */
const OURS = /^(?:temporal\.db.*|payload-keys|development-issuer\.json|stack\.lock)$/
const LOGS = /\.log$/

/** What a stack of an earlier release left open to others is closed; PostgreSQL keeps its own folder closed. */
export function closeToOthers(dataDir: string): void {
  closeIn(dataDir, OURS)
  closeIn(join(dataDir, 'logs'), LOGS)
}

function closeIn(folder: string, ours: RegExp): void {
  for (const name of namesIn(folder).filter((each) => ours.test(each))) {
    const file = join(folder, name)
    if (lstatSync(file).isFile()) chmodSync(file, 0o600)
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
