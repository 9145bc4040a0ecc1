/**
 * `npm run replay -- ID… | --all`: every history of those applications and matters must run on the code of today, up to
 * its last completed task, and tell the events again as they were lived, byte for byte. Goes on over all of them and
 * lists what does not; exits 1 where any does not.
 */
import { DatabaseError } from '../db/database-error.ts'
import type { Difference } from '../db/different-rows.ts'
import { failWith } from '../lifecycle.ts'
import { withHistories } from './history/open.ts'
import type { Opened } from './history/open.ts'
import { registrationDifferences } from './history/registrations.ts'
import { isExact } from './history/replayer.ts'
import type { Replayed } from './history/replayer.ts'
import { startedSubjects } from './history/subjects.ts'
import { problemsOf } from './history/words.ts'

const args = process.argv.slice(2)
const print = (line: string) => process.stdout.write(`${line}\n`)
const total = { histories: 0, applications: 0, matters: 0, historyEvents: 0, caseEvents: 0, bytes: 0, failed: 0 }

if (
  args.length === 0 ||
  (args.length > 1 && args.includes('--all')) ||
  args.some((arg) => arg.startsWith('-') && arg !== '--all')
) {
  process.stderr.write(
    '用法：npm run replay -- 编号… ，或 npm run replay -- --all；编号为联合报装服务编号，或过户、信用记录、评价的编号\n',
  )
  process.exit(2)
}

try {
  await withHistories('seven-ones replay', replay)
} catch (error) {
  if (!(error instanceof DatabaseError)) failWith('重放', error)
  process.stderr.write(`数据库暂不可用或出错：${error.code}\n`)
  process.exit(1)
}
print(
  `共重放 ${total.applications} 件申请、${total.matters} 件过户与信用记录等事项：` +
    `历史事件 ${total.historyEvents} 个，办件事件 ${total.caseEvents} 个，${total.bytes} 字节；` +
    (total.failed === 0 ? '全部与亲历的一致。' : `${total.failed} 件未通过。`),
)
print(JSON.stringify(total))
process.exit(total.failed === 0 ? 0 : 1)

async function replay(opened: Opened): Promise<void> {
  const subjects = args.includes('--all') ? await startedSubjects(opened) : args
  for await (const one of opened.replayer.replay(subjects)) take(one)
  if (args.includes('--all')) (await registrationDifferences(opened.client, opened.database)).forEach(takeRegistration)
}

/** What only one side has: Temporal's cases, or PostgreSQL's registrations. */
function takeRegistration({ table, key, column, live, rebuilt }: Difference): void {
  total.failed += 1
  process.stderr.write(
    `${Object.values(key).join(' ')}：登记（${table} ${column}）数据库${told(live)}，Temporal ${told(rebuilt)}；` +
      'npm run rebuild -- --all 由历史补回\n',
  )
}

function told(side: unknown): string {
  return side === 'absent' ? '没有' : side === 'present' ? '有' : '另有所属'
}

function take(one: Replayed): void {
  const { subject, kind, runs, historyEvents, bytes, events } = one
  if (isExact(one) && kind !== undefined)
    print(
      `${subject}  历史事件 ${historyEvents}  ${bytes} 字节  办件事件 ${events.length}${runs > 1 ? `  运行 ${runs} 次` : ''}`,
    )
  else {
    total.failed += 1
    for (const problem of problemsOf(one)) process.stderr.write(`${problem}\n`)
  }
  total.histories += 1
  if (kind !== undefined) total[kind === 'application' ? 'applications' : 'matters'] += 1
  total.historyEvents += historyEvents
  total.caseEvents += events.length
  total.bytes += bytes
}
