/**
 * `npm run mend -- NUMBER`: makes a case or a matter whole whose history cannot be told again, or that was terminated
 * or deleted by hand. A healthy one is refused, and so is one that is being mended: exit 1, with a sentence. The last
 * line is JSON.
 */
import { loadCalendars } from '../config/load-cities.ts'
import { DatabaseError } from '../db/database-error.ts'
import { environmentOrExit } from '../environment.ts'
import { failWith } from '../lifecycle.ts'
import { withHistories } from './history/open.ts'
import { mend } from './mend/mend.ts'
import { MendRefused } from './mend/refused.ts'

const [subject, ...more] = process.argv.slice(2)
const print = (line: string) => process.stdout.write(`${line}\n`)

if (subject === undefined || more.length > 0 || subject.startsWith('-')) {
  process.stderr.write('用法：npm run mend -- 编号；一次一件，编号为联合报装服务编号，或过户、信用记录、评价的编号\n')
  process.exit(2)
}

try {
  const { TASK_QUEUE: taskQueue } = environmentOrExit()
  const mended = await withHistories('seven-ones mend', (opened) =>
    mend(opened, subject, { calendars: loadCalendars(), taskQueue, now: () => new Date() }),
  )
  const { seq, added, signals, exact } = mended
  const more = [
    added === 0 ? '' : `，其中 ${added} 个事件原未记入历史，已补记`,
    signals === 0 ? '' : `，重发 ${signals} 个信号`,
  ].join('')
  print(`${subject} 已修复：在同一编号下另起一次运行，从第 ${seq} 号事件接着办${more}。`)
  if (exact === undefined) print('尚无工作进程接手；接手后用 npm run check-histories 复核。')
  else print(exact ? '新的运行照样重放。' : '新的运行不能照样重放：请用 npm run replay 查看，并联系开发。')
  print(JSON.stringify(mended))
  process.exit(exact === false ? 1 : 0)
} catch (error) {
  if (error instanceof MendRefused) process.stderr.write(`${error.message}\n`)
  else if (error instanceof DatabaseError) process.stderr.write(`数据库暂不可用或出错：${error.code}\n`)
  else failWith('修复', error)
  process.exit(1)
}
