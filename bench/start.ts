/**
 * `node bench/start.ts --starts 5`: how long `npm start` takes to be ready, on data of its own. The first makes the
 * databases, the others are warm. The last line is JSON: seconds.
 */
import { mkdtempSync, chmodSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { failWith } from '../lifecycle.ts'
import { freePorts } from '../scripts/stack/ports.ts'
import { startProgram, waitFor } from '../scripts/stack/program.ts'
import { until } from '../scripts/demo/wait.ts'
import { countOf } from './asked.ts'
import { median, rounded } from './statistics.ts'

const READY = '水电气网联动报装已启动'
const STOPPED = '已停止。'
const WITHIN_MS = 180_000
const EVERY_MS = 50

const say = (line: string) => process.stderr.write(`${line}\n`)

/** Seconds from the command to the sentence that it is up; ends it again. */
async function startOnce(env: NodeJS.ProcessEnv, logFile: string): Promise<number> {
  const begun = performance.now()
  const program = await startProgram({
    name: 'npm start',
    command: 'npm',
    args: ['start'],
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, ...env },
    logFile,
  })
  const says = async (sentence: string) => readFileSync(logFile, 'utf8').includes(sentence)
  const patience = { withinMs: WITHIN_MS, everyMs: EVERY_MS }
  try {
    await until(
      READY,
      async () => (await says(READY)) || !program.running,
      (answer) => answer,
      patience,
    )
    const seconds = (performance.now() - begun) / 1_000
    await waitFor(program, () => says(READY), { withinMs: 0 })
    return seconds
  } finally {
    await program.stop()
    // npm may be gone before what it has started.
    if (await says(READY))
      await until(
        STOPPED,
        () => says(STOPPED),
        (answer) => answer,
        patience,
      )
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { starts: { type: 'string', default: '5' } } })
  const starts = countOf('--starts', values.starts, 100)
  const folder = mkdtempSync(join(tmpdir(), 'seven-ones-start-'))
  chmodSync(folder, 0o711)
  const names = ['PORT', 'METRICS_PORT', 'PG_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT']
  const ports = await freePorts(names.length)
  const env = { DATA_DIR: join(folder, 'data'), ...Object.fromEntries(names.map((name, i) => [name, `${ports[i]}`])) }
  const seconds: number[] = []
  for (let one = 0; one <= starts; one += 1) {
    seconds.push(await startOnce(env, join(folder, `start-${one}.log`)))
    say(`${one === 0 ? '首次' : '再次'}\t${rounded(seconds.at(-1), 2)} 秒`)
  }
  rmSync(folder, { recursive: true, force: true })
  const [first, ...warm] = seconds
  const told = warm.map((one) => rounded(one, 2))
  process.stdout.write(
    `${JSON.stringify({ first: rounded(first, 2), warm: told, median: rounded(median(warm), 2) })}\n`,
  )
}

await main().catch((error: unknown) => failWith('测量', error))
