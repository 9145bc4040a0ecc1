/** One sender after the other, each for its share of the time. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { City } from '../../domain/city/city.schema.ts'
import type { TokenOf } from '../demo/client.ts'
import { StackError } from '../stack/program.ts'
import { configOf } from './config.ts'
import { documentAt, openTo, operationsOf } from './document.ts'
import { readReport } from './findings.ts'
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

export async function fuzz(the: Fuzz): Promise<readonly SenderReport[]> {
  const { url, city, tokenOf, minutes, say, signal } = the
  const document = await documentAt(url)
  const runs = SENDERS.map((sender) => ({ sender, open: openTo(document, sender) }))
  const operations = runs.reduce((sum, { open }) => sum + operationsOf(open), 0)
  say('正在为每个角色各办几件，停在各个阶段…')
  const own = new Map<Sender, OwnCases>()
  for (const sender of SENDERS)
    if (sender.party !== undefined && !LOOKING.includes(sender.role))
      own.set(sender, await ownCasesOf(sender.party, url, tokenOf, city))
  const all = together([...own.values()])
  const reports: SenderReport[] = []
  for (const { sender, open } of runs) {
    signal.throwIfAborted()
    const seconds = Math.max(5, Math.round((minutes * 60 * operationsOf(open)) / operations))
    say(`${nameOf(sender)}：${operationsOf(open)} 个操作，${seconds} 秒…`)
    const subscriptions = await subscriptionsOf(sender, url, tokenOf)
    const vocabulary = vocabularyOf(city, { ...(own.get(sender) ?? all), subscriptions })
    reports.push({ name: nameOf(sender), found: await found(the, sender, { open, vocabulary, seconds }) })
  }
  return reports
}

interface Share {
  readonly open: object
  readonly vocabulary: ReturnType<typeof vocabularyOf>
  readonly seconds: number
}

async function found(the: Fuzz, sender: Sender, { open, vocabulary, seconds }: Share): Promise<Found> {
  const { python, url, tokenOf, seed, signal } = the
  const folder = join(the.folder, nameOf(sender).replaceAll(/\W+/g, '-'))
  mkdirSync(folder, { mode: 0o700 })
  const [document, config, report] = ['openapi.json', 'schemathesis.toml', 'report.ndjson'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  writeFileSync(document, JSON.stringify(open))
  writeFileSync(config, configOf(vocabulary, { seed, seconds, isSignedIn: sender.party !== undefined }))
  const token = sender.party === undefined ? undefined : await tokenOf(sender.party)
  const logFile = join(folder, 'schemathesis.log')
  const program = await startRun(python, { url, document, config, report, logFile, token })
  const stop = () => program.kill('SIGTERM')
  signal.addEventListener('abort', stop)
  const end = await program.ended
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
  return readReport(report).catch(() => {
    throw new StackError(`schemathesis 没有写出报告（${end}），见 ${logFile}`)
  })
}
