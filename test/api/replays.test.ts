import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { replay } from '../../db/schema/replay.ts'
import { newKey } from '../fixtures/api.ts'
import { ApplicationClient, APPLICATIONS, refused } from '../fixtures/application-client.ts'
import { testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { replayerPrograms } from '../fixtures/replayer-program.ts'

const servers = testServers()
const client = new ApplicationClient(servers)
const AUDITOR: Who = ['fagai', 'auditor']

const { replayer } = replayerPrograms()

async function ask(number: string, [org, role]: Who = AUDITOR, key = newKey()) {
  const url = `${APPLICATIONS}/${number}/replays`
  return servers.api.post({ url, token: await servers.api.token(org, role), body: {}, key })
}

async function read(url: string, [org, role]: Who = AUDITOR) {
  return servers.api.get(url, await servers.api.token(org, role))
}

async function surveying(): Promise<string> {
  const number = await client.register()
  await client.until(number, 'jointSurvey')
  return number
}

const ended = async (url: string) => {
  await expect.poll(async () => (await read(url)).json().status, { timeout: 60_000 }).not.toMatch(/pending|running/)
  return (await read(url)).json()
}

describe('R-39: an auditor has a case replayed', () => {
  it('by a program of its own, once however often they ask meanwhile; anew once it has ended', async () => {
    const number = await surveying()
    const key = newKey()
    const first = await ask(number, AUDITOR, key)
    expect([first.statusCode, first.json().status]).toEqual([201, 'pending'])
    const { self } = first.json().links
    expect(first.headers['location']).toBe(self)
    for (const again of [await ask(number, AUDITOR, key), await ask(number)])
      expect([again.statusCode, again.json().id]).toEqual([200, first.json().id])
    await replayer()
    const { seq } = await client.view(number, 1)
    expect(await ended(self)).toMatchObject({
      status: 'exact',
      statusName: '与亲历的一致',
      askedBy: { org: 'fagai', orgName: '发改局' },
      runs: 1,
      events: seq,
      problems: [],
      release: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    })
    const later = await ask(number)
    expect(later.statusCode).toBe(201)
    expect((await ended(later.json().links.self)).status).toBe('exact')
    const { items } = (await read(`${APPLICATIONS}/${number}/replays`)).json()
    expect(items.map(({ id }: { id: string }) => id)).toEqual([later.json().id, first.json().id])
  })

  it('one that a program took and never ended is taken up by the next', async () => {
    const number = await surveying()
    const { id, links } = (await ask(number)).json()
    const long = sql`now() - interval '11 minutes'`
    await servers.database.update(replay).set({ begunAt: long }).where(eq(replay.id, id))
    expect((await read(links.self)).json().status).toBe('running')
    await replayer()
    expect((await ended(links.self)).status).toBe('exact')
  })

  it('nobody else does; of another city’s, of none and of another case’s it is unknown', async () => {
    const number = await surveying()
    for (const who of [
      ['office', 'officer'],
      ['zigui', 'lead'],
      ['hubeiGovernmentService', 'system'],
    ] as Who[])
      refused(await ask(number, who), 403, 'forbidden')
    refused(await ask('CB-20261124-99999-6'), 404, 'application-not-found')
    const { id } = (await ask(number)).json()
    refused(await read(`${APPLICATIONS}/${await surveying()}/replays/${id}`), 404, 'replay-not-found')
    refused(await read(`${APPLICATIONS}/${number}/replays/none`), 404, 'replay-not-found')
    refused(await read(`${APPLICATIONS}/${number}/replays/${id}`, ['office', 'officer']), 403, 'forbidden')
  })
})
