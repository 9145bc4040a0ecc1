import { and, desc, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadCities } from '../../config/load-cities.ts'
import { accessLog } from '../../db/schema/access-log.ts'
import type { Role } from '../../domain/actor/actor.ts'
import { testApi } from '../fixtures/api.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { AGENT } from '../fixtures/forms.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { personsDemand, READERS, secretsIn } from '../fixtures/who-sees-what.ts'
import type { Secret } from '../fixtures/who-sees-what.ts'

const API = '/api/v1'
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const CLERK: Who = ['window', 'clerk']
const POLL = { timeout: 15_000 }

const servers = testServers({ ownDatabase: true })
const client = new PartyClient(servers)
let number: string

beforeAll(async () => {
  number = await convened()
})

/** a person's case of which a letter goes out; 赤壁 itself waives the survey of individuals. */
async function convened(): Promise<string> {
  const { database, temporal, api } = servers
  const conduct = CHIBI.survey.conduct && { ...CHIBI.survey.conduct, waived: undefined }
  const city = { ...CHIBI, survey: { ...CHIBI.survey, conduct } }
  const cities = new Map([...loadCities(), ['chibi', { city, policyHash: 'unwaived' }]])
  const surveying = await testApi({ environment: api.app.deps.environment, database, temporal, cities })
  try {
    const { serviceNumber } = await new PartyClient({ api: surveying }).done(
      `${API}/applications`,
      INTAKE,
      personsDemand(),
    )
    const url = `${API}/applications/${serviceNumber}`
    await client.until(url, CLERK, { stage: 'jointSurvey', survey: { proposedVisitAt: expect.any(String) } })
    await client.done(`${url}/survey/letter`, ['zhujian', 'lead'], {})
    await client.until(url, CLERK, { survey: { letterAt: expect.any(String) } })
    return serviceNumber
  } finally {
    await surveying.app.close()
  }
}

/** Below the case: what of a person each route may tell at all. */
const CASE_ROUTES: readonly (readonly [path: string, route: string, tells: readonly Secret[]])[] = [
  ['', '', ['name', 'identityNumber', 'address', 'contact', 'phone', 'accountNumber', 'words']],
  [
    '/history',
    '/history',
    ['name', 'identityNumber', 'address', 'contact', 'phone', 'accountNumber', 'words', 'userAccount'],
  ],
  [
    '/documents/receipt',
    '/documents/:document',
    ['name', 'identityNumber', 'address', 'contact', 'phone', 'accountNumber'],
  ],
  [
    '/documents/survey-letter',
    '/documents/:document',
    ['name', 'identityNumber', 'address', 'contact', 'phone', 'accountNumber'],
  ],
  ['/documents', '/documents', []],
  ['/instalments', '/instalments', []],
  ['/later-inspections', '/later-inspections', []],
]

const readers = READERS.map(([part, org, role, found, sub = `reader-${org}-${role}`]) => ({
  part,
  org,
  role,
  found,
  sub,
}))

/** The newest entry of a reader for a route: the fields that they were given whole, null where none. */
async function logged(action: string, org: string, role: Role): Promise<readonly string[] | null | undefined> {
  const [row] = await servers.database
    .select({ unmasked: accessLog.unmasked })
    .from(accessLog)
    .where(and(eq(accessLog.action, action), eq(accessLog.org, org), eq(accessLog.role, role)))
    .orderBy(desc(accessLog.id))
    .limit(1)
  return row?.unmasked
}

describe('R-39: route × role × part × field of an application', () => {
  it.each(readers)('R-39: $part ($org, $role)', async ({ org, role, found, sub }) => {
    const who: Who = [org, role, sub]
    for (const [path, route, tells] of CASE_ROUTES) {
      const answer = await servers.api.get(
        `${API}/applications/${number}${path}`,
        await servers.api.token(org, role, { sub }),
      )
      const told = tells.filter((secret) => found.includes(secret))
      expect([path, answer.statusCode, secretsIn(answer.payload)]).toEqual([path, 200, told])
      const action = `GET ${API}/applications/:serviceNumber${route}`
      if (told.length > 0)
        expect([path, await logged(action, org, role)]).toEqual([path, expect.arrayContaining([...told])])
      else await expect.poll(() => logged(action, org, role), POLL).toBeNull()
    }
    const list = await client.get(`${API}/applications?limit=200`, who)
    expect([list.statusCode, secretsIn(list.payload)]).toEqual([200, []])
  })

  it('R-39: a letter that is not sent, for the person’s survey is waived, names nobody to anybody', async () => {
    const waived = (await client.done(`${API}/applications`, INTAKE, personsDemand())).serviceNumber
    await client.until(`${API}/applications/${waived}`, CLERK, { survey: { waived: { reason: expect.any(String) } } })
    for (const { org, role, sub } of readers) {
      const letter = await client.get(`${API}/applications/${waived}/documents/survey-letter`, [org, role, sub])
      expect([org, letter.statusCode, secretsIn(letter.payload)]).toEqual([org, 409, []])
    }
  })

  it('R-39: tasks name nobody, to whomever they are', async () => {
    for (const org of ['shuiwu', 'zigui', 'kejing', 'zhujian']) {
      const tasks = await client.get(`${API}/organisations/${org}/tasks?limit=200`, [org, 'officer'])
      expect([org, tasks.statusCode, secretsIn(tasks.payload)]).toEqual([org, 200, []])
    }
  })

  it('R-39: nor can a number be confirmed by registering it again: a twin is named only to who knows its number', async () => {
    const registered = async (who: Who, change: Record<string, unknown>) =>
      (await client.done(`${API}/applications`, who, personsDemand(change))) as unknown as { twins: string[] }
    const bureau = await registered(['zhengshu', 'officer'], {
      channel: 'zhengshu',
      phase: 'projectFiling',
      applicantSubject: undefined,
    })
    expect(bureau.twins).toEqual([])
    const atWindow = { channel: 'window', applicantSubject: undefined, agent: AGENT }
    expect((await registered(CLERK, atWindow)).twins).toContain(number)
  })
})
