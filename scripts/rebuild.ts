/**
 * `npm run rebuild -- --verify`: builds the projection from the histories beside the live one and compares them row by
 * row; changes nothing, exits 1 on differences. The events are those that were lived; what a replay tells beyond them
 * counts only where it is exact. An id is a service number or that of a transfer, a credit record or a rating. `npm run
 * rebuild -- ID… | --all`: also puts the rebuilt rows in the place of those that differ.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { loadCalendars, loadCities } from '../config/load-cities.ts'
import { differentSums } from '../db/compare-sums.ts'
import { remakeSums } from '../db/fold-sums.ts'
import { compareRebuilt, replaceSubject, subjectOf } from '../db/rebuild.ts'
import type { Difference } from '../db/different-rows.ts'
import type { Comparison } from '../db/rebuild.ts'
import { actsNoted } from '../db/queries/act-journal.ts'
import { DatabaseError } from '../db/database-error.ts'
import { NewerState } from '../domain/format/state-format.ts'
import { environmentOrExit } from '../environment.ts'
import { failWith } from '../lifecycle.ts'
import { withHistories } from './history/open.ts'
import type { Opened } from './history/open.ts'
import { registrationDifferences, restoreRegistrations } from './history/registrations.ts'
import { isExact } from './history/replayer.ts'
import type { Replayed } from './history/replayer.ts'
import { allSubjects } from './history/subjects.ts'

const args = process.argv.slice(2)
const flags = args.filter((arg) => arg.startsWith('-'))
const named = args.filter((arg) => !arg.startsWith('-'))
const verifyOnly = flags.includes('--verify')
const print = (line: string) => process.stdout.write(`${line}\n`)
const inexact = new Set<string>()

if (
  flags.some((flag) => !['--verify', '--all'].includes(flag)) ||
  (!verifyOnly && !flags.includes('--all') && named.length === 0)
) {
  process.stderr.write(
    '用法：npm run rebuild -- --verify [编号…]，或 npm run rebuild -- 编号… | --all；编号为联合报装服务编号，或过户、信用记录、评价的编号\n',
  )
  process.exit(2)
}

const { applications, matters, events, differences } = await withHistories(
  'seven-ones rebuild',
  runWithRegistrations,
).catch(explained)
differences
  .slice(0, 50)
  .forEach(({ table, key, column }) => print(`不一致：${table} ${Object.values(key).join(' ')} ${column}`))
for (const subject of inexact)
  print(`${subject} 不能照样重放，只按历史中亲历的事件重建；详见 npm run replay -- ${subject}`)
const verdict = differences.length === 0 ? '与现有数据逐行一致。' : `与现有数据有 ${differences.length} 处不一致。`
print(`由历史重建 ${applications} 件申请、${matters} 件过户与信用记录等事项、${events} 个办件事件，${verdict}`)
print(JSON.stringify({ applications, matters, events, differences: differences.length }))
process.exit(differences.length === 0 ? 0 : 1)

/** Keys and numbers are no projection: they are put back first, and what only one side has is a difference. */
async function runWithRegistrations(opened: Opened): Promise<Comparison> {
  if (named.length > 0) return run(opened)
  const restored = verifyOnly ? [] : await restoreRegistrations(opened.client, opened.database)
  for (const { number, what, moved } of restored) {
    const doubt = what === 'underNoKey' ? '（其 Idempotency-Key 另有一件，请核对是否重复）' : ''
    const other = moved === undefined ? '' : `；原在此误得该编号的申请改为 ${moved.to}，请告知申请方`
    print(`已补回登记：${number}${doubt}${other}`)
  }
  const comparison = await run(opened)
  const sums = await sumsApart(opened)
  return {
    ...comparison,
    differences: [
      ...(await registrationDifferences(opened.client, opened.database)),
      ...comparison.differences,
      ...sums,
    ],
  }
}

/** Whether figures are what the rows add up to; what differs is counted anew, unless it is only to be verified. */
async function sumsApart({ database }: Opened): Promise<readonly Difference[]> {
  const calendars = loadCalendars()
  const different = []
  for (const { city } of loadCities(environmentOrExit().CITIES_DIR).values()) {
    const ground = { city: city.key, hours: city.hours, calendar: calendars[city.calendar] }
    if (!verifyOnly && (await differentSums(database, ground)).length > 0) {
      await remakeSums(database, ground)
      print(`已重新合计：${city.key}`)
    }
    different.push(...(await differentSums(database, ground)))
  }
  return different
}

async function run(opened: Opened): Promise<Comparison> {
  const all = named.length === 0
  const first = await compare(opened, all ? await allSubjects(opened) : named, all ? undefined : named)
  const settled = await settle(opened, first)
  if (verifyOnly || settled.differences.length === 0) return settled
  const differing = subjectsOf(settled.differences)
  for await (const history of opened.replayer.replay(differing)) {
    if (history.kind !== undefined && (await replaceSubject(opened.database, history)))
      print(`已按历史重写：${history.subject}`)
  }
  const { differences: left } = await compare(opened, differing, differing)
  return { ...settled, differences: left }
}

/**
 * What went on while its history was read differs for a moment, and where an API was ended amid an act, until another
 * has seen to it: such are compared again.
 */
async function settle(opened: Opened, first: Comparison): Promise<Comparison> {
  let { differences } = first
  for (let attempt = 0; attempt < 30 && differences.length > 0 && !first.truncated; attempt += 1) {
    const again = subjectsOf(differences)
    if (attempt >= 3 && !(verifyOnly && (await actsNoted(opened.database, again)))) break
    await sleep(2_000)
    differences = (await compare(opened, again, again)).differences
  }
  return { ...first, differences }
}

function compare(
  { database, replayer }: Opened,
  subjects: readonly string[],
  only: readonly string[] | undefined,
): Promise<Comparison> {
  return compareRebuilt(database, noted(replayer.replay(subjects)), { only })
}

/** What does not replay exactly is rebuilt from what was lived, and said to be. */
async function* noted(histories: AsyncIterable<Replayed>): AsyncGenerator<Replayed, void> {
  for await (const history of histories) {
    if (!isExact(history)) inexact.add(history.subject)
    yield history
  }
}

function subjectsOf(differences: readonly Difference[]): string[] {
  return [...new Set(differences.map(subjectOf))]
}

function explained(error: unknown): never {
  if (error instanceof DatabaseError) process.stderr.write(`数据库暂不可用或出错：${error.code}\n`)
  else if (error instanceof NewerState) process.stderr.write(`${error.message}\n`)
  else failWith('重建', error)
  process.exit(1)
}
