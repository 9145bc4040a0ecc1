import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApi, testEnvironment } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'
import { openTestDatabase } from '../projection/database.ts'
import type { TestDatabase } from '../projection/database.ts'

const REVOKED = '/api/v1/revoked-tokens'
let server: TestDatabase
/** Two API processes' worth over one database and one issuer. */
let one: TestApi
let other: TestApi
beforeAll(async () => {
  server = await openTestDatabase()
  const environment = testEnvironment()
  one = await testApi({ database: server.database, environment })
  other = await testApi({ database: server.database, environment })
  for (const { app } of [one, other]) await app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await one.app.close()
  await other.app.close()
  await server.close()
})

const revoke = async (jti: string, role: 'administrator' | 'auditor' = 'administrator', org = 'office') =>
  one.post({ url: REVOKED, token: await one.token(org, role), body: { jti, reason: '令牌遗失，电话 13871234567' } })

describe('a revoked token', () => {
  it('counts at no API process, though its time is not over, nor after a restart', async () => {
    const stolen = await one.token('shuiwu', 'officer')
    const jti = decodeJwt(stolen).jti ?? ''
    expect((await other.get('/api/v1/applications', stolen)).statusCode).toBe(200)
    const answer = await revoke(jti)
    expect([answer.statusCode, answer.json()]).toEqual([
      201,
      expect.objectContaining({ jti, revokedBy: 'office/office-administrator' }),
    ])
    expect(answer.payload).not.toContain('13871234567')
    expect((await revoke(jti)).statusCode).toBe(200)
    expect((await one.get('/api/v1/applications', stolen)).json()).toMatchObject({ status: 401, code: 'token-revoked' })
    await expect
      .poll(async () => (await other.get('/api/v1/applications', stolen)).json<{ code?: string }>().code)
      .toBe('token-revoked')
    expect((await other.get('/api/v1/applications', await one.token('shuiwu', 'officer'))).statusCode).toBe(200)

    const restarted = await testApi({ database: server.database, environment: one.app.deps.environment })
    await restarted.app.listen({ port: 0, host: '127.0.0.1' })
    await expect.poll(async () => (await restarted.get('/api/v1/applications', stolen)).statusCode).toBe(401)
    await restarted.app.close()
    const listed = await one.get(REVOKED, await one.token('zhujian', 'auditor'))
    expect(listed.json().items).toEqual([expect.objectContaining({ jti })])
  })

  it('is revoked by an administrator of the office only', async () => {
    expect((await revoke('x', 'administrator', 'zigui')).statusCode).toBe(403)
    expect((await revoke('x', 'auditor')).statusCode).toBe(403)
  })
})
