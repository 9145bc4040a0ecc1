import { describe, expect, it } from 'vitest'
import { mayAsk, outcomeOf } from '../../api/act-requests/outcome.ts'
import { prefersAsync } from '../../api/act-requests/prefer.ts'
import { addressedIn, addressOf, requestOf } from '../../api/act-requests/request-id.ts'
import { callerOf } from '../../api/auth/caller.ts'
import type { Caller } from '../../api/auth/caller.ts'
import { loadCities } from '../../config/load-cities.ts'
import type { Role } from '../../domain/actor/actor.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import { MATTER_KINDS } from '../../domain/matter/matter.ts'
import type { MatterKind } from '../../domain/matter/matter.ts'
import { describedAs } from '../../domain/matter/matter-kinds.ts'
import { newKey, parseKeyring } from '../../temporal/keyring.ts'
import { ACTS } from '../../domain/act/act.ts'
import { ROLES } from '../../domain/actor/actor.ts'
import { testApi } from '../fixtures/api.ts'

const cities = loadCities()
const caller = (org: string, role: Role, sub = `${org}-1`): Caller =>
  callerOf({ iss: 'https://issuer.test', sub, org, role, city: 'chibi' }, cities)
const serviceNumber = 'CB-20261123-00001-0'
const updateId = 'a'.repeat(64)
const MATTERS: Readonly<Record<MatterKind, string>> = {
  transfer: '/transfers/{transferNumber}',
  creditRecord: '/credit-records/{recordId}',
  rating: '/applications/{serviceNumber}/rating',
  meetingReport: '/reports/{period}',
  instalments: '/instalments/{instalmentsId}',
  laterInspection: '/later-inspections/{inspectionId}',
}

describe('Prefer (RFC 7240)', () => {
  it.each([
    ['respond-async', true],
    ['Respond-Async', true],
    ['wait=10, respond-async', true],
    ['respond-async; foo="bar"', true],
    ['respond-async=""', true],
    [['wait=10', 'respond-async'], true],
    ['respond-asynchronously', false],
    ['wait=10', false],
    ['', false],
    [undefined, false],
  ] as const)('%s', (prefer, wanted) => {
    const headers = prefer === undefined ? {} : { prefer: prefer as string }
    expect(prefersAsync({ headers })).toBe(wanted)
  })

  it('stands in the document of every act of a case or a matter, with its 202, and in no other', async () => {
    const api = await testApi()
    const { paths } = (await api.get('/openapi.json')).json()
    const named = (path: string, name: string) =>
      paths[path].post.parameters.some((parameter: { name: string }) => parameter.name === name)
    const acts = [
      ...Object.values(ACTS).map(({ path }) => `/api/v1/applications/{serviceNumber}/${path}`),
      ...MATTER_KINDS.flatMap((kind) =>
        Object.values(describedAs(kind).acts).map(({ path }) => `/api/v1${MATTERS[kind]}/${path}`),
      ),
    ]
    for (const address of acts) {
      expect([address, named(address, 'Prefer'), paths[address].post.responses['202'].description]).toEqual([
        address,
        true,
        expect.stringContaining('respond-async'),
      ])
    }
    expect(named('/api/v1/applications', 'Prefer')).toBe(false)
    for (const one of ['/applications/{serviceNumber}', ...Object.values(MATTERS)])
      expect([one, paths[`/api/v1${one}/act-requests/{request}`]?.get]).toEqual([one, expect.anything()])
    const posted = Object.keys(paths).filter((path) => paths[path].post !== undefined)
    expect(posted.filter((path) => named(path, 'Prefer')).sort()).toEqual(acts.sort())
    await api.app.close()
  })
})

describe('the address at which a sender is told', () => {
  const [old, later] = [newKey(), newKey()]
  const [keyring, rotated, others] = [old, `${later},${old}`, newKey()].map(parseKeyring)
  const request = requestOf(updateId, 'body')
  const asked = (ring: typeof keyring, who: Caller, number = serviceNumber) => {
    if (keyring === undefined || ring === undefined) throw new Error('no keys')
    const address = addressOf(request, { keyring, caller: caller('zigui', 'system'), subject: serviceNumber })
    return addressedIn(address, { keyring: ring, caller: who, subject: number })
  }

  it('is another for another body, and the same for the same', () => {
    expect(requestOf(updateId, 'body')).toBe(request)
    expect(requestOf(updateId, 'other')).not.toBe(request)
    expect(request).toMatch(/^[0-9a-f]{40}$/)
  })

  it('is known as given to its organisation and case only, after a rotation of keys too', () => {
    expect(asked(keyring, caller('zigui', 'officer'))).toEqual({ request, given: true })
    expect(asked(rotated, caller('zigui', 'officer'))).toEqual({ request, given: true })
    expect(asked(others, caller('zigui', 'officer'))).toEqual({ request, given: false })
    expect(asked(keyring, caller('chengguan', 'officer'))).toEqual({ request, given: false })
    expect(asked(keyring, caller('zigui', 'officer'), 'CB-20261123-00002-9')).toEqual({ request, given: false })
  })

  it('is nothing else', () => {
    if (keyring === undefined) throw new Error('no keys')
    for (const wrong of ['', 'x', 'g'.repeat(64), 'A'.repeat(64), 'a'.repeat(65)])
      expect(addressedIn(wrong, { keyring, caller: caller('zigui', 'system'), subject: serviceNumber })).toBeUndefined()
  })
})

describe('what became of it', () => {
  const event = (body: object): CaseEvent =>
    ({
      seq: 9,
      at: '2026-11-23T01:00:00.000Z',
      actor: { sub: 'x', org: 'zigui', role: 'system' },
      ...body,
    }) as CaseEvent
  const place = '/here'

  it('is told as the case decided it: taken, or the problem that a sender who waits would have', () => {
    const taken = event({ type: 'actTaken', rule: 'R-13', data: { act: 'fileOpinion', request: 'r' } })
    expect(outcomeOf(taken, caller('zigui', 'system'), place)).toEqual({
      status: 'taken',
      act: 'fileOpinion',
      seq: 9,
      at: '2026-11-23T09:00:00+08:00',
    })
    const data = { act: 'startWorks', request: 'r', code: 'wrong-stage', detail: '尚未', received: '', early: true }
    expect(
      outcomeOf(event({ type: 'actRefused', rule: 'R-19', data }), caller('zigui', 'system'), place),
    ).toMatchObject({
      status: 'refused',
      problem: { code: 'wrong-stage', status: 409, detail: '尚未', instance: '/here', retryable: true },
    })
    const closed = { type: 'applicationClosed', rule: 'R-26', data: { outcome: 'connected' } }
    expect(outcomeOf(event(closed), caller('zigui', 'system'), place)).toBeUndefined()
  })

  it('only to its organisation, and of applicants to the one', () => {
    const of = (org: string, sub: string) => ({ ...event({}), actor: { sub, org, role: ROLES[0] } })
    expect(mayAsk(caller('zigui', 'officer'), of('zigui', 'another'))).toBe(true)
    expect(mayAsk(caller('chengguan', 'officer'), of('zigui', 'another'))).toBe(false)
    const one = caller('applicant', 'applicant', 'u-1')
    expect(mayAsk(one, of('applicant', one.sub))).toBe(true)
    expect(mayAsk(caller('applicant', 'applicant', 'u-2'), of('applicant', one.sub))).toBe(false)
  })
})
