import { describe, expect, it } from 'vitest'
import { openDevelopmentIssuer } from '../../api/auth/development-issuer.ts'
import { tokenVerifier } from '../../api/auth/verify-token.ts'
import { databaseUrl, EnvironmentError, ownerDatabaseUrl, readEnvironment } from '../../environment.ts'

const now = () => new Date()
const OWN = { AUTH_JWKS_URL: 'https://sso.example/jwks.json', AUTH_ISSUER: 'https://sso.example' }

describe('WORKFLOW_CACHE', () => {
  it('is a whole number from 1 on, 500 unless told', () => {
    expect([{}, { WORKFLOW_CACHE: '1' }].map((source) => readEnvironment(source).WORKFLOW_CACHE)).toEqual([500, 1])
    for (const wrong of ['0', '-1', '1.5', '1e3', '1000000'])
      expect(() => readEnvironment({ WORKFLOW_CACHE: wrong })).toThrow(/WORKFLOW_CACHE=.*不正确/)
  })
})

describe('WORKFLOW_STACKS', () => {
  it('is off unless told', () => {
    expect([{}, { WORKFLOW_STACKS: 'on' }].map((source) => readEnvironment(source).WORKFLOW_STACKS)).toEqual([
      'off',
      'on',
    ])
    expect(() => readEnvironment({ WORKFLOW_STACKS: 'yes' })).toThrow(/应为 on 或 off/)
  })
})

describe('how people sign in', () => {
  const PROVIDER = { ...OWN, OIDC_ISSUER: 'https://sso.example', OIDC_CLIENT_ID: 'x', PUBLIC_URL: 'https://b.example' }

  it('in production there is no development issuer, however it is asked for', async () => {
    const development = { AUTH_DEVELOPMENT_ISSUER: 'on', NODE_ENV: 'production' }
    expect(() => readEnvironment(development)).toThrow(/AUTH_DEVELOPMENT_ISSUER=on 不能与 NODE_ENV=production/)
    const environment = readEnvironment({ NODE_ENV: 'production' })
    await expect(openDevelopmentIssuer(environment)).rejects.toThrow(EnvironmentError)
    await expect(tokenVerifier({ ...environment, AUTH_DEVELOPMENT_ISSUER: 'on' }, now)).rejects.toThrow(
      /没有开发签发方/,
    )
  })

  it('a provider needs a client, our own address and its keys; its secret is not shown', () => {
    expect(readEnvironment(PROVIDER).OIDC_SCOPE).toBe('openid offline_access')
    for (const missing of ['OIDC_CLIENT_ID', 'PUBLIC_URL'] as const)
      expect(() => readEnvironment({ ...PROVIDER, [missing]: '' })).toThrow(new RegExp(`${missing} 未设置`))
    const keyless = { ...PROVIDER, AUTH_JWKS_URL: undefined, AUTH_ISSUER: undefined }
    expect(() => readEnvironment(keyless)).toThrow(/AUTH_JWKS_URL 未设置/)
    for (const wrong of [
      { OIDC_ISSUER: 'http://sso.example' },
      { PUBLIC_URL: 'https://b.example/x' },
      { OIDC_SCOPE: 'x' },
    ])
      expect(() => readEnvironment({ ...PROVIDER, ...wrong })).toThrow(/不正确/)
    const secret = 'x'.repeat(501)
    expect(() => readEnvironment({ ...PROVIDER, OIDC_CLIENT_SECRET: secret })).toThrow(
      /^(?!.*xxx).*OIDC_CLIENT_SECRET/s,
    )
  })
})

describe('R-39: where files lie', () => {
  const S3 = { FILES_S3_URL: 'https://s3.example/bucket', FILES_S3_ACCESS_KEY: 'a', FILES_S3_SECRET_KEY: 'secret' }

  it('a bucket has its keys, is asked by TLS or on this machine, and its secret is not shown', () => {
    expect(readEnvironment(S3).FILES_S3_REGION).toBe('us-east-1')
    expect(readEnvironment({ ...S3, FILES_S3_URL: 'http://127.0.0.1:7070/bucket/files' }).FILES_S3_URL).toBeDefined()
    for (const missing of ['FILES_S3_ACCESS_KEY', 'FILES_S3_SECRET_KEY'])
      expect(() => readEnvironment({ ...S3, [missing]: '' })).toThrow(new RegExp(`${missing} 未设置`))
    for (const wrong of ['http://s3.example/bucket', 'https://s3.example', 'https://a:b@s3.example/x', 'https://s/x?y'])
      expect(() => readEnvironment({ ...S3, FILES_S3_URL: wrong })).toThrow(/FILES_S3_URL=.*不正确/)
    expect(() => readEnvironment({ ...S3, FILES_S3_SECRET_KEY: 'x'.repeat(501) })).toThrow(/^(?!.*xxx)/s)
  })
})

describe('who signs the tokens', () => {
  it('run alone, the API does not start by the development issuer unless told to, and says what to set', async () => {
    await expect(tokenVerifier(readEnvironment({}), now)).rejects.toThrow(EnvironmentError)
    await expect(tokenVerifier(readEnvironment({ AUTH_DEVELOPMENT_ISSUER: 'off' }), now)).rejects.toThrow(
      /AUTH_JWKS_URL 未设置/,
    )
    await expect(tokenVerifier(readEnvironment(OWN), now)).resolves.toBeTypeOf('function')
  })

  it('never both: the development issuer could sign anybody', () => {
    expect(() => readEnvironment({ ...OWN, AUTH_DEVELOPMENT_ISSUER: 'on' })).toThrow(/不能并用/)
    expect(() => readEnvironment({ ...OWN, AUTH_DEVELOPMENT_ISSUER: 'yes' })).toThrow(/应为 on 或 off/)
  })
})

it('the owner of the database is another role of the same one, or its only one (R-39)', () => {
  const [DATABASE_URL, DATABASE_OWNER_URL] = ['postgres://program:p@db.internal/x', 'postgres://owner:o@db.internal/x']
  const of = (source: NodeJS.ProcessEnv) => [databaseUrl, ownerDatabaseUrl].map((url) => url(readEnvironment(source)))
  expect(of({ DATABASE_URL, DATABASE_OWNER_URL })).toEqual([DATABASE_URL, DATABASE_OWNER_URL])
  expect(of({ DATABASE_URL })).toEqual([DATABASE_URL, DATABASE_URL])
  expect(of({ PG_PORT: '7232' })).toEqual([
    'postgres://seven_ones_program:seven_ones_program@127.0.0.1:7232/seven_ones',
    'postgres://seven_ones:seven_ones@127.0.0.1:7232/seven_ones',
  ])
  expect(() => readEnvironment({ DATABASE_OWNER_URL })).toThrow(/DATABASE_OWNER_URL 只与 DATABASE_URL 同用/)
})
