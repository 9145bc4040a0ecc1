/** One sender after the other, each for its share of the time. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { City } from '../../domain/city/city.schema.ts'
import type { TokenOf } from '../demo/client.ts'
import { StackError } from '../stack/program.ts'
import { configOf } from './config.ts'
import type { Vocabulary } from './config.ts'
import { documentAt, operationsFor } from './document.ts'
import type { Operations } from './document.ts'
import { foundTogether, readReport } from './findings.ts'
import type { Found } from './findings.ts'
import { ownCasesOf, subscriptionsOf, together } from './own-cases.ts'
import type { OwnCases } from './own-cases.ts'
import { nameOf, SENDERS } from './parties.ts'
import type { Sender } from './parties.ts'
import { startRun } from './schemathesis.ts'
import type { SenderReport } from './tell.ts'
import { vocabularyOf } from './vocabulary.ts'

export interface Fuzz {
  readonly python: string
  readonly url: string
  readonly city: City
  readonly tokenOf: TokenOf
  readonly folder: string
  readonly minutes: number
  readonly seed: number
  readonly say: (text: string) => void
  readonly signal: AbortSignal
}

/** They act on no case: they are shown everybody's. */
const LOOKING: readonly Sender['role'][] = ['auditor', 'administrator', 'nobody']

/** What goes on from one answer to the next has its own share of the time, or the others would leave it none. */
const PARTS = [
  { name: 'single', phases: 'examples,coverage,fuzzing', share: 0.65 },
  { name: 'stateful', phases: 'stateful', share: 0.35 },
] as const

export async function fuzz(the: Fuzz): Promise<readonly SenderReport[]> {
  const { url, city, tokenOf, minutes, folder, say } = the
  const document = await documentAt(url)
  writeFileSync(join(folder, DOCUMENT), JSON.stringify(document))
  const runs = SENDERS.map((sender) => ({ sender, operations: operationsFor(document, sender) }))
  const total = runs.reduce((sum, { operations }) => sum + operations.open.length, 0)
  say('正在为每个角色各办几件，停在各个阶段…')
  const own = await everybodysCases(the)
  const all = together([...own.values()])
  const reports: SenderReport[] = []
  for (const { sender, operations } of runs) {
    const seconds = (minutes * 60 * operations.open.length) / total
    say(`${nameOf(sender)}：${operations.open.length} 个操作，约 ${Math.round(seconds)} 秒…`)
    const subscriptions = await subscriptionsOf(sender, url, tokenOf)
    const vocabulary = vocabularyOf(city, { ...(own.get(sender) ?? all), subscriptions })
    const found: Found[] = []
    for (const part of PARTS) found.push(await foundIn(the, { sender, operations, vocabulary, seconds, part }))
    reports.push({ name: nameOf(sender), found: foundTogether(found) })
  }
  return reports
}

async function everybodysCases({ url, city, tokenOf }: Fuzz): Promise<ReadonlyMap<Sender, OwnCases>> {
  const own = new Map<Sender, OwnCases>()
  for (const sender of SENDERS)
    if (sender.party !== undefined && !LOOKING.includes(sender.role))
      own.set(sender, await ownCasesOf(sender.party, url, tokenOf, city))
  return own
}

interface Part {
  readonly sender: Sender
  readonly operations: Operations
  readonly vocabulary: Vocabulary
  readonly seconds: number
  readonly part: (typeof PARTS)[number]
}

const DOCUMENT = 'openapi.json'
const LEAST_SECONDS = 5

async function foundIn(the: Fuzz, { sender, operations, vocabulary, seconds, part }: Part): Promise<Found> {
  const { python, url, tokenOf, seed, signal } = the
  const { party } = sender
  const folder = join(the.folder, `${nameOf(sender).replaceAll(/\W+/g, '-')}-${part.name}`)
  mkdirSync(folder, { mode: 0o700 })
  const [config, report, logFile] = ['schemathesis.toml', 'report.ndjson', 'schemathesis.log'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  const bounds = { seconds: Math.max(LEAST_SECONDS, Math.round(seconds * part.share)), closed: operations.closed }
  writeFileSync(config, configOf(vocabulary, { ...bounds, seed, isSignedIn: party !== undefined }))
  const token = party === undefined ? undefined : await tokenOf(party)
  signal.throwIfAborted()
  const document = join(the.folder, DOCUMENT)
  const program = await startRun(python, { url, document, config, phases: part.phases, report, logFile, token })
  const stop = () => program.kill('SIGTERM')
  signal.addEventListener('abort', stop)
  const end = await program.ended
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
  return readReport(report).catch(() => {
    throw new StackError(`schemathesis 没有写出报告（${end}），见 ${logFile}`)
  })
}
