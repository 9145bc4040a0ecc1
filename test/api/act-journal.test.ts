import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { ActJournal } from '../../api/temporal/act-journal.ts'
import { TemporalUnavailable } from '../../api/temporal/bounded.ts'
import { handBackOrphans } from '../../api/temporal/orphan-sweeper.ts'
import { lock } from '../../db/locks.ts'
import { compareRebuilt } from '../../db/rebuild.ts'
import type { JournalledAct } from '../../db/queries/act-journal.ts'
import { findApplication } from '../../db/queries/applications.ts'
import { actJournal } from '../../db/schema/act-journal.ts'
import { application } from '../../db/schema/application.ts'
import { createReplayer } from '../../scripts/history/replayer.ts'
import { runsOf } from '../../scripts/history/runs.ts'
import { CODE_DIR } from '../code-dir.ts'
import { newKey, testApi } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { registrationBody } from '../fixtures/forms.ts'
import { recordInForce } from '../fixtures/credit-in-force.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'

const APPLICATIONS = '/api/v1/applications'
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const CLERK: Who = ['window', 'clerk']
const servers = testServers({ ownDatabase: true })
const client = new PartyClient(servers)

type Bring = ActJournal['bring']

/** An API process that ends where it is told to: nobody hears of it any more. */
class Ending extends ActJournal {
  static at(step: 'noted' | 'answered' | 'brought'): Promise<TestApi> {
    const { database, temporal, api } = servers
    const log = { warn: () => {} }
    const journal = new Ending(step, { database, temporal, log })
    return testApi({ environment: api.app.deps.environment, database, temporal, journal })
  }

  readonly #step: string

  private constructor(step: string, deps: ConstructorParameters<typeof ActJournal>[0]) {
    super(deps)
    this.#step = step
  }

  override async note(act: JournalledAct) {
    const noted = await super.note(act)
    if (this.#step === 'noted') throw new Error('ended')
    return noted
  }

  override async bring(...brought: Parameters<Bring>) {
    if (this.#step === 'answered') throw new Error('ended')
    await super.bring(...brought)
    throw new Error('ended')
  }
}

async function registered(): Promise<{ readonly number: string; readonly url: string }> {
  const answer = await client.post(APPLICATIONS, INTAKE, registrationBody({}, {}))
  const number = answer.json<{ serviceNumber: string }>().serviceNumber
  const url = `${APPLICATIONS}/${number}`
  await client.until(url, CLERK, { stage: 'jointSurvey' })
  await quiet(number)
  return { number, url }
}

/** No activity is under way. */
const quiet = (id: string) =>
  expect
    .poll(async () => (await servers.temporal.workflow.getHandle(id).describe()).raw.pendingActivities?.length)
    .toBe(0)

const noted = (subject: string) => servers.database.select().from(actJournal).where(eq(actJournal.subject, subject))
const rowSeq = async (number: string) => (await findApplication(servers.database, number))?.seq

async function projecting(id: string): Promise<number> {
  return (await runsOf(servers.temporal, id))
    .flatMap(({ history }) => history.events ?? [])
    .filter(({ activityTaskScheduledEventAttributes: scheduled }) =>
      ['project', 'projectMatter'].includes(scheduled?.activityType?.name ?? ''),
    ).length
}

/** Half a minute later, as far as the journal knows. */
async function laterSwept(): Promise<void> {
  await servers.database.update(actJournal).set({ since: sql`now() - interval '31 seconds'` })
  await handBackOrphans(servers.api.app)
}

async function sameAsHistory(...subjects: readonly string[]): Promise<void> {
  const replayer = await createReplayer(servers.temporal, servers.keyring, { codeDir: CODE_DIR })
  const { differences } = await compareRebuilt(servers.database, replayer.replay(subjects), { only: subjects })
  expect(differences).toEqual([])
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const CONTACT = { contact: '李四', phone: '13900001111' }

async function posted(api: TestApi, url: string, key: string, body: object = CONTACT) {
  return api.post({ url: `${url}/contact`, token: await api.token('window', 'clerk'), body, key })
}

describe('an act', () => {
  it('R-39: is in the rows when it is answered, by no activity; nothing stays noted', async () => {
    const { number, url } = await registered()
    const before = await projecting(number)
    const { seq } = await client.done(`${url}/contact`, CLERK, CONTACT)
    expect([await rowSeq(number), (await projecting(number)) - before]).toEqual([seq, 0])
    expect(await noted(number)).toEqual([])
    await sameAsHistory(number)
  })

  it('R-39: of a matter likewise', async () => {
    const recordId = await recordInForce(client)
    const self = `/api/v1/credit-records/${recordId}`
    await quiet(recordId)
    const before = await projecting(recordId)
    const answer = await client.post(`${self}/contests`, ['shuiwu', 'lead'], { reason: '整改已按期完成' })
    expect([answer.statusCode, answer.payload]).toEqual([200, expect.any(String)])
    expect((await client.get(self, ['chengguan', 'officer'])).json).toMatchObject({ status: 'contested' })
    expect([await noted(recordId), await projecting(recordId)]).toEqual([[], before])
    await sameAsHistory(recordId)
  })

  it('R-39: that is refused leaves nothing noted', async () => {
    const { number, url } = await registered()
    const refused = await client.post(`${url}/connection/completions`, ['shuiwu', 'officer'], { line: 'water:shuiwu' })
    expect(refused.statusCode).toBe(409)
    await expect.poll(() => noted(number)).toEqual([])
  })

  it('R-39: of an API that knows nothing of this goes by activity, beside others', async () => {
    const { number, url } = await registered()
    const { seq } = await client.done(`${url}/contact`, CLERK, CONTACT)
    const act = { actor: { sub: 'clerk-1', org: 'window', role: 'clerk' }, bodyHash: 'old', body: { contact: '王五' } }
    const old = await servers.temporal.workflow
      .getHandle(number)
      .executeUpdate<{ seq: number; events?: unknown }, [object]>('correctContact', { args: [act] })
    expect([old.seq, old.events]).toEqual([seq + 1, undefined])
    await expect.poll(() => rowSeq(number)).toBe(old.seq)
    await client.done(`${url}/contact`, CLERK, CONTACT)
    await sameAsHistory(number)
  })

  it('R-39: fifty times at once under one key is one event, and all hear the same', async () => {
    const { number, url } = await registered()
    const key = newKey()
    const answers = await Promise.all(Array.from({ length: 50 }, () => posted(servers.api, url, key)))
    expect(new Set(answers.map(({ statusCode, payload }) => `${statusCode} ${payload}`)).size).toBe(1)
    expect(answers[0]?.statusCode).toBe(200)
    expect(await rowSeq(number)).toBe(answers[0]?.json<{ seq: number }>().seq)
    await expect.poll(() => noted(number)).toEqual([])
    await sameAsHistory(number)
  })
})

describe('an API that ends amid an act', () => {
  it('R-39: before it is put: the case is told of it, and takes it when it comes under the same key', async () => {
    const { number, url } = await registered()
    const [key, api] = [newKey(), await Ending.at('noted')]
    expect((await posted(api, url, key)).statusCode).toBe(500)
    expect(await noted(number)).toHaveLength(1)
    await laterSwept()
    expect(await noted(number)).toEqual([])
    const again = await posted(servers.api, url, key)
    expect(again.statusCode).toBe(200)
    await expect.poll(() => rowSeq(number)).toBe(again.json<{ seq: number }>().seq)
    await sameAsHistory(number)
    await api.app.close()
  })

  it('R-39: before it has written: its case brings the events when somebody notices, without any further act', async () => {
    const { number, url } = await registered()
    const [key, api, before] = [newKey(), await Ending.at('answered'), await rowSeq(number)]
    expect((await posted(api, url, key)).statusCode).toBe(500)
    expect([await rowSeq(number), (await noted(number)).length]).toEqual([before, 1])
    await handBackOrphans(servers.api.app)
    expect((await noted(number)).length).toBe(1)
    await laterSwept()
    await expect.poll(() => rowSeq(number)).toBe((before ?? 0) + 1)
    expect(await noted(number)).toEqual([])
    await sameAsHistory(number)
    await api.app.close()
  })

  it('R-39: before it has written, and whoever sent it tries again: the answer is the same, and its events are here', async () => {
    const { number, url } = await registered()
    const [key, api] = [newKey(), await Ending.at('answered')]
    expect((await posted(api, url, key)).statusCode).toBe(500)
    const again = await posted(servers.api, url, key)
    expect([again.statusCode, await rowSeq(number)]).toEqual([200, again.json<{ seq: number }>().seq])
    expect(await noted(number)).toEqual([])
    await sameAsHistory(number)
    await api.app.close()
  })

  it('R-39: before it has answered: the next act brings nothing twice', async () => {
    const { number, url } = await registered()
    const [key, api] = [newKey(), await Ending.at('brought')]
    expect((await posted(api, url, key)).statusCode).toBe(500)
    const [row] = await servers.database.select().from(application).where(eq(application.serviceNumber, number))
    const again = await posted(servers.api, url, key)
    expect([again.statusCode, again.json<{ seq: number }>().seq]).toEqual([200, row?.seq])
    await client.done(`${url}/contact`, CLERK, { contact: '王五' })
    await sameAsHistory(number)
    await api.app.close()
  })

  it('R-39: of a refused act: another that was told the same act otherwise keeps what it noted', async () => {
    const { number } = await registered()
    const [updateId, journal] = ['c'.repeat(64), servers.api.app.deps.journal]
    const act = { updateId, kind: 'application', subject: number } as const
    const first = await journal.note(act)
    const second = await journal.note(act)
    expect([first?.sends, second?.sends, first?.projected]).toEqual([1, 2, await rowSeq(number)])
    journal.forget(act, first)
    await journal.settled()
    expect(await noted(number)).toHaveLength(1)
    journal.forget(act, second)
    await journal.settled()
    expect(await noted(number)).toEqual([])
  })

  it('R-39: of a case that has closed since: nothing is left to bring', async () => {
    const { number, url } = await registered()
    await client.done(`${url}/withdrawal`, CLERK, { reason: '不办了' })
    await servers.temporal.workflow.getHandle(number).result()
    await servers.database.insert(actJournal).values({ updateId: 'd'.repeat(64), subject: number })
    await laterSwept()
    expect(await noted(number)).toEqual([])
    await sameAsHistory(number)
  })
})

describe('acts that nobody finished', () => {
  it('R-39: one that cannot be handed back keeps no other; without two answers Temporal is away', async () => {
    const subjects = Array.from({ length: 4 }, () => `nobody-${newKey()}`)
    const handedBack = async (failing: (subject: string) => Error | undefined) => {
      await servers.database.delete(actJournal)
      await servers.database
        .insert(actJournal)
        .values(subjects.map((subject) => ({ subject, updateId: sha256(subject), since: '2026-01-01T00:00:00.000Z' })))
      const [tried, done]: [string[], string[]] = [[], []]
      const handBack = async ({ subject }: Pick<JournalledAct, 'subject'>) => {
        tried.push(subject)
        const error = failing(subject)
        if (error !== undefined) throw error
        done.push(subject)
      }
      const { deps, log, figures } = servers.api.app
      const journal = Object.assign(Object.create(deps.journal), { handBack })
      await handBackOrphans({ deps: { ...deps, journal }, log, figures })
      return [tried.length, done.toSorted()]
    }
    const [first = '', ...others] = subjects
    expect(await handedBack((subject) => (subject === first ? new Error('exceeded limit') : undefined))).toEqual([
      4,
      others.toSorted(),
    ])
    expect(await handedBack(() => new TemporalUnavailable('no answer in time'))).toEqual([2, []])
    await servers.database.delete(actJournal)
  })
})

describe('several at once', () => {
  it('R-39: acts on a case that somebody holds are answered, and keep nobody from reading others', async () => {
    const [held, other] = [await registered(), await registered()]
    await servers.database.transaction(async (transaction) => {
      await lock(transaction, 'case', held.number)
      const acts = Array.from({ length: 12 }, (_, index) =>
        posted(servers.api, held.url, newKey(), { contact: `联系人${index}` }),
      )
      expect((await client.get(other.url, CLERK)).statusCode).toBe(200)
      expect((await client.post(`${other.url}/contact`, CLERK, CONTACT)).statusCode).toBe(200)
      expect((await Promise.all(acts)).map(({ statusCode }) => statusCode)).toEqual(acts.map(() => 200))
    })
    await expect.poll(() => noted(held.number)).toEqual([])
    await sameAsHistory(held.number, other.number)
  })

  it('R-39: outcomes written in any order, with overlaps, are rows as if in order', async () => {
    const { number, url } = await registered()
    const { database, temporal, api } = servers
    const held: (() => Promise<void>)[] = []
    class Slow extends ActJournal {
      override bring(...brought: Parameters<Bring>): Promise<void> {
        held.push(() => super.bring(...brought))
        return Promise.resolve()
      }
    }
    const journal = new Slow({ database, temporal, log: { warn: () => {} } })
    const slow = await testApi({ environment: api.app.deps.environment, database, temporal, journal })
    for (let index = 0; index < 6; index += 1)
      expect((await posted(slow, url, newKey(), { contact: `联系人${index}` })).statusCode).toBe(200)
    for (const bring of held.toReversed().slice(0, 3)) await bring()
    await Promise.all([...held.map((bring) => bring()), client.done(`${url}/contact`, CLERK, CONTACT)])
    expect(await noted(number)).toEqual([])
    await sameAsHistory(number)
    await slow.app.close()
  })

  it('R-39: acts of two APIs on one case, all at once', async () => {
    const { number, url } = await registered()
    const { database, temporal, api } = servers
    const other = await testApi({ environment: api.app.deps.environment, database, temporal })
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        posted(index % 2 === 0 ? api : other, url, newKey(), { contact: `联系人${index}` }),
      ),
    )
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 200))
    await expect.poll(() => noted(number)).toEqual([])
    await sameAsHistory(number)
    await other.app.close()
  })
})
