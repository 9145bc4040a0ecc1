import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newKey } from '../../temporal/keyring.ts'
import { testApi, testEnvironment } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { openGround, SCALED_PUSH, until } from './ground.ts'
import type { Ground } from './ground.ts'

let ground: Ground
let api: TestApi
beforeAll(async () => {
  ground = await openGround()
  api = await testApi({
    database: ground.server.database,
    environment: testEnvironment({
      PAYLOAD_KEYS: newKey(),
      PUSH_ALLOWED_NETWORKS: '10.20.0.0/16,fd00:20::/32',
      PUSH_ALLOWED_HOSTS: 'localhost',
    }),
  })
})
afterAll(async () => {
  await api.app.close()
  await ground.close()
})

async function subscribed(url: string) {
  const token = await api.token('shuiwu', 'system')
  const answer = await api.post({ url: '/api/v1/subscriptions', token, body: { url } })
  return [answer.statusCode, answer.statusCode === 201 ? 'taken' : answer.json<{ code: string }>().code]
}

describe('an address', () => {
  it.each([
    'https://10.20.3.4/hooks',
    'https://[::ffff:10.20.3.4]/hooks',
    'https://[fd00:20::7]/hooks',
    'https://receiver.example/hooks',
  ])('R-27: is taken: %s', async (url) => {
    expect(await subscribed(url)).toEqual([201, 'taken'])
  })

  it.each([
    'https://10.21.0.1/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::ffff:10.21.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://2130706433/',
    'https://[fd00:21::7]/',
    'https://[64:ff9b::a14:304]/',
    // A name on the list leads to the intranet, not to this machine itself.
    'https://localhost/',
  ])('R-27: is refused when somebody subscribes: %s', async (url) => {
    expect(await subscribed(url)).toEqual([422, 'receiver-not-allowed'])
  })
})

describe('at sending', () => {
  it('R-27: a name that leads inside by then is not asked, nor is http where there are only developers’ leave', async () => {
    const the = ground.nextCase()
    const { port } = ground.receiver
    await ground.subscribe('shuiwu', { url: `http://localhost:${port}/hooks/inside` })
    await ground.subscribe('guowang', { url: `http://127.0.0.1:${port}/hooks/plain` })
    await ground.project(the, the.events.slice(0, 1))
    const failures = async (receivers: Partial<typeof SCALED_PUSH.receivers>) => {
      ground.told.failures.length = 0
      const deliverer = ground.deliver({ receivers: { ...SCALED_PUSH.receivers, ...receivers } })
      await until(
        () => ground.told.failures.length,
        (length) => length >= 4,
      )
      await deliverer.stop()
      return [...new Set(ground.told.failures)]
    }
    expect(await failures({ networks: [], hosts: ['localhost'] })).toEqual(['private-address'])
    expect(await failures({ plainHttp: 'refuse' })).toEqual(['not-https'])
    expect(ground.receiver.received('inside').concat(ground.receiver.received('plain'))).toEqual([])
  })
})
