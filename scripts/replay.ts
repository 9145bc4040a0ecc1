/** `npm run replay -- SERVICE_NUMBER… | --all`: every history of those cases must run on the code of today. Exits 1 at the first that does not. */
import { DatabaseError } from '../db/database-error.ts'
import { allServiceNumbers, unstartedRegistrations } from '../db/queries/registrations.ts'
import type { Database } from '../db/client.ts'
import { failWith } from '../process.ts'
import { withHistories } from './history/open.ts'
import type { Opened } from './history/open.ts'
import { ReplayFailure } from './history/replayer.ts'

const args = process.argv.slice(2)
const print = (line: string) => process.stdout.write(`${line}\n`)
const total = { histories: 0, historyEvents: 0, caseEvents: 0, bytes: 0, failed: 0 }

if (args.length === 0 || (args.length > 1 && args.includes('--all')) || args.some((arg) => arg.startsWith('-') && arg !== '--all')) {
  process.stderr.write('用法：npm run replay -- 联合报装服务编号… ，或 npm run replay -- --all\n')
  process.exit(2)
}

try {
  await withHistories('seven-ones replay', replay)
  print(`共重放 ${total.histories} 件申请：历史事件 ${total.historyEvents} 个，办件事件 ${total.caseEvents} 个，${total.bytes} 字节，全部与当前代码一致。`)
} catch (error) {
  if (!(error instanceof ReplayFailure) && !(error instanceof DatabaseError)) failWith('重放', error)
  total.failed = 1
  process.stderr.write(`${error instanceof ReplayFailure ? error.message : `数据库暂不可用或出错：${error.code}`}\n`)
  print(`重放未通过：此前 ${total.histories} 件一致。`)
}
print(JSON.stringify(total))
process.exit(total.failed === 0 ? 0 : 1)

async function replay({ database, replayer }: Opened): Promise<void> {
  const all = args.includes('--all')
  const numbers = all ? await startedNumbers(database) : args
  for await (const { serviceNumber, runs, historyEvents, bytes, events } of replayer.replay(numbers)) {
    if (runs === 0) throw new ReplayFailure(serviceNumber, '无', 'Temporal 中没有这件申请的历史')
    print(`${serviceNumber}  历史事件 ${historyEvents}  ${bytes} 字节  办件事件 ${events.length}${runs > 1 ? `  运行 ${runs} 次` : ''}`)
    total.histories += 1
    total.historyEvents += historyEvents
    total.caseEvents += events.length
    total.bytes += bytes
  }
}

/** What the sweeper has yet to start has no history. */
async function startedNumbers(database: Database): Promise<string[]> {
  const numbers = await allServiceNumbers(database)
  const unstarted = new Set((await unstartedRegistrations(database, { olderThanSeconds: 0, limit: 1_000_000 })).map((one) => one.serviceNumber))
  return numbers.filter((number) => !unstarted.has(number))
}
