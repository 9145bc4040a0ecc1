/**
 * `npm run check-histories`: replays everything that is under way in a running system, and lists what does not replay
 * exactly, what was ended though its case is not closed, and what Temporal no longer knows. Changes nothing; exits 1
 * where there is any. The last line is JSON.
 */
import { DatabaseError } from '../db/database-error.ts'
import { failWith } from '../lifecycle.ts'
import { checkHistories, TROUBLES } from './history/check.ts'
import type { Trouble } from './history/check.ts'
import { withHistories } from './history/open.ts'

const print = (line: string) => process.stdout.write(`${line}\n`)

if (process.argv.length > 2) {
  process.stderr.write('用法：npm run check-histories（检查全部在办的申请与事项，不带参数）\n')
  process.exit(2)
}

const total = { checked: 0, exact: 0 }
const found: Record<Trouble, number> = { differing: 0, unreplayable: 0, ended: 0, gone: 0 }

try {
  await withHistories('seven-ones check-histories', async (opened) => {
    for await (const one of checkHistories(opened)) {
      total.checked += 1
      if (one.trouble === undefined) total.exact += 1
      else {
        found[one.trouble] += 1
        for (const sentence of one.sentences) print(sentence)
        print(`  修复：npm run mend -- ${one.subject}`)
      }
    }
  })
} catch (error) {
  if (!(error instanceof DatabaseError)) failWith('检查历史', error)
  process.stderr.write(`数据库暂不可用或出错：${error.code}\n`)
  process.exit(1)
}
const troubled = TROUBLES.reduce((sum, trouble) => sum + found[trouble], 0)
print(`共检查在办的 ${total.checked} 件，${troubled === 0 ? '全部照样重放。' : `${troubled} 件须修复。`}`)
print(JSON.stringify({ ...total, ...found }))
process.exit(troubled === 0 ? 0 : 1)
