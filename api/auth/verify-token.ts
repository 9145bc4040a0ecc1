import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import type { JWTPayload, JWTVerifyOptions } from 'jose'
import { EnvironmentError } from '../../environment.ts'
import type { Environment } from '../../environment.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { ClaimsSchema } from './caller.ts'
import type { Claims } from './caller.ts'
import { openDevelopmentIssuer } from './development-issuer.ts'

const ALGORITHMS = ['EdDSA', 'ES256', 'ES384', 'PS256', 'RS256']
const CLOCK_TOLERANCE_SECONDS = 5

/** Gives a token's claims, or throws the problem that says why it does not count. */
export type TokenVerifier = (token: string) => Promise<Claims>

/**
 * Keys come from AUTH_JWKS_URL, or from the development issuer where that is switched on; throws {@link
 * EnvironmentError} where neither is.
 */
export async function tokenVerifier(environment: Environment, now: () => Date): Promise<TokenVerifier> {
  const verify = await verifierOf(environment)
  return async (token) => {
    const payload = await verify(token, {
      issuer: environment.AUTH_ISSUER,
      audience: environment.AUTH_AUDIENCE,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: now(),
    }).catch((error: unknown) => {
      throw problemOfToken(error)
    })
    const claims = ClaimsSchema.safeParse(payload)
    if (!claims.success) throw unauthenticated('令牌缺少 sub、org、role、city 中的一项，或其值不对')
    return claims.data
  }
}

/** Throws {@link EnvironmentError} where nobody is named whose tokens count. */
export function requireIssuer({ AUTH_JWKS_URL, AUTH_DEVELOPMENT_ISSUER }: Environment): void {
  if (AUTH_JWKS_URL !== undefined || AUTH_DEVELOPMENT_ISSUER === 'on') return
  throw new EnvironmentError(
    '环境变量 AUTH_JWKS_URL 未设置：须指明身份系统的公钥（与 AUTH_ISSUER）；只作开发、演示时可设 AUTH_DEVELOPMENT_ISSUER=on，使用内置签发方。',
  )
}

type Verify = (token: string, options: JWTVerifyOptions) => Promise<JWTPayload>

async function verifierOf(environment: Environment): Promise<Verify> {
  if (environment.AUTH_JWKS_URL !== undefined) {
    const keys = createRemoteJWKSet(new URL(environment.AUTH_JWKS_URL), { timeoutDuration: 3_000 })
    return async (token, options) => (await jwtVerify(token, keys, options)).payload
  }
  requireIssuer(environment)
  const { publicKey } = await openDevelopmentIssuer(environment)
  return async (token, options) => (await jwtVerify(token, publicKey, options)).payload
}

/** An issuer that cannot be asked is our trouble; everything else is wrong with the token. */
function problemOfToken(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) {
    return new ProblemError('token-expired', '令牌已过期，请重新取得令牌', { headers: challenge('invalid_token') })
  }
  const ours =
    error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError) || error.code === 'ERR_JOSE_GENERIC'
  return ours
    ? new ProblemError('issuer-unavailable', '无法取得签发方的公钥，请稍后重试', { headers: { 'retry-after': '5' } })
    : unauthenticated('令牌的签名、签发方或受众不对')
}

function unauthenticated(detail: string): ProblemError {
  return new ProblemError('unauthenticated', detail, { headers: challenge('invalid_token') })
}

export function noToken(): ProblemError {
  return new ProblemError('unauthenticated', '请在 Authorization: Bearer 中带上令牌', { headers: challenge() })
}

function challenge(error?: string): Record<string, string> {
  return { 'www-authenticate': `Bearer realm="seven-ones"${error === undefined ? '' : `, error="${error}"`}` }
}
