/**
 * Beside API and worker: replays the cases that auditors ask for, in a program of its own, so that neither waits
 * for it. SIGTERM lets the one under way end.
 */
import { readFileSync } from 'node:fs'
import { REPLAY_CHANNEL } from '../db/queries/replays.ts'
import { listen } from '../db/listen.ts'
import { environmentOrExit } from '../environment.ts'
import { exitWithParent, failWith, tellParentReady } from '../lifecycle.ts'
import { databasePlace } from '../start/database.ts'
import { withHistoriesLazily } from './history/open.ts'
import { Replays } from './replays/replays.ts'

exitWithParent()
const { version: release } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly version: string
}
const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
})

try {
  const place = databasePlace(environmentOrExit())
  await withHistoriesLazily('seven-ones replayer', async ({ database, replayer }) => {
    const replays = new Replays({ database, replayer, release, warn: (text) => void process.stderr.write(`${text}\n`) })
    const hints = listen(place, REPLAY_CHANNEL, () => replays.hint())
    replays.start()
    tellParentReady()
    await stopped
    await replays.stop()
    await hints.close()
  })
} catch (error) {
  failWith('重放进程', error)
}
process.exit(0)
