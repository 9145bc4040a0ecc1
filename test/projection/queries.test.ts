import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { connectDatabase } from '../../db/client.ts'
import { DatabaseError } from '../../db/database-error.ts'
import { migrate, pendingMigrations } from '../../db/migrate.ts'
import { projectEvents } from '../../db/projection.ts'
import { logAccess } from '../../db/queries/access-log.ts'
import { listApplications } from '../../db/queries/application-list.ts'
import type { ApplicationCursor, ApplicationFilter } from '../../db/queries/application-list.ts'
import {
  allServiceNumbers,
  markStarted,
  putOffRegistration,
  registrationExists,
  takeRegistration,
  unstartedRegistrations,
} from '../../db/queries/registrations.ts'
import type { RegistrationRequest } from '../../db/queries/registrations.ts'
import { openApplicationsOfProject } from '../../db/queries/same-project.ts'
import { giveNumber, numberFor, numbersOf } from '../../db/queries/document-numbers.ts'
import { printed, printsOf } from '../../db/queries/document-prints.ts'
import { openTasks } from '../../db/queries/tasks.ts'
import type { TaskCursor } from '../../db/queries/tasks.ts'
import { accessLog } from '../../db/schema/access-log.ts'
import { application } from '../../db/schema/application.ts'
import { registration, serviceNumberCounter } from '../../db/schema/registration.ts'
import { parseServiceNumber } from '../../domain/case/service-number.ts'
import { APPLICANT_USER } from '../fixtures/actors.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { wholeCase } from './cases.ts'
import { testDatabase } from './database.ts'

const server = testDatabase()

beforeEach(async () => {
  await server.database.delete(application)
  await server.database.delete(registration)
  await server.database.delete(serviceNumberCounter)
})

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

function request(key: string, change: Partial<RegistrationRequest> = {}): RegistrationRequest {
  return {
    keyHash: sha256(key),
    bodyHash: 'body',
    city: 'chibi',
    servicePrefix: 'CB',
    day: '2026-11-23',
    client: 'hubei',
    startInput: (serviceNumber) => applicationInput(undefined, { serviceNumber, keyHash: sha256(key) }),
    ...change,
  }
}

describe('registration', () => {
  it('R-07: fifty at once with one key take one number', async () => {
    const taken = await Promise.all(Array.from({ length: 50 }, () => takeRegistration(server.database, request('one'))))
    expect(new Set(taken.map((one) => one.serviceNumber)).size).toBe(1)
    expect(taken.filter((one) => one.created)).toHaveLength(1)
    expect(taken.every((one) => one.input.serviceNumber === one.serviceNumber)).toBe(true)
  })

  it('R-07: fifty at once with fifty keys take fifty numbers, each well formed', async () => {
    const taken = await Promise.all(
      Array.from({ length: 50 }, (_, index) => takeRegistration(server.database, request(`key ${index}`))),
    )
    const numbers = taken.map((one) => one.serviceNumber)
    expect(numbers.map((number) => parseServiceNumber(number)?.sequence).sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    )
    expect((await allServiceNumbers(server.database)).sort()).toEqual(numbers.sort())
  })

  it('R-07: a key keeps its number, body hash and input, whatever comes later under it', async () => {
    const first = await takeRegistration(server.database, request('kept'))
    await markStarted(server.database, first.serviceNumber)
    const again = await takeRegistration(server.database, request('kept', { bodyHash: 'another', day: '2026-11-24' }))
    expect(again).toEqual({ ...first, created: false, started: true })
    expect(await registrationExists(server.database, first.serviceNumber)).toBe(true)
    expect(await registrationExists(server.database, 'CB-20261123-99999-0')).toBe(false)
  })

  it('R-07: a registration that fails takes neither key nor number', async () => {
    const refused = takeRegistration(
      server.database,
      request('failing', {
        startInput: () => {
          throw new RangeError('refused')
        },
      }),
    )
    await expect(refused).rejects.toThrow(RangeError)
    expect(
      parseServiceNumber((await takeRegistration(server.database, request('failing'))).serviceNumber)?.sequence,
    ).toBe(1)
  })

  it('R-03: the sweeper finds what has not started, and is not told of what has', async () => {
    const [one, two] = await Promise.all([
      takeRegistration(server.database, request('1')),
      takeRegistration(server.database, request('2')),
    ])
    await markStarted(server.database, one.serviceNumber)
    expect(await unstartedRegistrations(server.database, { olderThanSeconds: 60, limit: 10 })).toEqual([])
    expect(await unstartedRegistrations(server.database, { olderThanSeconds: 0, limit: 10 })).toEqual([
      { keyHash: two.input.keyHash, serviceNumber: two.serviceNumber, input: two.input },
    ])
    await putOffRegistration(server.database, two.input.keyHash)
    expect(await unstartedRegistrations(server.database, { olderThanSeconds: 0, limit: 10 })).toEqual([])
  })
})

type Listing = Omit<ApplicationFilter, 'now'> & { readonly limit: number }
const now = '2026-11-23T08:00:00.000Z'

async function pagesOf(filter: Listing, between: () => Promise<void> = async () => {}): Promise<string[]> {
  const seen: string[] = []
  let cursor: ApplicationCursor | undefined
  do {
    const page = await listApplications(server.database, { ...filter, now, cursor })
    seen.push(...page.items.map((item) => item.serviceNumber))
    cursor = page.next
    await between()
  } while (cursor !== undefined)
  return seen
}

async function register(
  sequence: number,
  minute: number,
  change: Parameters<typeof applicationInput>[1] = {},
): Promise<string> {
  const serviceNumber = `CB-20261123-${String(sequence).padStart(5, '0')}-0`
  const the = new PureCase(applicationInput(undefined, { serviceNumber, ...change }))
  const events = the.events.map((event) => ({
    ...event,
    at: new Date(Date.parse(the.at) + minute * 60_000).toISOString(),
  }))
  await projectEvents(server.database, serviceNumber, events)
  return serviceNumber
}

describe('lists', () => {
  it('R-10: pages stay as they are while new cases come in, also where many were registered at the same instant', async () => {
    const numbers: string[] = []
    for (let index = 1; index <= 11; index += 1) numbers.push(await register(index, Math.floor(index / 4)))
    let inserted = 100
    const seen = await pagesOf({ city: 'chibi', limit: 3 }, async () => {
      await register(++inserted, 60 + inserted)
    })
    expect(seen).toEqual([...numbers].reverse())
  })

  it('R-10: lists narrow by stage, by who is concerned, by who registered and by the applicant', async () => {
    const closed = wholeCase('CB-20261123-00001-0')
    await projectEvents(server.database, closed.state.serviceNumber, closed.events)
    const own = await register(2, 5, { registeredBy: APPLICANT_USER })
    expect(await pagesOf({ city: 'chibi', stage: 'closed', limit: 10 })).toEqual([closed.state.serviceNumber])
    expect(await pagesOf({ city: 'chibi', org: 'guowang', limit: 1 })).toEqual([own, closed.state.serviceNumber])
    expect(await pagesOf({ city: 'chibi', org: 'mobile', limit: 10 })).toEqual([])
    expect(await pagesOf({ city: 'chibi', org: 'hubeiGovernmentService', limit: 10 })).toEqual([
      closed.state.serviceNumber,
    ])
    expect(await pagesOf({ city: 'chibi', org: 'applicant', limit: 10 })).toEqual([])
    expect(await pagesOf({ city: 'chibi', registeredByOrg: 'hubeiGovernmentService', limit: 10 })).toEqual([
      closed.state.serviceNumber,
    ])
    expect(await pagesOf({ city: 'chibi', account: APPLICANT_USER.sub, limit: 10 })).toEqual([
      own,
      closed.state.serviceNumber,
    ])
    expect(await pagesOf({ city: 'drill', limit: 10 })).toEqual([])
  })

  it('R-38: open tasks come by due time, those without one last, in stable pages', async () => {
    for (let index = 1; index <= 3; index += 1) {
      const whole = wholeCase(`CB-20261123-0000${index}-0`)
      await projectEvents(server.database, whole.state.serviceNumber, whole.events.slice(0, 6))
    }
    const seen: [string, string | null][] = []
    let cursor: TaskCursor | undefined
    do {
      const page = await openTasks(server.database, { city: 'chibi', org: 'zigui', now, cursor, limit: 2 })
      seen.push(...page.items.map((item): [string, string | null] => [item.id, item.deadline?.dueAt ?? null]))
      cursor = page.next
    } while (cursor !== undefined)
    const ids = (kind: string) => [1, 2, 3].map((index) => `CB-20261123-0000${index}-0:${kind}:zigui`)
    expect(seen).toEqual([
      ...ids('fileOpinion').map((id) => [id, '2026-11-23T06:45:00.000Z']),
      ...ids('acknowledgeReceipt').map((id) => [id, null]),
    ])
  })

  it('R-39: an access is logged, known or not', async () => {
    await logAccess(server.database, { action: 'signIn', outcome: 'refused', problem: 'unauthenticated' })
    await logAccess(server.database, {
      sub: 'a',
      org: 'zhujian',
      role: 'lead',
      city: 'chibi',
      action: 'readApplication',
      serviceNumber: 'CB-1',
      outcome: 'allowed',
    })
    expect(await server.database.select().from(accessLog).orderBy(accessLog.id)).toMatchObject([
      { org: null, problem: 'unauthenticated' },
      { org: 'zhujian', problem: null },
    ])
  })
})

describe('errors and migrations', () => {
  it('R-39: a failing insert says its SQLSTATE and carries none of its values', async () => {
    const marker = 'MARKER-91440101MA5CJQ4N59'
    const failing = takeRegistration(
      server.database,
      request('x', { keyHash: marker, client: marker, bodyHash: marker }),
    )
    const error: unknown = await failing.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(DatabaseError)
    expect(error).toMatchObject({ code: '23514', constraint: 'registration_key_hash_is_sha256', unavailable: false })
    const { message, stack, cause } = error as Error
    expect(`${message}${stack}${String(cause)}${JSON.stringify(error)}`).not.toContain('MARKER')
  })

  it('R-39: a database that nobody answers for is unavailable, and said within seconds', async () => {
    const { database, close } = connectDatabase('postgres://nobody:secret@127.0.0.1:1/none')
    const error: unknown = await registrationExists(database, 'x').catch((thrown: unknown) => thrown)
    const inTransaction: unknown = await takeRegistration(database, request('x')).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'DatabaseError', code: 'ECONNREFUSED', unavailable: true })
    expect(inTransaction).toMatchObject({ name: 'DatabaseError', code: 'ECONNREFUSED', unavailable: true })
    await close()
  })

  it('R-39: two migrations at once are one; before, all are pending, afterwards none', async () => {
    const name = `fresh_${Date.now()}`
    await server.database.execute(sql`create database ${sql.identifier(name)}`)
    const url = new URL(server.url)
    url.pathname = `/${name}`
    const { database, close } = connectDatabase(url.href)
    expect(await pendingMigrations(database)).toBeGreaterThan(0)
    await Promise.all([migrate(url.href), migrate(url.href), migrate(url.href)])
    expect(await pendingMigrations(database)).toBe(0)
    await close()
  })
})

describe('applications of one project', () => {
  it('R-01: the open ones of the city', async () => {
    const numbers = ['CB-20261123-00001-0', 'CB-20261123-00002-0', 'CB-20261123-00003-0']
    for (const serviceNumber of numbers)
      await projectEvents(
        server.database,
        serviceNumber,
        new PureCase(applicationInput(undefined, { serviceNumber })).events,
      )
    await server.database
      .update(application)
      .set({ city: 'lakeside' })
      .where(sql`service_number = ${numbers[2]}`)
    expect(
      await openApplicationsOfProject(server.database, {
        city: 'chibi',
        projectCode: '2411-421281-04-01-123456',
        seenBy: { all: true },
      }),
    ).toEqual(numbers.slice(0, 2))
  })
})

describe('R-10: numbers of papers', () => {
  const series = { city: 'chibi', org: 'chengguan', series: '赤城管许', year: 2026 }
  const at = '2026-11-24T01:00:00.000Z'
  const paper = (name: string) => ({ subject: 'CB-1', paper: `CB-1/${name}` })

  it('are counted one after the other, the same for ever, whoever asks at once; each year and kind anew', async () => {
    const { database } = server
    const names = ['许1', '许2', '许3', '许1', '许2', '许3']
    const given = await Promise.all(names.map((name) => numberFor(database, paper(name), series, at)))
    expect(new Set(given)).toEqual(new Set([1, 2, 3].map((n) => `赤城管许〔2026〕${n}号`)))
    expect(given.slice(0, 3)).toEqual(given.slice(3))
    expect(await numberFor(database, paper('许9'), { ...series, year: 2027 }, at)).toBe('赤城管许〔2027〕1号')
    expect((await numbersOf(database, 'CB-1')).get('CB-1/许1')).toBe(given[0])
  })

  it('that a bureau gives are taken once; what it gave is not counted again', async () => {
    const { database } = server
    const give = (name: string, number: number, text = `赤交许〔2026〕${number}号`) =>
      giveNumber(database, paper(name), { ...series, series: '赤交许', text, number, givenBy: 'li' }, at)
    expect((await give('交1', 12)).is).toBe('given')
    expect((await give('交1', 12)).is).toBe('given')
    expect(await give('交1', 13)).toEqual({ is: 'numbered', text: '赤交许〔2026〕12号' })
    expect(await give('交2', 12)).toEqual({ is: 'taken', text: '赤交许〔2026〕12号' })
    expect(await numberFor(database, paper('交3'), { ...series, series: '赤交许' }, at)).toBe('赤交许〔2026〕13号')
  })

  it('of copies: each print is another, the same key the same', async () => {
    const { database } = server
    const print = (key: string) =>
      printed(database, {
        ...paper('许1'),
        key,
        printedSub: 'li',
        printedOrg: 'chengguan',
        printedRole: 'officer',
        printedAt: at,
      })
    expect([await print('a'), await print('a')].map(({ row, created }) => [row.copy, created])).toEqual([
      [1, true],
      [1, false],
    ])
    const more = await Promise.all(['b', 'c', 'd'].map(print))
    expect(more.map(({ row }) => row.copy).toSorted((a, b) => a - b)).toEqual([2, 3, 4])
    expect(await printsOf(database, paper('许1'))).toHaveLength(4)
  })
})
