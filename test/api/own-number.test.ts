import { eq, isNull } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { sweep } from '../../api/registration/sweeper.ts'
import { canonicalJson, sha256 } from '../../config/canonical-json.ts'
import { markStarted, takeRegistration, UNKNOWN_BODY_HASH } from '../../db/queries/registrations.ts'
import { registration } from '../../db/schema/registration.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { makeServiceNumber, parseServiceNumber } from '../../domain/case/service-number.ts'
import { makeTransferNumber } from '../../domain/transfer/transfer-number.ts'
import { registrationDifferences, restoreRegistrations } from '../../scripts/history/registrations.ts'
import { allSubjects } from '../../scripts/history/subjects.ts'
import { startedOf } from '../../temporal/started.ts'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import { newKey } from '../fixtures/api.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration as parsed, registrationBody } from '../fixtures/forms.ts'
import { transferBody, transferInput } from '../fixtures/matters.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { applicationInput } from '../fixtures/pure-case.ts'

const APPLICATIONS = '/api/v1/applications'
const TRANSFERS = '/api/v1/transfers'
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const FORM = { services: { water: { business: 'new', tonsPerDay: 12 } } }
const DAY = localDate(new Date().toISOString(), CHIBI.hours)

const servers = testServers({ ownDatabase: true })
const client = new PartyClient(servers)

const register = (key = newKey(), form: Record<string, unknown> = FORM) =>
  client.post(APPLICATIONS, INTAKE, registrationBody({}, form), key)
/** As the API makes it of the intake's key. */
const keyHashOf = (key: string, url = APPLICATIONS) =>
  sha256(JSON.stringify(['chibi/hubeiGovernmentService/hubeiGovernmentService-system', 'POST', url, key]))
const keyOf = async (number: string) => (await startedOf<{ keyHash: string }>(servers.temporal, number)).input?.keyHash
const numbers = () => servers.api.app.deps.numbers

/** A case that PostgreSQL knows nothing of, as 0.2 started them: without the body's hash and the client. */
async function onlyInTemporal(serviceNumber: string, keyHash: string): Promise<void> {
  const {
    bodyHash: _bodyHash,
    client: _client,
    ...input
  } = applicationInput(undefined, { serviceNumber, keyHash, policy: CHIBI })
  await servers.temporal.workflow.start('application', {
    workflowId: serviceNumber,
    taskQueue: servers.taskQueue,
    args: [input],
  })
}

async function restored() {
  const all = await restoreRegistrations(servers.temporal, servers.database)
  await numbers().check()
  expect([numbers().state, await registrationDifferences(servers.temporal, servers.database)]).toEqual(['ok', []])
  return all
}

/** Visibility comes a moment later. */
const seen = (count: number) =>
  expect
    .poll(
      async () => {
        await numbers().check()
        return numbers().unknown.length
      },
      { timeout: 15_000 },
    )
    .toBe(count)

describe('a number that is another’s in Temporal', () => {
  it('R-39: is not given: the key has the next one; registration stands back until it is registered here, and its own key finds it', async () => {
    expect((await register()).statusCode).toBe(201)
    const foreign = makeServiceNumber('CB', DAY, 2)
    const foreignKey = newKey()
    await onlyInTemporal(foreign, keyHashOf(foreignKey))
    const key = newKey()
    const answer = await register(key)
    const ours = answer.json()['serviceNumber'] as unknown as string
    expect([answer.statusCode, parseServiceNumber(ours)?.sequence]).toEqual([201, 3])
    expect([await keyOf(ours), await keyOf(foreign)]).toEqual([keyHashOf(key), keyHashOf(foreignKey)])
    await expect.poll(async () => (await register(key)).json()).toMatchObject({ serviceNumber: ours, settled: true })

    await seen(1)
    const suspended = await register()
    expect([suspended.statusCode, suspended.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'registration-suspended' }),
    ])
    expect(await allSubjects({ client: servers.temporal, database: servers.database })).toEqual(
      expect.arrayContaining([foreign, ours]),
    )
    expect(await registrationDifferences(servers.temporal, servers.database)).toMatchObject([
      { table: 'registration', key: { service_number: foreign }, column: '(row)', live: 'absent' },
    ])
    expect(await restored()).toEqual([{ number: foreign, what: 'putBack' }])
    const [row] = await servers.database.select().from(registration).where(eq(registration.serviceNumber, foreign))
    expect(row).toMatchObject({
      bodyHash: UNKNOWN_BODY_HASH,
      client: 'unknown',
      startInput: { serviceNumber: foreign },
    })
    const retried = await register(foreignKey, { ...FORM, remarks: '内容已不可考' })
    expect([retried.statusCode, retried.json()['serviceNumber']]).toEqual([200, foreign])
    expect(parseServiceNumber((await register()).json()['serviceNumber'] as unknown as string)?.sequence).toBe(4)
  })

  it('R-28, R-39: nor that of a transfer', async () => {
    const foreign = makeTransferNumber('CB', DAY, 1)
    await numbers().tried()
    await servers.temporal.workflow.start('transfer', {
      workflowId: foreign,
      taskQueue: servers.taskQueue,
      args: [transferInput(foreign)],
    })
    const key = newKey()
    const body = transferBody()
    const answer = await client.post(TRANSFERS, INTAKE, body, key)
    const number = makeTransferNumber('CB', DAY, 2)
    expect([answer.statusCode, answer.json()]).toEqual([201, expect.objectContaining({ number })])
    await expect
      .poll(async () => (await client.post(TRANSFERS, INTAKE, body, key)).json())
      .toMatchObject({ number, settled: true })
    await seen(1)
    expect((await client.post(TRANSFERS, INTAKE, transferBody())).json()).toMatchObject({
      code: 'registration-suspended',
    })
    expect(await restored()).toEqual([{ number: foreign, what: 'putBack' }])
    expect((await client.post(TRANSFERS, INTAKE, transferBody())).statusCode).toBe(201)
  })

  it('R-39: who was given another’s number by an earlier release has one of their own after the rebuild', async () => {
    const [theirs, wronged] = [newKey(), newKey()]
    const request = {
      bodyHash: sha256(canonicalJson(parsed({}, FORM))),
      city: 'chibi',
      servicePrefix: 'CB',
      day: DAY,
      client: 'hubei',
    }
    const taken = await takeRegistration(servers.database, {
      ...request,
      keyHash: keyHashOf(wronged),
      startInput: (serviceNumber) =>
        applicationInput(undefined, { serviceNumber, keyHash: keyHashOf(wronged), policy: CHIBI }),
    })
    await onlyInTemporal(taken.serviceNumber, keyHashOf(theirs))
    await markStarted(servers.database, taken.serviceNumber)
    await expect
      .poll(() => registrationDifferences(servers.temporal, servers.database), { timeout: 15_000 })
      .toMatchObject([{ column: 'key_hash', key: { service_number: taken.serviceNumber } }])
    const [{ moved, ...rest } = { number: '', what: '', moved: undefined }] = await restored()
    expect(rest).toEqual({ number: taken.serviceNumber, what: 'putBack' })
    expect((await register(theirs)).json()['serviceNumber']).toBe(taken.serviceNumber)
    await expect
      .poll(async () => (await register(wronged)).json())
      .toMatchObject({ serviceNumber: moved?.to, settled: true })
    expect(await keyOf(moved?.to ?? '')).toBe(keyHashOf(wronged))
  })
})

describe('one registration that cannot be started', () => {
  it('R-39: nor thirty of them keep the sweeper from a later one; they are counted, and come back later and later', async () => {
    const long = new Date(Date.now() - 3_600_000).toISOString()
    const rows = Array.from({ length: 30 }, (_, index) => {
      const serviceNumber = makeServiceNumber('CB', '2026-01-05', index + 1)
      return {
        keyHash: sha256(`bad ${index}`),
        bodyHash: 'body',
        serviceNumber,
        city: 'chibi',
        client: 'hubei',
        createdAt: long,
        startInput: { serviceNumber } as ApplicationInput,
      }
    })
    const good = applicationInput(undefined, {
      serviceNumber: makeServiceNumber('CB', '2026-01-06', 1),
      keyHash: sha256('good'),
      policy: CHIBI,
    })
    await servers.database.insert(registration).values([
      ...rows,
      {
        keyHash: good.keyHash,
        bodyHash: 'body',
        serviceNumber: good.serviceNumber,
        city: 'chibi',
        client: 'hubei',
        createdAt: new Date(Date.now() - 60_000).toISOString(),
        startInput: good,
      },
    ])
    await sweep(servers.api.app)
    await sweep(servers.api.app)
    expect(await keyOf(good.serviceNumber)).toBe(good.keyHash)
    const left = await servers.database.select().from(registration).where(isNull(registration.startedAt))
    expect(
      left.map(({ startAttempts, nextAttemptAt }) => [startAttempts, Date.parse(nextAttemptAt ?? '') > Date.now()]),
    ).toEqual(rows.map(() => [1, true]))
    const metrics = (await servers.api.app.inject('/metrics')).payload
    expect(metrics).toContain('seven_ones_start_failures_total{kind="application"} 30')
  })
})
