import { describe, expect, test } from 'vitest'
import { accessLog } from '../../db/schema/access-log.ts'
import { APPLICANT } from '../fixtures/forms.ts'
import { appointment, ApplicationClient, APPLICATIONS, refused, UTILITIES } from '../fixtures/application-client.ts'
import { testServers } from '../fixtures/matter-api.ts'

const servers = testServers()
const client = new ApplicationClient(servers)

describe('from the form to the switched-on service', () => {
  test('registered, surveyed, appointed, connected; read, listed and told by its history', async () => {
    const serviceNumber = await client.register()
    await client.surveyed(serviceNumber)
    const user = await servers.api.token('applicant', 'applicant', { sub: 'hubei-user-7' })
    const { seq } = (
      await servers.api.post({
        url: `${APPLICATIONS}/${serviceNumber}/connection/appointments`,
        token: user,
        body: appointment(),
      })
    ).json()
    const open = await client.view(serviceNumber, seq)
    expect(
      open.awaiting
        .map((awaited: { line?: string }) => awaited.line)
        .filter(Boolean)
        .sort(),
    ).toEqual(Object.values(UTILITIES).sort())
    expect(open).toMatchObject({
      stage: 'connection',
      stageName: '验收接入',
      masked: false,
      phone: APPLICANT.phone,
      registeredAt: expect.stringMatching(/\+08:00$/),
    })
    let last = { seq: 0, stage: '' } as Awaited<ReturnType<ApplicationClient['done']>>
    for (const [org, line] of Object.entries(UTILITIES))
      last = await client.done(serviceNumber, 'connection/completions', [org, 'officer'], { line })
    await client.until(serviceNumber, 'closed')
    expect(await client.view(serviceNumber, last.seq)).toMatchObject({ outcome: 'connected', awaiting: [] })
    refused(
      await client.act(serviceNumber, 'withdrawal', ['window', 'clerk'], { reason: '不办了' }),
      409,
      'application-closed',
    )

    const history = (
      await servers.api.get(
        `${APPLICATIONS}/${serviceNumber}/history?limit=500`,
        await servers.api.token('office', 'auditor'),
      )
    ).json()
    expect(history.items.map((event: { seq: number }) => event.seq)).toEqual(
      history.items.map((_: unknown, index: number) => index + 1),
    )
    expect(history.items.at(-1)).toMatchObject({ type: 'applicationClosed', name: '办结', rule: 'R-26' })
    for (const secret of [APPLICANT.name, APPLICANT.creditCode, APPLICANT.phone, APPLICANT.contact])
      expect(JSON.stringify(history)).not.toContain(secret)
    const page = (
      await servers.api.get(
        `${APPLICATIONS}/${serviceNumber}/history?limit=2&after=1`,
        await servers.api.token('shuiwu', 'officer'),
      )
    ).json()
    expect([page.items.map((event: { seq: number }) => event.seq), page.next]).toEqual([[2, 3], 3])
  })

  test('lists show each party its own, masked, by pages', async () => {
    const numbers = [
      await client.register(),
      await client.register({}, { services: { water: { business: 'new', tonsPerDay: 5 } } }),
    ]
    for (const number of numbers) await client.until(number, 'jointSurvey')
    const list = async (query: string, token: string) =>
      (await servers.api.get(`${APPLICATIONS}?${query}`, token)).json()
    const office = await servers.api.token('office', 'officer')
    const seen: string[] = []
    for (let cursor = ''; ;) {
      const page = await list(`limit=1&stage=jointSurvey${cursor}`, office)
      seen.push(...page.items.map((item: { serviceNumber: string }) => item.serviceNumber))
      expect(JSON.stringify(page)).not.toContain(APPLICANT.name)
      if (page.next === undefined) break
      cursor = `&cursor=${page.next}`
    }
    expect(seen).toEqual(expect.arrayContaining(numbers))
    expect(new Set(seen).size).toBe(seen.length)
    const gas = await list('limit=200', await servers.api.token('ranqi', 'officer'))
    expect(gas.items.map((item: { serviceNumber: string }) => item.serviceNumber)).not.toContain(numbers[1])
    // Other files of this server have cases of theirs.
    for (const token of [
      await servers.api.token('ehuiban', 'system'),
      await servers.api.token('applicant', 'applicant', { sub: 'nobody' }),
    ]) {
      const { items } = await list('limit=200', token)
      expect(items.map((item: { serviceNumber: string }) => item.serviceNumber)).not.toEqual(
        expect.arrayContaining([expect.toBeOneOf(numbers)]),
      )
    }
    refused(
      await servers.api.get(`${APPLICATIONS}?organisation=ranqi`, await servers.api.token('shuiwu', 'officer')),
      403,
      'forbidden',
    )
    refused(await servers.api.get(`${APPLICATIONS}?organisation=nobody`, office), 404, 'organisation-not-found')
  })

  test('an organisation’s tasks', async () => {
    const serviceNumber = await client.register()
    await client.until(serviceNumber, 'jointSurvey')
    const { items } = (
      await servers.api.get(
        '/api/v1/organisations/shuiwu/tasks?limit=200',
        await servers.api.token('shuiwu', 'officer'),
      )
    ).json()
    expect(items).toContainEqual(
      expect.objectContaining({
        serviceNumber,
        kind: 'fileOpinion',
        name: '提交踏勘意见',
        light: 'green',
        due: expect.stringMatching(/\+08:00$/),
      }),
    )
    expect(JSON.stringify(items)).not.toContain(APPLICANT.name)
    refused(
      await servers.api.get('/api/v1/organisations/shuiwu/tasks', await servers.api.token('ranqi', 'officer')),
      403,
      'forbidden',
    )
    refused(
      await servers.api.get('/api/v1/organisations/nobody/tasks', await servers.api.token('office', 'officer')),
      404,
      'organisation-not-found',
    )
  })

  test('who may read, and what they see', async () => {
    const serviceNumber = await client.register()
    await client.until(serviceNumber, 'jointSurvey')
    expect(await client.view(serviceNumber, 0, 'office')).toMatchObject({ masked: true, phone: '138*****567' })
    expect(await client.view(serviceNumber, 0, 'shuiwu')).toMatchObject({ masked: false, phone: APPLICANT.phone })
    expect(await client.view(serviceNumber, 0, 'unicom')).toMatchObject({ status: 403, code: 'not-concerned' })
    expect(await client.view(serviceNumber, 0, 'ehuiban', 'system')).toMatchObject({
      status: 404,
      code: 'application-not-found',
    })
    await expect
      .poll(async () =>
        (await servers.database.select().from(accessLog))
          .filter((entry) => entry.serviceNumber === serviceNumber)
          .map(({ org, outcome, problem }) => [org, outcome, problem]),
      )
      .toEqual(
        expect.arrayContaining([
          ['office', 'allowed', null],
          ['shuiwu', 'allowed', null],
          ['unicom', 'refused', 'not-concerned'],
        ]),
      )
  })
})
