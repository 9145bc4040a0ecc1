import { describe, expect, it } from 'vitest'
import { newKey } from '../fixtures/api.ts'
import { ApplicationClient, APPLICATIONS, refused } from '../fixtures/application-client.ts'
import { transferBody } from '../fixtures/matters.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'

const servers = testServers()
const client = new ApplicationClient(servers)
const parties = new PartyClient(servers)
const ZIGUI: Who = ['zigui', 'officer']
const CHENGGUAN: Who = ['chengguan', 'officer']

interface Seeing {
  readonly seen: string
  readonly key?: string
  readonly prefer?: string
}

async function act(url: string, [org, role]: Who, body: unknown, { seen, key = newKey(), prefer }: Seeing) {
  const headers = { 'if-match': seen, ...(prefer === undefined ? {} : { prefer }) }
  return servers.api.post({ url, token: await servers.api.token(org, role), body, key, headers })
}

async function surveying() {
  const number = await client.register()
  await client.until(number, 'jointSurvey')
  const url = `${APPLICATIONS}/${number}`
  return { number, url, opinions: `${url}/survey/opinions` }
}

/** As the answer to a look at the case names it. */
async function etagOf(url: string, [org, role]: Who): Promise<string> {
  const answer = await servers.api.get(url, await servers.api.token(org, role))
  expect(answer.statusCode).toBe(200)
  return String(answer.headers['etag'])
}

describe('If-Match', () => {
  it('R-39: the second of two is told what the first has done, and acts once they have seen it', async () => {
    const { number, url, opinions } = await surveying()
    const seen = await etagOf(url, ZIGUI)
    const filed = await client.done(number, 'survey/opinions', ['zigui', 'lead'], { remarks: '沿规划道路敷设' })
    await client.view(number, filed.seq)
    const second = await act(opinions, ZIGUI, { remarks: '无意见' }, { seen })
    refused(second, 412, 'changed-meanwhile', 'If-Match')
    expect(second.json().changes).toEqual([
      expect.objectContaining({
        name: '踏勘意见',
        org: 'zigui',
        orgName: '自规局',
        at: expect.stringMatching(/\+08:00$/),
      }),
    ])
    expect((await client.view(number, filed.seq)).seq).toBe(filed.seq)
    const again = await act(opinions, ZIGUI, { remarks: '无意见' }, { seen: await etagOf(url, ZIGUI) })
    expect(again.statusCode).toBe(200)
  })

  it('R-39: what others do elsewhere in the case is no change; an answered key is answered before', async () => {
    const { number, url, opinions } = await surveying()
    const [seen, key] = [await etagOf(url, CHENGGUAN), newKey()]
    await client.done(number, 'survey/opinions', ['zigui', 'officer'], { remarks: '无意见' })
    const first = await act(opinions, CHENGGUAN, { remarks: '避开早晚高峰' }, { seen, key })
    expect(first.statusCode).toBe(200)
    const corrected = { remarks: '夜间施工' }
    await client.done(number, 'survey/opinions', ['chengguan', 'lead'], corrected)
    const retry = await act(opinions, CHENGGUAN, { remarks: '避开早晚高峰' }, { seen, key })
    expect([retry.statusCode, retry.json().seq]).toEqual([200, first.json().seq])
    refused(await act(opinions, CHENGGUAN, { remarks: '另有意见' }, { seen }), 412, 'changed-meanwhile')
  })

  it('R-39: of those who saw the same one acts, however close they are', async () => {
    const { url, opinions } = await surveying()
    const seen = await etagOf(url, ZIGUI)
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => act(opinions, ZIGUI, { remarks: `第 ${n} 人的意见` }, { seen })),
    )
    const codes = answers.map(({ statusCode }) => statusCode).sort((a, b) => a - b)
    expect(codes).toEqual([200, 412, 412, 412, 412, 412, 412, 412])
  })

  it('is an ETag of ours, several, or *; anything else is refused at its name', async () => {
    const { url, opinions } = await surveying()
    const seen = await etagOf(url, ZIGUI)
    for (const wrong of ['12', 'W/"12"', '"0"', '"abc"', `${seen};`, ''])
      refused(await act(opinions, ZIGUI, { remarks: '无意见' }, { seen: wrong }), 422, 'validation-failed', 'If-Match')
    refused(await act(opinions, ZIGUI, { remarks: '无意见' }, { seen: '"99999"' }), 412, 'changed-meanwhile')
    expect((await act(opinions, ZIGUI, { remarks: '无意见' }, { seen: `"1", ${seen}` })).statusCode).toBe(200)
    expect((await act(opinions, CHENGGUAN, { remarks: '无意见' }, { seen: '*' })).statusCode).toBe(200)
  })

  it('R-39: holds as well for who does not wait, and is told at the address of the request', async () => {
    const { number, url, opinions } = await surveying()
    const seen = await etagOf(url, ZIGUI)
    await client.done(number, 'survey/opinions', ['zigui', 'officer'], { remarks: '无意见' })
    const put = await act(opinions, ZIGUI, { remarks: '另有意见' }, { seen, prefer: 'respond-async' })
    expect(put.statusCode).toBe(202)
    const token = await servers.api.token('zigui', 'officer')
    await expect
      .poll(async () => (await servers.api.get(String(put.headers['location']), token)).json())
      .toMatchObject({ status: 'refused', problem: { code: 'changed-meanwhile', status: 412 } })
  })

  it('R-28: of a transfer counts its own events', async () => {
    const { number } = await parties.done('/api/v1/transfers', ['hubeiGovernmentService', 'system'], transferBody())
    const url = `/api/v1/transfers/${number}`
    const seen = await etagOf(url, ZIGUI)
    await parties.done(`${url}/ownership`, ZIGUI, { confirmed: true })
    const late = await act(
      `${url}/withdrawal`,
      ['hubeiGovernmentService', 'system'],
      { reason: '误报' },
      { seen: '"99999"' },
    )
    refused(late, 412, 'changed-meanwhile')
    const again = await act(`${url}/ownership`, ZIGUI, { confirmed: true }, { seen })
    expect(again.statusCode).toBe(409)
  })
})
