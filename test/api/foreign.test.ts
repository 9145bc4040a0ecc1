import { Client, WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { beforeAll, describe, expect, it } from 'vitest'
import { eventsOfApplication } from '../../db/queries/events.ts'
import { eventsOfMatter } from '../../db/queries/matters.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { makeServiceNumber } from '../../domain/case/service-number.ts'
import { SUBJECT_KINDS } from '../../domain/matter/subject.ts'
import { allSubjects } from '../../scripts/history/subjects.ts'
import { registrationDifferences, restoreRegistrations } from '../../scripts/history/registrations.ts'
import { EncryptionCodec } from '../../temporal/codec.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { newKey as newPayloadKey, parseKeyring } from '../../temporal/keyring.ts'
import { standingOf } from '../../temporal/standing.ts'
import { ApplicationClient, APPLICATIONS } from '../fixtures/application-client.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registrationBody } from '../fixtures/forms.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { transferBody, transferInput } from '../fixtures/matters.ts'
import { expectExact } from '../fixtures/replays.ts'

const ZIGUI = { sub: 'anybody', org: 'zigui', role: 'officer' }
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const OPINION = { actor: ZIGUI, bodyHash: 'hash', body: { remarks: '同意' } }
const FORM = { services: { water: { business: 'new', tonsPerDay: 12 } } }
const DAY = localDate(new Date().toISOString(), CHIBI.hours)

const servers = testServers({ ownDatabase: true })
const cases = new ApplicationClient(servers)
const client = new PartyClient(servers)

/** One sends JSON in clear, as the `temporal` command line does, and hears what it is answered; one has another key. */
const STRANGERS = ['unsealed', 'unknownKey'] as const
const strangers = {} as Record<(typeof STRANGERS)[number], Client>

beforeAll(() => {
  const { connection, options } = servers.temporal
  const ours = new EncryptionCodec(servers.keyring)
  strangers.unsealed = new Client({
    connection,
    namespace: options.namespace,
    dataConverter: {
      ...dataConverter(servers.keyring),
      payloadCodecs: [{ encode: async (payloads) => payloads, decode: (payloads) => ours.decode(payloads) }],
    },
  })
  strangers.unknownKey = new Client({
    connection,
    namespace: options.namespace,
    dataConverter: dataConverter(parseKeyring(newPayloadKey())),
  })
})

async function open(): Promise<string> {
  const serviceNumber = await cases.register({}, FORM)
  await cases.until(serviceNumber, 'jointSurvey')
  return serviceNumber
}

const history = async (serviceNumber: string) =>
  (await client.get(`${APPLICATIONS}/${serviceNumber}/history?limit=200`, ['fagai', 'auditor'])).json.items

/** The type of the failure with which an update or a start ended: it lies in clear beside the sealed words. */
async function failureOf(sent: Promise<unknown>): Promise<string | null | undefined> {
  const error: unknown = await sent.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof WorkflowUpdateFailedError) && !(error instanceof WorkflowFailedError)) throw error
  return error.cause instanceof ApplicationFailure ? error.cause.type : undefined
}

describe('an update that is none of ours', () => {
  it.each(STRANGERS)('R-39: %s: is refused, leaves nothing in the history, and the case goes on', async (way) => {
    const serviceNumber = await open()
    const handle = strangers[way].workflow.getHandle(serviceNumber)
    const before = await history(serviceNumber)
    expect(await failureOf(handle.executeUpdate('fileOpinion', { args: [OPINION] }))).toBe('payload-foreign')
    expect(await failureOf(handle.executeUpdate('withdrawApplication', { args: [OPINION] }))).toBe('payload-foreign')
    const events = (await handle.fetchHistory()).events ?? []
    expect(events.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes)).toEqual([])
    const { seq } = await cases.done(serviceNumber, 'survey/opinions', ['zigui', 'officer'], { remarks: '同意' })
    await cases.view(serviceNumber, seq)
    expect((await history(serviceNumber)).slice(0, before.length)).toEqual(before)
    expect((await history(serviceNumber)).map(({ type }) => type)).not.toContain('actRefused')
  })

  it('R-39: nor is one that is sealed, but was parsed by nobody: no body, another body, an actor of no role', async () => {
    const serviceNumber = await open()
    const handle = servers.temporal.workflow.getHandle(serviceNumber)
    expect(await failureOf(handle.executeUpdate('fileOpinion'))).toBe('validation-failed')
    for (const wrong of [
      { ...OPINION, body: { 意见: '同意' } },
      { ...OPINION, actor: { ...ZIGUI, role: 'mayor' } },
      { ...OPINION, actor: { ...ZIGUI, role: 'auditor' } },
      { ...OPINION, force: true },
    ])
      expect(await failureOf(handle.executeUpdate('fileOpinion', { args: [wrong] }))).toBe('validation-failed')
    const events = (await handle.fetchHistory()).events ?? []
    expect(events.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes)).toEqual([])
  })
})

describe('a signal that is none of ours', () => {
  it.each([
    ['unsealed', JSON.stringify({ actor: ZIGUI, body: { remarks: '同意' } })],
    ['unknownKey', 'null'],
  ] as const)(
    'R-39: %s: is recorded as refused with what was received, and the case goes on',
    async (way, received) => {
      const serviceNumber = await open()
      const handle = strangers[way].workflow.getHandle(serviceNumber)
      await handle.signal('fileOpinion', { actor: ZIGUI, body: { remarks: '同意' } })
      const refused = async () => (await history(serviceNumber)).filter(({ type }) => type === 'actRefused')
      await expect.poll(async () => (await refused()).length).toBe(1)
      const [event] = await refused()
      expect(event).toMatchObject({
        actor: { sub: 'workflow', org: 'system' },
        data: { act: 'fileOpinion', code: 'payload-foreign' },
      })
      // An auditor is shown none of its words, nor is who sees less than all of a person; the window is.
      const receivedAsSeenBy = async (who: Who) => {
        const { json } = await client.get(`${APPLICATIONS}/${serviceNumber}/history?limit=200`, who)
        return json.items.find(({ type }) => type === 'actRefused')
      }
      expect(await receivedAsSeenBy(['window', 'clerk'])).toMatchObject({ data: { received } })
      expect(await receivedAsSeenBy(['zhujian', 'officer'])).toMatchObject({ data: { received: '***' } })
      const { seq } = await cases.done(serviceNumber, 'survey/opinions', ['zigui', 'officer'], { remarks: '同意' })
      expect(await cases.view(serviceNumber, seq)).toMatchObject({ stage: 'jointSurvey' })
      await expectExact(servers, serviceNumber)
    },
  )
})

describe('the signal by which a case takes over an act, from somebody else', () => {
  const refusals = async (url: string) => {
    const { json } = await client.get(`${url}/history?limit=200`, ['window', 'clerk'])
    return json.items.filter(({ type }) => type === 'actRefused')
  }

  it.each(STRANGERS)('R-39: %s: is recorded as refused, by a case and by a matter, and both go on', async (way) => {
    const serviceNumber = await open()
    const { number } = await client.done('/api/v1/transfers', INTAKE, transferBody())
    const transfer = `/api/v1/transfers/${number}`
    for (const [subject, url, received] of [
      [serviceNumber, `${APPLICATIONS}/${serviceNumber}`, way === 'unsealed' ? '"an id of nothing"' : 'null'],
      [number, transfer, ''],
    ] as const) {
      await strangers[way].workflow.getHandle(subject).signal('orphaned', 'an id of nothing')
      await expect
        .poll(() => refusals(url))
        .toMatchObject([{ actor: { sub: 'workflow' }, data: { act: 'orphaned', code: 'payload-foreign', received } }])
      // One of ours is no act, and leaves nothing.
      await servers.temporal.workflow.getHandle(subject).signal('orphaned', 'an id of nothing')
    }
    await cases.done(serviceNumber, 'survey/opinions', ['zigui', 'officer'], { remarks: '同意' })
    await client.done(`${transfer}/ownership`, ['zigui', 'officer'], { confirmed: true })
    for (const subject of [serviceNumber, number]) await expectExact(servers, subject)
    expect(await refusals(`${APPLICATIONS}/${serviceNumber}`)).toHaveLength(1)
  })
})

/** What somebody starts who has our key. */
async function sealedStart(type: string, workflowId: string, input: object): Promise<unknown> {
  const { temporal, taskQueue } = servers
  const started = await temporal.workflow.start(type, { workflowId, taskQueue, args: [input] })
  return started.result()
}

describe('a start that is none of ours', () => {
  it.each([
    ['application', 'unsealed'],
    ['application', 'unknownKey'],
    ['rating', 'unsealed'],
    ['meetingReports', 'unsealed'],
  ] as const)('R-39: %s, %s: ends by itself and says why', async (type, way) => {
    const started = await strangers[way].workflow.start(type, {
      workflowId: `foreign:${type}:${way}:${process.pid}`,
      taskQueue: servers.taskQueue,
      args: [{ serviceNumber: 'x', policy: {} }],
    })
    expect(await failureOf(started.result())).toBe('payload-foreign')
  })

  it('R-39: without any input, too', async () => {
    const started = await strangers.unsealed.workflow.start('application', {
      workflowId: `foreign:nothing:${process.pid}`,
      taskQueue: servers.taskQueue,
    })
    expect(await failureOf(started.result())).toBe('payload-foreign')
  })

  it.each([...SUBJECT_KINDS, 'meetingReports'] as const)(
    'R-39: %s, sealed with our key, but what no API would start: ends by itself, and nothing is recorded',
    async (type) => {
      const id = `foreign:parsed:${type}:${process.pid}`
      const common = { ...transferInput(id), serviceNumber: id, registeredBy: ZIGUI }
      const nonsense = { request: {}, registration: { form: {} }, warnings: [], rating: {}, plan: {}, finding: {} }
      expect(await failureOf(sealedStart(type, id, { ...common, ...nonsense }))).toBe('validation-failed')
      expect(await eventsOfApplication(servers.database, id, { limit: 9 })).toEqual([])
      expect(await eventsOfMatter(servers.database, id, { limit: 9 })).toEqual([])
    },
  )

  it('R-39: nor is one taken that says it is another, or brings a policy that no case could go by', async () => {
    const id = `foreign:another:${process.pid}`
    const input = transferInput(id)
    for (const wrong of [transferInput('CBT-20261123-00001-0'), { ...input, policy: { ...CHIBI, transfer: {} } }])
      expect(await failureOf(sealedStart('transfer', id, wrong))).toBe('validation-failed')
    expect(await eventsOfMatter(servers.database, id, { limit: 9 })).toEqual([])
  })

  it('R-39: under a number that is to be given next, it holds up no registration: the number is passed over', async () => {
    const taken = await cases.register({}, FORM)
    const next = makeServiceNumber('CB', DAY, Number(taken.slice(12, 17)) + 1)
    const foreign = await strangers.unsealed.workflow.start('application', {
      workflowId: next,
      taskQueue: servers.taskQueue,
      args: [{ serviceNumber: next, keyHash: 'k' }],
    })
    expect(await failureOf(foreign.result())).toBe('payload-foreign')
    expect(await standingOf(servers.temporal, next)).toBe('ended')
    const answer = await client.post(APPLICATIONS, INTAKE, registrationBody({}, FORM))
    expect(answer.statusCode).toBe(201)
    expect(answer.json()['serviceNumber']).not.toBe(next)
    const { numbers } = servers.api.app.deps
    await expect
      .poll(async () => {
        await numbers.check()
        return numbers.state
      })
      .toBe('ok')
    const sides = { client: servers.temporal, database: servers.database }
    expect(await allSubjects(sides)).not.toContain(next)
    expect(await restoreRegistrations(servers.temporal, servers.database)).toEqual([])
    expect(await registrationDifferences(servers.temporal, servers.database)).toEqual([])
  })
})
