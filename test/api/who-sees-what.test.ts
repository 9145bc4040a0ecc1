import { and, desc, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { accessLog } from '../../db/schema/access-log.ts'
import type { Role } from '../../domain/actor/actor.ts'
import { NEW_HOLDER, OLD_HOLDER, transferBody } from '../fixtures/matters.ts'
import { AGENT } from '../fixtures/forms.ts'
import { recordInForce } from '../fixtures/credit-in-force.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { personsDemand, READERS, secretsIn } from '../fixtures/who-sees-what.ts'
import type { Secret } from '../fixtures/who-sees-what.ts'

const API = '/api/v1'
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const CLERK: Who = ['window', 'clerk']
const OFFICE: Who = ['office', 'officer']
const POLL = { timeout: 15_000 }

const servers = testServers({ ownDatabase: true })
const client = new PartyClient(servers)
let number: string
let transfer: string
let record: string

beforeAll(async () => {
  number = (await client.done(`${API}/applications`, INTAKE, personsDemand())).serviceNumber
  transfer = (await client.done(`${API}/transfers`, INTAKE, transferBody())).number
  const subject = { name: NEW_HOLDER.name, identityNumber: NEW_HOLDER.identityNumber, account: 'hubei-user-7' }
  record = await recordInForce(client, { subject, source: { evidence: '复查照片' } })
  await client.until(`${API}/applications/${number}`, CLERK, { stage: 'jointSurvey' })
  await client.until(`${API}/transfers/${transfer}/history`, CLERK, { items: [{ seq: 1 }, { seq: 2 }] })
  await client.until(`${API}/credit-records/${record}/history`, OFFICE, {
    items: Array.from({ length: 9 }, (_, index) => ({ seq: index + 1 })),
  })
})

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

const HOLDERS = [NEW_HOLDER.identityNumber, OLD_HOLDER.creditCode, '13871234567', '4221300556', '厂房转让']
const CREDIT = [NEW_HOLDER.name, NEW_HOLDER.identityNumber, '复查照片']
const foundIn = (payload: string, secrets: readonly string[]) => secrets.filter((secret) => payload.includes(secret))

describe('R-39: of a transfer and a credit record, read and listed', () => {
  it.each<[string, Who, readonly string[]]>([
    ['the user', ['applicant', 'applicant', 'hubei-user-7'], HOLDERS],
    ['the window', CLERK, HOLDERS],
    ['the utility of an account', ['guowang', 'officer'], HOLDERS],
    ['who verifies the ownership', ['zigui', 'officer'], HOLDERS.filter((each) => each !== '4221300556')],
    ['the office', OFFICE, []],
    ['an auditor of who verifies', ['zigui', 'auditor'], []],
    ['the channel', INTAKE, []],
  ])('R-28, R-39: %s', async (_part, who, found) => {
    for (const path of ['', '/history']) {
      const { statusCode, payload } = await client.get(`${API}/transfers/${transfer}${path}`, who)
      expect([path, statusCode, foundIn(payload, HOLDERS)]).toEqual([path, 200, found])
    }
    const list = await client.get(`${API}/transfers?limit=200`, who)
    expect([list.statusCode, foundIn(list.payload, HOLDERS)]).toEqual([200, []])
  })

  it.each<[string, Who, readonly string[]]>([
    ['who decides', OFFICE, CREDIT],
    ['who opened it', ['chengguan', 'officer'], CREDIT],
    ['the joint sanction', ['jiaotong', 'officer'], CREDIT],
    ['the platform', ['creditPlatform', 'system'], CREDIT],
    ['the window', CLERK, CREDIT],
    ['the group', ['group', 'officer'], []],
    ['an auditor of who decides', ['office', 'auditor'], []],
  ])('R-29, R-39: %s', async (_part, who, found) => {
    for (const path of ['', '/history']) {
      const { statusCode, payload } = await client.get(`${API}/credit-records/${record}${path}`, who)
      expect([path, statusCode, foundIn(payload, CREDIT)]).toEqual([path, 200, found])
    }
    const list = await client.get(`${API}/credit-records?limit=200`, who)
    expect([list.statusCode, foundIn(list.payload, CREDIT)]).toEqual([200, []])
  })

  it('R-39: what was given is in the access log by field', async () => {
    await client.get(`${API}/transfers/${transfer}`, ['ranqi', 'officer'])
    expect(await logged(`GET ${API}/transfers/:transferNumber`, 'ranqi', 'officer')).toEqual([
      'name',
      'identityNumber',
      'creditCode',
      'address',
      'contact',
      'phone',
      'accountNumber',
      'words',
    ])
    await client.get(`${API}/transfers/${transfer}`, ['group', 'officer'])
    await expect.poll(() => logged(`GET ${API}/transfers/:transferNumber`, 'group', 'officer'), POLL).toBeNull()
  })
})
