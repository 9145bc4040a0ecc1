/** `npm run token -- --org zhujian --role officer`: a token of the built-in development issuer, alone on stdout. */
import { parseArgs } from 'node:util'
import { callerOf, ClaimsSchema } from '../api/auth/caller.ts'
import type { Identity } from '../domain/actor/identity.ts'
import { openDevelopmentIssuer } from '../api/auth/development-issuer.ts'
import { loadCities } from '../config/load-cities.ts'
import { checkCreditCode, checkIdentityNumber } from '../domain/demand/formats.ts'
import { Refusal } from '../domain/problem.ts'
import { environmentOrExit } from '../environment.ts'
import { failWith } from '../lifecycle.ts'

const USAGE =
  '用法：npm run token -- --org zhujian --role officer [--sub 账号] [--city chibi] [--hours 8]' +
  ' [--channel 接入系统] [--identity 证件号码]'

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(2)
}

function read(): {
  org?: string
  role?: string
  sub?: string
  channel?: string
  identity?: string
  city: string
  hours: string
} {
  try {
    const text = { type: 'string' } as const
    const { values } = parseArgs({
      options: {
        org: text,
        role: text,
        sub: text,
        channel: text,
        identity: text,
        city: { ...text, default: 'chibi' },
        hours: { ...text, default: String(Math.min(8, most)) },
      },
    })
    return values
  } catch {
    return fail(`参数不对。${USAGE}`)
  }
}

/** Whom the token vouches for: by the shape of the number. */
function identityOf(number: string | undefined): Identity | undefined {
  if (number === undefined) return undefined
  if (checkIdentityNumber(number) === 'valid') return { kind: 'individual', number }
  if (checkCreditCode(number) !== 'badShape') return { kind: 'enterprise', number }
  return fail('--identity 应为 18 位身份证号码或统一社会信用代码。')
}

const environment = environmentOrExit()
const most = environment.AUTH_LONGEST_TOKEN_HOURS
const { org, role, sub = `${org}-${role}`, city, hours, channel, identity } = read()
const length = Number(hours)
if (environment.AUTH_JWKS_URL !== undefined)
  fail('已设置 AUTH_JWKS_URL：令牌由该签发方签发，内置的开发签发方不起作用。')
if (org === undefined || role === undefined) fail(USAGE)
if (!(length > 0 && length <= most)) fail(`--hours 应大于 0、不超过 ${most}（AUTH_LONGEST_TOKEN_HOURS）。`)
const claims = ClaimsSchema.safeParse({
  iss: environment.AUTH_ISSUER,
  sub,
  org,
  role,
  city,
  channel,
  identity: identityOf(identity),
})
if (!claims.success)
  fail(
    `没有 ${String(claims.error.issues[0]?.path[0])} 的这个值；` +
      '角色有：applicant clerk officer lead inspector auditor administrator system。',
  )
try {
  callerOf(claims.data, loadCities(environment.CITIES_DIR))
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  fail(`${error.message}。`)
}
const issuer = await openDevelopmentIssuer(environment).catch((error: unknown) => failWith('签发令牌', error))
process.stdout.write(`${await issuer.issueToken({ ...claims.data, expiresInSeconds: Math.round(length * 3600) })}\n`)
