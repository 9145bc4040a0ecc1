import { afterAll, beforeAll, expect } from 'vitest'
import { newKey, testApi, testEnvironment } from '../fixtures/api.ts'
import type { Post, TestApi } from '../fixtures/api.ts'
import { openGround } from './ground.ts'
import type { Ground } from './ground.ts'

export const SUBSCRIPTIONS = '/api/v1/subscriptions'
export const LETTERS = '/api/v1/dead-letters'
export type Caller = Parameters<TestApi['token']>
type Answer = Awaited<ReturnType<TestApi['get']>>

/** The API of subscriptions and dead letters over the ground of pushing, for the tests of one file. */
export class PushApi {
  readonly #tokens = new Map<string, string>()
  #ground: Ground | undefined
  #api: TestApi | undefined

  static ofThisFile(): PushApi {
    const made = new PushApi()
    beforeAll(async () => {
      const ground = await openGround()
      made.#ground = ground
      made.#api = await testApi({
        database: ground.server.database,
        environment: testEnvironment({ PAYLOAD_KEYS: ground.keys, PUSH_ALLOWED_NETWORKS: '127.0.0.0/8' }),
        now: () => new Date('2026-11-24T04:00:00Z'),
      })
    })
    afterAll(async () => {
      await made.#api?.app.close()
      await made.#ground?.close()
    })
    return made
  }

  get ground(): Ground {
    if (this.#ground === undefined) throw new Error('opened before the first test of the file')
    return this.#ground
  }

  get api(): TestApi {
    if (this.#api === undefined) throw new Error('opened before the first test of the file')
    return this.#api
  }

  async as(...[org, role, more]: Caller): Promise<string> {
    const name = `${org} ${role} ${JSON.stringify(more)}`
    const token = this.#tokens.get(name) ?? (await this.api.token(org, role, more))
    this.#tokens.set(name, token)
    return token
  }

  async subscribe(who: Caller, body: Record<string, unknown> = {}, more: Partial<Post> = {}): Promise<Answer> {
    return this.api.post({
      url: SUBSCRIPTIONS,
      token: await this.as(...who),
      body: { url: 'https://push.example/hooks?key=1', ...body },
      ...more,
    })
  }

  /** Something done to a subscription: `POST …/{id}/{path}`. */
  async act(id: string, path: string, who: Caller, body: object = {}, key = newKey()): Promise<Answer> {
    return this.api.post({ url: `${SUBSCRIPTIONS}/${id}/${path}`, token: await this.as(...who), body, key })
  }

  async read(url: string, ...who: Caller): Promise<Answer> {
    return this.api.get(url, await this.as(...who))
  }

  async remove(id: string, ...who: Caller): Promise<Answer> {
    return this.api.app.inject({
      method: 'DELETE',
      url: `${SUBSCRIPTIONS}/${id}`,
      headers: { authorization: `Bearer ${await this.as(...who)}` },
    })
  }
}

export function refused(answer: Answer, status: number, code: string, field?: string): void {
  expect(answer.json()).toMatchObject({ status, code, ...(field === undefined ? {} : { errors: [{ field }] }) })
}
