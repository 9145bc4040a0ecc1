import { isNotNull } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectDatabase } from '../../db/client.ts'
import { accessLog } from '../../db/schema/access-log.ts'
import { testApi, testEnvironment } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { foundIn, loggedOf, NUMBER_FIELDS, PERSONAL_MARKERS, PERSONS } from '../fixtures/markers.ts'
import type { Marker } from '../fixtures/markers.ts'
import { plant, PLANTED } from '../fixtures/planted.ts'
import { asProgram } from '../fixtures/program-role.ts'
import { OF_NOBODY, WALKED, WALKERS, wholeFor } from '../fixtures/walked-routes.ts'
import type { WalkedRoute, WalkingReader } from '../fixtures/walked-routes.ts'
import { testDatabase } from '../projection/database.ts'

const API = '/api/v1'
const MARKERS_ASKED =
  WALKED.reduce((sum, { tells }) => sum + tells.length, 0) + OF_NOBODY.length * PERSONAL_MARKERS.length
const CELLS = WALKERS.length * MARKERS_ASKED
const READ_AT_ALL = /^(?:200|403|404|409)$/

const server = testDatabase()
let api: TestApi
let close: () => Promise<void>
beforeAll(async () => {
  const pool = connectDatabase(asProgram(server.url))
  close = pool.close
  // Some time after all that is planted.
  api = await testApi({ database: pool.database, environment: testEnvironment() })
  await plant(server.database)
})
afterAll(async () => {
  await api.app.close()
  await close()
})

let asked = 0
async function ask({ org, role, sub = `walker-${org}-${role}` }: Omit<WalkingReader, 'parts'>, path: string) {
  const requestId = `walked-${String((asked += 1)).padStart(6, '0')}`
  const token = await api.token(org, role, { sub })
  const headers = { authorization: `Bearer ${token}`, 'x-request-id': requestId }
  const { statusCode, payload } = await api.app.inject({ url: encodeURI(API + path), headers })
  return { requestId, statusCode, payload }
}

/** By request: what the access log must have, and what it may have. */
const promised = new Map<string, { readonly must: readonly string[]; readonly may: ReadonlySet<string> }>()

function shownTo(reader: WalkingReader, { of, readBy = of, tells, saidTo }: WalkedRoute): readonly Marker[] {
  if (reader.parts[readBy] === undefined) return []
  const whole = wholeFor(reader, of)
  const said = saidTo?.org === reader.org ? saidTo.markers : []
  return tells.filter((marker) => said.includes(marker) || marker.fields.every((field) => whole.has(field)))
}

const values = (markers: readonly Marker[]) => markers.map(({ value }) => value).toSorted()

describe(`R-39: ${CELLS} cells of route × role × part × field`, () => {
  it.each(WALKERS)('R-39: $org ($role, $sub) finds what the table shows, and no more', async (reader) => {
    for (const route of WALKED) {
      const { requestId, statusCode, payload } = await ask(reader, route.path)
      const shown = shownTo(reader, route)
      const readable = reader.parts[route.readBy ?? route.of] !== undefined
      expect.soft([route.path, statusCode === 200]).toEqual([route.path, readable])
      expect.soft([route.path, values(foundIn(payload))]).toEqual([route.path, values(shown)])
      const whole = wholeFor(reader, route.of)
      const all = NUMBER_FIELDS.every((field) => whole.has(field))
      const must = loggedOf(shown, all)
      promised.set(requestId, { must, may: new Set([...whole, ...must]) })
    }
  })

  it.each(WALKERS)(
    'R-39: $org ($role, $sub) finds nobody whole in lists, inboxes, figures and audits',
    async (reader) => {
      for (const path of OF_NOBODY) {
        const { requestId, statusCode, payload } = await ask(reader, path)
        expect.soft([path, String(statusCode)]).toEqual([path, expect.stringMatching(READ_AT_ALL)])
        expect.soft([path, values(foundIn(payload, PERSONAL_MARKERS))]).toEqual([path, []])
        if (path !== '/organisations/shuiwu/tasks') promised.set(requestId, { must: [], may: new Set() })
      }
    },
  )

  it('R-39: each whole one is in the access log, and nothing that was not', async () => {
    const rows = async () =>
      server.database
        .select({ requestId: accessLog.requestId, unmasked: accessLog.unmasked })
        .from(accessLog)
        .where(isNotNull(accessLog.requestId))
    const kept = async () => new Map((await rows()).map(({ requestId, unmasked }) => [requestId, unmasked ?? []]))
    await expect.poll(async () => (await kept()).size, { timeout: 30_000 }).toBeGreaterThanOrEqual(promised.size)
    const log = await kept()
    const wrong = [...promised].flatMap(([requestId, { must, may }]) => {
      const given = log.get(requestId)
      if (given === undefined) return [`${requestId} has no entry`]
      const missing = must.filter((field) => !(given as readonly string[]).includes(field))
      const beyond = given.filter((field) => !may.has(field))
      return missing.length + beyond.length === 0 ? [] : [`${requestId} ${missing.join()} ${beyond.join()}`]
    })
    expect(wrong).toEqual([])
  })
})

describe('R-38, R-39: whom an organisation has put on a task', () => {
  it.each([
    ['shuiwu', 'officer', true, true],
    ['shuiwu', 'auditor', false, false],
    ['shuiwu', 'administrator', false, false],
    ['office', 'officer', false, false],
    ['zhujian', 'officer', undefined, true],
    ['kejing', 'officer', undefined, false],
    ['window', 'clerk', undefined, true],
  ] as const)('R-39: %s (%s) in the inbox %s, in the case %s', async (org, role, inInbox, inCase) => {
    const found: (boolean | undefined)[] = []
    for (const path of ['/organisations/shuiwu/tasks', `/applications/${PLANTED.open}`]) {
      const { requestId, statusCode, payload } = await ask({ org, role }, path)
      const whole = statusCode === 200 ? payload.includes(PERSONS.assignee) : undefined
      found.push(whole)
      if (whole !== true) continue
      const log = await server.database.select().from(accessLog)
      expect(log.find((entry) => entry.requestId === requestId)?.unmasked).toContain('signers')
    }
    expect(found).toEqual([inInbox, inCase])
  })
})

/** Acts asked for are their sender's; transfers and records are walked in who-sees-what; the rest is public. */
const ELSEWHERE =
  /act-requests|^\/(transfers|credit-records)\/|^\/(calendar|guide|organisations$)|^\/subscriptions\/|^\/(healthz|readyz|metrics)/

describe('R-39: the walk', () => {
  it('R-39: leaves no route that answers to somebody', async () => {
    const { paths } = (await api.get('/openapi.json')).json<{ paths: Record<string, Record<string, unknown>> }>()
    const walked = new Set([
      ...WALKED.map(({ route }) => route),
      ...OF_NOBODY.map((path) =>
        path
          .replace(/\?.*/, '')
          .replace(PLANTED.number, '{serviceNumber}')
          .replace(/organisations\/\w+/, 'organisations/{organisation}'),
      ),
    ])
    const left = Object.entries(paths)
      .filter(([, methods]) => 'get' in methods)
      .map(([path]) => path.replace(API, ''))
      .filter((path) => !walked.has(path) && !ELSEWHERE.test(path))
    expect(left).toEqual([])
  })

  it('R-39: its lists and inboxes are of what is planted', async () => {
    const office = { org: 'office', role: 'officer' } as const
    for (const [path, wanted] of [
      ['/applications', PLANTED.number],
      ['/ratings', PLANTED.number],
      ['/instalments', PLANTED.instalments],
      ['/later-inspections', PLANTED.inspection],
      ['/reports', PLANTED.period],
      ['/organisations/shuiwu/tasks', PLANTED.open],
      ['/road-works?road=河北大道', PLANTED.number],
    ] as const)
      expect([path, (await ask(office, path)).payload.includes(wanted)]).toEqual([path, true])
  })
})
