/**
 * `npm run fill -- --applications 100000`: fills the migrated database of DATABASE_URL with cases that never were, for
 * measuring. Refused where a case stands in it, or a number was given: what is filled is no case, and has no history.
 */
import { parseArgs } from 'node:util'
import { loadCalendars, loadCities } from '../config/load-cities.ts'
import { connectDatabase } from '../db/client.ts'
import { environmentOrExit } from '../environment.ts'
import { failWith } from '../lifecycle.ts'
import { ownerPlace } from '../start/database.ts'
import { fill, NotEmpty } from './fill/fill.ts'

const MOST = 10_000_000
const USAGE = `用法：DATABASE_URL=postgres://… npm run fill -- --applications 100000（1 至 ${MOST}）`

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(2)
}

function applicationsAsked(): number {
  try {
    const { values } = parseArgs({ options: { applications: { type: 'string' } } })
    return Number(values.applications)
  } catch {
    return Number.NaN
  }
}

const applications = applicationsAsked()
if (!Number.isInteger(applications) || applications < 1 || applications > MOST) refuse(USAGE)
const environment = environmentOrExit()
if (environment.DATABASE_URL === undefined) refuse(`须用 DATABASE_URL 指明数据库：填充的数据不是真的办件。${USAGE}`)
const policy = loadCities(environment.CITIES_DIR).get('chibi')?.city
if (policy === undefined) refuse('填充的数据用赤壁的配置，没有找到。')
// As the owner: whoever fills tables vacuums them.
const { database, close } = connectDatabase(ownerPlace(environment), {
  applicationName: 'seven-ones fill',
  statementTimeoutMs: 0,
})
try {
  const calendar = loadCalendars()[policy.calendar]
  await fill(database, { city: policy, calendar, applications, until: new Date() }, (done) =>
    process.stderr.write(`${done} / ${applications}\n`),
  )
} catch (error) {
  if (error instanceof NotEmpty) refuse(`该数据库中已有登记或申请（${error.message}），不再填充。`)
  failWith('填充', error)
} finally {
  await close()
}
process.stdout.write(`${JSON.stringify({ applications })}\n`)
