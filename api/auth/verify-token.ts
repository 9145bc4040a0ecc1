import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import type { JWTHeaderParameters, JWTPayload, JWTVerifyOptions } from 'jose'
import { z } from 'zod'
import { EnvironmentError } from '../../environment.ts'
import type { Environment } from '../../environment.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { ClaimsSchema } from './caller.ts'
import type { Claims } from './caller.ts'
import { openDevelopmentIssuer } from './development-issuer.ts'

const ALGORITHMS = ['EdDSA', 'ES256', 'ES384', 'PS256', 'RS256']
const CLOCK_TOLERANCE_SECONDS = 5
/** RFC 9068, and what was common before it. What is signed for something else (`logout+jwt` …) is no token. */
const TYPES = ['at+jwt', 'application/at+jwt', 'jwt']
/** Characters. */
export const MOST_JTI = 200
const LifeSchema = z.object({
  iat: z.int(),
  exp: z.int(),
  jti: z.string().min(1).max(MOST_JTI),
})

/** Gives a token's claims, or throws the problem that says why it does not count. */
export type TokenVerifier = (token: string) => Promise<Claims>

/**
 * Keys come from AUTH_JWKS_URL, or from the development issuer where that is switched on; throws {@link
 * EnvironmentError} where neither is.
 */
export async function tokenVerifier(
  environment: Environment,
  now: () => Date,
  isRevoked: (jti: string) => boolean = () => false,
): Promise<TokenVerifier> {
  const verify = remembered(await verifierOf(environment), now)
  return async (token) => {
    const { protectedHeader, life, claims } = await verify(token, {
      issuer: environment.AUTH_ISSUER,
      audience: environment.AUTH_AUDIENCE,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: now(),
    }).catch((error: unknown) => {
      throw problemOfToken(error)
    })
    requireType(protectedHeader)
    const jti = requireLife(life, environment.AUTH_LONGEST_TOKEN_HOURS, now())
    if (isRevoked(jti))
      throw new ProblemError('token-revoked', '令牌已被吊销，请重新取得令牌', { headers: challenge('invalid_token') })
    if (!claims.success) throw unauthenticated('令牌缺少 sub、org、role、city 中的一项，或其值不对')
    return claims.data
  }
}

function requireType({ typ }: JWTHeaderParameters): void {
  if (typ === undefined || !TYPES.includes(typ.toLowerCase()))
    throw unauthenticated('令牌的 typ 不对：应为 at+jwt 或 JWT')
}

/** Its `jti`. A token of ten years, or one that nobody could revoke, does not count. */
function requireLife(life: Told['life'], longestHours: number, now: Date): string {
  if (!life.success) throw unauthenticated(`令牌须有 iat、exp（整数秒）与 jti（不超过 ${MOST_JTI} 个字符）`)
  const { iat, exp, jti } = life.data
  if (iat > now.getTime() / 1000 + CLOCK_TOLERANCE_SECONDS) throw unauthenticated('令牌的签发时间 iat 晚于现在')
  if (exp - iat > longestHours * 3600)
    throw unauthenticated(`令牌的期限过长：自 iat 至 exp 不得超过 ${longestHours} 小时`)
  return jti
}

/** Throws {@link EnvironmentError} where nobody is named whose tokens count. */
export function requireIssuer({ AUTH_JWKS_URL, AUTH_DEVELOPMENT_ISSUER }: Environment): void {
  if (AUTH_JWKS_URL !== undefined || AUTH_DEVELOPMENT_ISSUER === 'on') return
  throw new EnvironmentError(
    '环境变量 AUTH_JWKS_URL 未设置：须指明身份系统的公钥（与 AUTH_ISSUER）；只作开发、演示时可设 AUTH_DEVELOPMENT_ISSUER=on，使用内置签发方。',
  )
}

interface Verified {
  readonly payload: JWTPayload
  readonly protectedHeader: JWTHeaderParameters
}

type Verify = (token: string, options: JWTVerifyOptions) => Promise<Verified>

/** Of a token whose signature counts: what it says of its life and of its bearer, where it says it as it should. */
interface Told {
  readonly protectedHeader: JWTHeaderParameters
  readonly life: ReturnType<typeof LifeSchema.safeParse>
  readonly claims: ReturnType<typeof ClaimsSchema.safeParse>
}

/** A key that its issuer takes back counts so long at most. */
const REMEMBERED_MS = 30_000
const MOST_REMEMBERED = 1_000

/**
 * A caller sends the same token with each request: its signature is checked, and what it says is read again after a
 * while, and when it ends. What else makes a token count is looked at each time.
 */
function remembered(verify: Verify, now: () => Date): (token: string, options: JWTVerifyOptions) => Promise<Told> {
  const kept = new Map<string, Told & { readonly from: number; readonly until: number }>()
  return async (token, options) => {
    const at = now().getTime()
    const known = kept.get(token)
    if (known !== undefined && at >= known.from && at < known.until) return known
    kept.delete(token)
    const { payload, protectedHeader } = await verify(token, options)
    const until = Math.min(at + REMEMBERED_MS, (payload.exp ?? 0) * 1_000)
    const told = { protectedHeader, life: LifeSchema.safeParse(payload), claims: ClaimsSchema.safeParse(payload) }
    kept.set(token, { ...told, from: at, until })
    const [oldest] = kept.keys()
    if (kept.size > MOST_REMEMBERED && oldest !== undefined) kept.delete(oldest)
    return told
  }
}

async function verifierOf(environment: Environment): Promise<Verify> {
  if (environment.AUTH_JWKS_URL !== undefined) {
    const keys = createRemoteJWKSet(new URL(environment.AUTH_JWKS_URL), {
      timeoutDuration: 3_000,
      // A key that is new to us is asked for so soon again: the provider may just have changed its own.
      cooldownDuration: 5_000,
    })
    return (token, options) => jwtVerify(token, keys, options)
  }
  requireIssuer(environment)
  const { publicKey } = await openDevelopmentIssuer(environment)
  return (token, options) => jwtVerify(token, publicKey, options)
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
