import { randomUUID } from 'node:crypto'
import { eq, isNotNull } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { phoneHashOf } from '../../api/phone-codes/hashes.ts'
import { seal } from '../../api/session/sealed.ts'
import { fieldWords } from '../../domain/demand/field-words.ts'
import { connectDatabase } from '../../db/client.ts'
import { accessLog } from '../../db/schema/access-log.ts'
import { phoneCode } from '../../db/schema/phone-code.ts'
import type { Environment } from '../../environment.ts'
import { ROLES } from '../../domain/actor/actor.ts'
import { maskPerson } from '../../domain/masking/masking.ts'
import { PARTS } from '../../domain/visibility/part.ts'
import { newKey, readKeyring } from '../../temporal/keyring.ts'
import { testApi, testEnvironment } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import {
  foundIn,
  MARKERS,
  officialAt,
  PERSONAL_MARKERS,
  personsIn,
  PERSONS,
  restIn,
  saidAt,
} from '../fixtures/markers.ts'
import type { Marker } from '../fixtures/markers.ts'
import { plant } from '../fixtures/planted.ts'
import { PLANTED } from '../fixtures/planted-numbers.ts'
import { asProgram } from '../fixtures/program-role.ts'
import { NOBODYS, OF_NOBODY, WALKED } from '../fixtures/walked-routes.ts'
import type { WalkedRoute } from '../fixtures/walked-routes.ts'
import { WALKERS, wholeFor } from '../fixtures/walkers.ts'
import type { WalkingReader } from '../fixtures/walkers.ts'
import { testDatabase } from '../projection/database.ts'

const API = '/api/v1'
const ROUTES = WALKED.length + OF_NOBODY.length
const CELLS = WALKERS.length * ROUTES * MARKERS.length
/** Nothing of anybody is there, and nobody's reading is logged. */
const OPEN_TO_ALL = /^\/(?:organisations$|guide|calendar)/
const NOT_READ: ReadonlySet<number> = new Set([403, 404, 409])

const server = testDatabase()
let api: TestApi
let environment: Environment
let close: () => Promise<void>
beforeAll(async () => {
  const pool = connectDatabase(asProgram(server.url))
  close = pool.close
  // After all that is planted, and in its quarter.
  const now = () => new Date('2026-12-21T01:00:00Z')
  environment = testEnvironment({ PAYLOAD_KEYS: newKey(), SMS_URL: 'http://127.0.0.1:1/send' })
  api = await testApi({ database: pool.database, environment, now })
  await plant(server.database)
})
afterAll(async () => {
  await api.app.close()
  await close()
})

const paths = new Map<string, string>()
let asked = 0
type Asking = Pick<WalkingReader, 'org' | 'role' | 'sub'>
async function ask({ org, role, sub = `walker-${org}-${role}` }: Asking, path: string) {
  asked += 1
  // Answers tell it, and no four digits of theirs may be taken for somebody's.
  const requestId = `walked-${Math.floor(asked / 100)}-${asked % 100}`
  paths.set(requestId, `${org} ${role} ${path}`)
  const token = await api.token(org, role, { sub })
  const headers = { authorization: `Bearer ${token}`, 'x-request-id': requestId }
  const { statusCode, payload } = await api.app.inject({ url: encodeURI(API + path), headers })
  // Whoever asks knows by which account.
  const told = payload.replaceAll(/"next":"[^"]*"|\?until=\d+&signature=[\w-]+/g, '').replace(`"sub":"${sub}"`, '')
  return { requestId, statusCode, payload: told }
}

/** By request: the fields that the access log must have, and that it may have. */
const given = new Map<string, { readonly must: readonly string[]; readonly may: ReadonlySet<string> }>()
/** Those paths that somebody could read. */
const read = new Set<string>()

const isOverseer = ({ role }: Asking) => role === 'auditor' || role === 'administrator'

function shownTo(reader: WalkingReader, { of, readBy = of, tells, saidTo }: WalkedRoute): readonly Marker[] {
  if (reader.parts[readBy] === undefined) return []
  const whole = wholeFor(reader, of)
  const said = saidTo?.org === reader.org && !isOverseer(reader) ? saidTo.markers : []
  return tells.filter((marker) => said.includes(marker) || marker.fields.every((field) => whole.has(field)))
}

/** R-38: who of their own organisation is on duty for its tasks, those who work there read whole. */
function onDuty(reader: Asking, path: string): ReadonlySet<string> {
  const isOfTasks = path.startsWith(`/organisations/${reader.org}/`) || /^\/applications\/[^/?]+$/.test(path)
  return new Set(isOfTasks && !isOverseer(reader) ? ['signers'] : [])
}

const named = ({ org, role, sub }: Asking) => `${org}, ${role}${sub === undefined ? '' : `, ${sub}`}`

/** What an answer tells beyond what it should, and what of that it does not. */
function wrongIn(payload: string, shown: readonly Marker[], among: readonly Marker[] = MARKERS): readonly string[] {
  const found = foundIn(payload, among)
  return [
    ...found.filter((marker) => !shown.includes(marker)).map(({ value }) => `tells ${value}`),
    ...shown.filter((marker) => !found.includes(marker)).map(({ value }) => `does not tell ${value}`),
    ...restIn(payload, foundIn(payload)).map((rest) => `leaves ${rest}`),
  ]
}

async function walk(reader: WalkingReader): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const route of WALKED) {
    const { requestId, statusCode, payload } = await ask(reader, route.path)
    const shown = shownTo(reader, route)
    const readable = reader.parts[route.readBy ?? route.of] !== undefined
    const ways = readable === (statusCode === 200) ? wrongIn(payload, shown) : [`answers ${statusCode}`]
    wrong.push(...ways.map((way) => `${route.path} ${way}`))
    const must = shown.flatMap(({ logged }) => logged)
    given.set(requestId, {
      must,
      may: new Set([...must, ...wholeFor(reader, route.of), ...onDuty(reader, route.path)]),
    })
  }
  for (const path of OF_NOBODY) {
    const { requestId, statusCode, payload } = await ask(reader, path)
    if (statusCode === 200) read.add(path)
    const ways = statusCode === 200 || NOT_READ.has(statusCode) ? [] : [`answers ${statusCode}`]
    wrong.push(...[...ways, ...wrongIn(payload, [], PERSONAL_MARKERS)].map((way) => `${path} ${way}`))
    if (!OPEN_TO_ALL.test(path)) given.set(requestId, { must: [], may: onDuty(reader, path) })
  }
  return wrong
}

describe(`R-39: ${CELLS} cells: ${WALKERS.length} readers × ${ROUTES} addresses × ${MARKERS.length} personal values`, () => {
  it.each(WALKERS.map((reader) => ({ reader, name: named(reader) })))(
    'R-39: $name: what the table shows, and nothing of the rest',
    async ({ reader }) => {
      expect(await walk(reader)).toEqual([])
    },
  )

  it('R-39: what was whole is in the access log by field, and nothing else is', async () => {
    const entries = async () => {
      const { requestId, unmasked } = accessLog
      const rows = await server.database.select({ requestId, unmasked }).from(accessLog).where(isNotNull(requestId))
      return new Map(rows.map((row) => [row.requestId, row.unmasked ?? []]))
    }
    const missing = async () => {
      const log = await entries()
      return [...given.keys()].filter((requestId) => !log.has(requestId))
    }
    await expect.poll(missing).toEqual([])
    const log = await entries()
    const wrong = [...given].flatMap(([requestId, { must, may }]) => {
      const logged: readonly string[] = log.get(requestId) ?? []
      const [without, beyond] = [
        must.filter((field) => !logged.includes(field)),
        logged.filter((field) => !may.has(field)),
      ]
      return without.length + beyond.length === 0 ? [] : [{ requestId, path: paths.get(requestId), without, beyond }]
    })
    expect(wrong).toEqual([])
  })

  it('R-39: every role and every part walks, and every list is read by somebody', () => {
    expect(new Set(WALKERS.map(({ role }) => role))).toEqual(new Set(ROLES))
    expect(new Set(WALKERS.flatMap(({ parts }) => Object.values(parts).flat()))).toEqual(new Set(PARTS))
    expect(OF_NOBODY.filter((path) => !read.has(path) && !path.includes(NOBODYS))).toEqual([])
  })

  it('R-39: no route that answers to GET is left out', async () => {
    const { paths } = (await api.get('/openapi.json')).json<{ paths: Record<string, Record<string, unknown>> }>()
    const walked = [...WALKED.map(({ path }) => path), ...OF_NOBODY].map((path) => API + path.replace(/\?.*/, ''))
    const left = Object.entries(paths)
      .filter(([path, methods]) => 'get' in methods && path.startsWith(API))
      .map(([path]) => path)
      .filter((path) => {
        const template = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+').replaceAll('.', String.raw`\.`)}$`)
        return !walked.some((each) => template.test(each))
      })
    expect(left).toEqual([])
  })

  it('R-39: the lists and inboxes are of what is planted', async () => {
    const office = { org: 'office', role: 'officer' } as const
    const intake = { org: 'hubeiGovernmentService', role: 'system' } as const
    const awaited = await ask(intake, '/organisations/hubeiGovernmentService/tasks')
    expect(awaited.payload).toContain(PLANTED.waiting)
    expect(awaited.payload).toContain(maskPerson(PERSONS.contact))
    for (const [path, wanted] of [
      ['/applications', PLANTED.number],
      ['/transfers', PLANTED.transfer],
      ['/credit-records', PLANTED.proposal],
      ['/ratings', PLANTED.number],
      ['/instalments', PLANTED.instalments],
      ['/later-inspections', PLANTED.inspection],
      ['/reports', PLANTED.period],
      ['/organisations/zhujian/tasks', PLANTED.open],
      ['/road-works?road=河北大道', PLANTED.number],
      ['/assessments/exceptions?period=2026-Q4', PLANTED.inspection],
      ['/assessments/exceptions?period=2026-Q4', fieldWords('form.services.water.tonsPerDay')],
    ] as const)
      expect([path, (await ask(office, path)).payload.includes(wanted)]).toEqual([path, true])
  })
})

describe('R-39: who is signed in by a code to the registered telephone', () => {
  /** As after the code was told back. */
  async function byCode(path: string) {
    const [id, keyring] = [randomUUID(), readKeyring(environment)]
    const [askedAt, usedAt] = ['2026-12-21T00:50:00.000Z', '2026-12-21T00:51:00.000Z']
    const row = { id, askedAt, usedAt, expiresAt: usedAt, serviceNumber: PLANTED.number, codeHash: 'x' }
    await server.database.insert(phoneCode).values({ ...row, phoneHash: phoneHashOf(PERSONS.phone, keyring) })
    const sealing = { keyring, purpose: 'applicant', now: new Date('2026-12-21T01:00:00Z'), seconds: 600 } as const
    const cookie = `seven-ones-applicant=${await seal({ id, serviceNumber: PLANTED.number }, sealing)}`
    return api.app.inject({ url: path, headers: { cookie, 'x-request-id': `code-${path.replaceAll('/', '.')}` } })
  }
  const WHOLE: ReadonlySet<string> = new Set(['name', 'creditCode', 'address', 'contact', 'words'])
  const FORM = personsIn('name', 'address', 'contact')

  it.each([
    ['/progress/case', [...FORM, ...saidAt('rating', 'answer')]],
    ['/progress/case/documents/receipt', FORM],
    ['/progress/case/documents/supplement-notice', [...FORM, ...saidAt('supplement')]],
    ['/progress/case/documents/survey-result', [...FORM, ...officialAt('design')]],
    ['/progress/case/documents/result', FORM],
  ] as const)('R-39: is told no number of a person at %s, and that is logged by field', async (path, tells) => {
    const { statusCode, payload } = await byCode(path)
    const shown = tells.filter(({ fields }) => fields.every((field) => WHOLE.has(field)))
    expect([statusCode, wrongIn(payload.replaceAll(/name="key" value="[^"]*"/g, ''), shown)]).toEqual([200, []])
    const [entry] = await server.database
      .select()
      .from(accessLog)
      .where(eq(accessLog.requestId, `code-${path.replaceAll('/', '.')}`))
    expect(entry).toMatchObject({ sub: `code:${PLANTED.number}`, serviceNumber: PLANTED.number })
    expect(entry?.unmasked).toEqual(expect.arrayContaining([...new Set(shown.flatMap(({ logged }) => logged))]))
    expect(entry?.unmasked?.filter((field) => !WHOLE.has(field))).toEqual([])
  })
})

describe('R-38, R-39: whom an organisation has put on a task', () => {
  it.each([
    ['zigui', 'officer', true, true],
    ['zigui', 'auditor', false, false],
    ['zigui', 'administrator', false, false],
    ['office', 'officer', false, false],
  ] as const)(
    'R-39: %s (%s) is shown them whole in the inbox: %s, in the case: %s',
    async (org, role, inbox, inCase) => {
      for (const [path, whole] of [
        ['/organisations/zigui/tasks', inbox],
        [`/applications/${PLANTED.open}`, inCase],
      ] as const) {
        const { requestId, statusCode, payload } = await ask({ org, role }, path)
        expect([path, statusCode, payload.includes(PERSONS.assignee)]).toEqual([path, 200, whole])
        if (!whole) continue
        const log = await server.database.select().from(accessLog)
        expect(log.find((entry) => entry.requestId === requestId)?.unmasked).toContain('signers')
      }
    },
  )
})
