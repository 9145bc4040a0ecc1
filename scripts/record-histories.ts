/**
 * `node scripts/record-histories.ts [--release 0.2] [SCENARIO…]`: plays the scenarios of a release (the latest, unless
 * told) on a real server and keeps their histories in `test/replay/recordings/<release>/`. Without names: those that
 * have no recording yet. Never overwrites one; asked to, it records nothing and exits 1.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import { failWith } from '../lifecycle.ts'
import { play, readyDevServer, NAMESPACE } from '../test/replay/recorder.ts'
import { RecordedWorker } from '../test/replay/recorded-worker.ts'
import {
  recordedNames,
  RecordingExists,
  recordingsKeyring,
  refuseExisting,
  writeRecording,
} from '../test/replay/recording.ts'
import { LATEST_RELEASE, scenariosOf } from '../test/replay/releases.ts'
import { temporalCli } from './stack/temporal-cli.ts'

/** Few enough that a case of four services, which goes on only at rest, needs a second run, and not a third. */
const CONTINUE_AS_NEW_AFTER = 60

const print = (line: string) => process.stdout.write(`${line}\n`)

try {
  const {
    values: { release },
    positionals,
  } = parseArgs({ options: { release: { type: 'string', default: LATEST_RELEASE } }, allowPositionals: true })
  const names = wanted(release, positionals)
  if (names.length === 0) print(`${release}：每个场景都有记录，没有可做的。`)
  else await recordAll(release, names)
} catch (error) {
  if (!(error instanceof RecordingExists)) failWith('记录历史', error)
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

function wanted(release: string, named: readonly string[]): readonly string[] {
  const scenarios = scenariosOf(release)
  for (const name of named) {
    if (scenarios[name] === undefined)
      throw new Error(`${release} 没有场景 ${name}；有：${Object.keys(scenarios).join('、')}`)
    refuseExisting(release, name)
  }
  const recorded = recordedNames(release)
  return named.length > 0 ? named : Object.keys(scenarios).filter((name) => !recorded.includes(name))
}

async function recordAll(release: string, names: readonly string[]): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('ERROR') })
  const cli = await temporalCli(print)
  const scenarios = scenariosOf(release)
  await record(
    cli,
    release,
    names.filter((name) => scenarios[name]?.continuesAsNew === undefined),
    {},
  )
  await record(
    cli,
    release,
    names.filter((name) => scenarios[name]?.continuesAsNew),
    { continueAsNewAfter: CONTINUE_AS_NEW_AFTER },
  )
}

async function record(
  cli: string,
  release: string,
  names: readonly string[],
  change: { continueAsNewAfter?: number },
): Promise<void> {
  if (names.length === 0) return
  const folder = mkdtempSync(join(tmpdir(), 'seven-ones-record-'))
  const server = await readyDevServer(cli, { folder, ...change })
  try {
    const worker = await RecordedWorker.begin({
      address: server.address,
      namespace: NAMESPACE,
      taskQueue: 'recordings',
      keyring: recordingsKeyring(),
    })
    try {
      for (const name of names) await recordOne(worker, release, name)
    } finally {
      await worker.end()
    }
  } finally {
    await server.program.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function recordOne(worker: RecordedWorker, release: string, name: string): Promise<void> {
  const scenario = scenariosOf(release)[name]
  if (scenario === undefined) throw new Error(`no scenario ${name}`)
  const { recording, historyEvents } = await play(worker, release, name, scenario)
  const { bytes } = writeRecording(recording)
  print(
    `${release}/${name}  运行 ${recording.runs.length} 次，历史事件 ${historyEvents} 个，` +
      `办件事件 ${recording.events.length} 个，${bytes} 字节`,
  )
}
