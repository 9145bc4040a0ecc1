import { describe, expect, test } from 'vitest'
import { allServiceNumbers } from '../../db/queries/registrations.ts'
import { newKey } from '../fixtures/api.ts'
import { registrationBody } from '../fixtures/forms.ts'
import { ApplicationClient, APPLICATIONS, refused } from '../fixtures/application-client.ts'
import { testServers } from '../fixtures/matter-api.ts'

const servers = testServers()
const client = new ApplicationClient(servers)

describe('the same again', () => {
  test('fifty identical registrations at once make one case', async () => {
    const [token, key, body, before] = [
      await servers.api.token('hubeiGovernmentService', 'system'),
      newKey(),
      registrationBody(),
      await allServiceNumbers(servers.database),
    ]
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => servers.api.post({ url: APPLICATIONS, token, key, body })),
    )
    expect(new Set(answers.map((answer) => answer.json().serviceNumber)).size).toBe(1)
    const withStatus = (status: number) => answers.filter((answer) => answer.statusCode === status).length
    expect([withStatus(201), withStatus(200)]).toEqual([1, 49])
    expect((await allServiceNumbers(servers.database)).length).toBe(before.length + 1)
  })

  test('the same key for another form, or for another act’s body', async () => {
    const [token, key] = [await servers.api.token('hubeiGovernmentService', 'system'), newKey()]
    const first = await servers.api.post({ url: APPLICATIONS, token, key, body: registrationBody() })
    refused(
      await servers.api.post({ url: APPLICATIONS, token, key, body: registrationBody({}, { remarks: '二期' }) }),
      422,
      'idempotency-key-reused',
      'Idempotency-Key',
    )
    const { serviceNumber } = first.json()
    await client.until(serviceNumber, 'jointSurvey')
    const again = newKey()
    const answer = await client.done(serviceNumber, 'survey/opinions', ['zigui', 'officer'], { remarks: '同意' }, again)
    expect(
      await client.done(serviceNumber, 'survey/opinions', ['zigui', 'officer'], { remarks: '同意' }, again),
    ).toEqual(answer)
    refused(
      await client.act(serviceNumber, 'survey/opinions', ['zigui', 'officer'], { remarks: '不同意' }, again),
      422,
      'idempotency-key-reused',
      'Idempotency-Key',
    )
  })

  test('fifty identical acts at once are one', async () => {
    const serviceNumber = await client.register()
    await client.until(serviceNumber, 'jointSurvey')
    const key = newKey()
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        client.act(serviceNumber, 'survey/opinions', ['zigui', 'officer'], { remarks: '同意' }, key),
      ),
    )
    expect(new Set(answers.map((answer) => answer.payload)).size).toBe(1)
    expect(answers[0]?.statusCode).toBe(200)
  })

  test('the act that closed the case is answered the same afterwards', async () => {
    const serviceNumber = await client.register()
    const key = newKey()
    const answer = await client.done(serviceNumber, 'withdrawal', ['window', 'clerk'], { reason: '不办了' }, key)
    await client.until(serviceNumber, 'closed')
    expect(await client.done(serviceNumber, 'withdrawal', ['window', 'clerk'], { reason: '不办了' }, key)).toEqual(
      answer,
    )
    refused(
      await client.act(serviceNumber, 'withdrawal', ['window', 'clerk'], { reason: '不办了' }),
      409,
      'application-closed',
    )
  })
})
