/**
 * `npm run forget-accesses -- --months 6`: takes away the access log's entries that are older, as the owner of the
 * tables (DATABASE_OWNER_URL, or of the embedded stack). Six months at least are kept: 网络安全法 第二十一条.
 */
import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { loadCities } from '../config/load-cities.ts'
import { connectDatabase } from '../db/client.ts'
import { forgetAccesses } from '../db/queries/forget-accesses.ts'
import { environmentOrExit } from '../environment.ts'
import { failWith } from '../lifecycle.ts'
import { ownerPlace } from '../start/database.ts'

const [LEAST, MOST] = [6, 1_200]
const USAGE = `用法：npm run forget-accesses -- --months 6（保留最近几个月，${LEAST} 至 ${MOST}）`

function monthsAsked(): number {
  try {
    const { values } = parseArgs({ options: { months: { type: 'string' } } })
    return Number(values.months)
  } catch {
    return Number.NaN
  }
}

const months = monthsAsked()
if (!Number.isInteger(months) || months < LEAST || months > MOST) {
  process.stderr.write(`网络日志至少保留六个月。${USAGE}\n`)
  process.exit(2)
}
const environment = environmentOrExit()
const { database, close } = connectDatabase(ownerPlace(environment), {
  max: 1,
  applicationName: 'seven-ones forget-accesses',
  statementTimeoutMs: 0,
})
try {
  const cities = [...loadCities(environment.CITIES_DIR).keys()]
  const forgotten = await forgetAccesses(database, { months, by: `os/${userInfo().username}`, cities })
  process.stdout.write(`${JSON.stringify(forgotten)}\n`)
} catch (error) {
  failWith('清理查阅记录', error)
} finally {
  await close()
}
