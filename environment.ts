/**
 * The one place that reads environment variables. A wrong value stops the program with a sentence that says which and
 * why.
 */
import { isIP, isIPv4 } from 'node:net'
import { z } from 'zod'
import { parseHost, parseNetwork } from './receivers/networks.ts'
import { type ReceiverRules, rulesOf } from './receivers/rules.ts'
import { misspelt } from './start/misspelt.ts'
import { readTls, TLS_VARIABLES, tlsContradiction, TlsFileError } from './start/tls.ts'
import type { Tls, TlsServer } from './start/tls.ts'

export class EnvironmentError extends Error {
  override name = 'EnvironmentError'
}

const port = z
  .string()
  .regex(/^\d+$/, '端口应为 1 到 65535 的整数')
  .transform(Number)
  .refine((number) => number >= 1 && number <= 65_535, '端口应为 1 到 65535 的整数')
const portOf = (standard: number) => port.default(standard)

const name = (what: string) =>
  z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/, `${what}只能用字母、数字、点、横线与下划线`)

const hostAndPort = z.string().refine((address) => {
  const port = Number(/^(?:\[[0-9A-Fa-f:.]+\]|[^\s:/@[\]]+):(\d{1,5})$/.exec(address)?.[1])
  return port >= 1 && port <= 65_535
}, '应为“主机:端口”，例如 127.0.0.1:7233')

/** What is all digits, or has a colon, is an IP address or nothing. */
function isAddress(host: string): boolean {
  return host.includes(':') ? isIP(host) !== 0 : isIPv4(host) || !/^[\d.]+$/.test(host)
}

const positive = (standard: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}$/, '应为 1 到 999999 的整数')
    .transform(Number)
    .default(standard)

/** The longest life of a token that an operator may choose: 90 days. */
export const LONGEST_TOKEN_HOURS = 24 * 90

const hours = (standard: number, most: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,3}$/, `应为 1 到 ${most} 的整数（小时）`)
    .transform(Number)
    .refine((number) => number <= most, `应为 1 到 ${most} 的整数（小时）`)
    .default(standard)

/** Kept as it is written, so that it can be handed on. */
const rate = (standard: string) =>
  z
    .string()
    .regex(/^(off|[1-9]\d{0,4}:[1-9]\d{0,5})$/, '应为“每秒几次:一时几次”，如 50:200，或 off')
    .default(standard)

const perDay = (standard: string) =>
  z
    .string()
    .regex(/^(off|[1-9]\d{1,8})$/, '应为 10 到 999999999 的整数，或 off')
    .default(standard)

const most = (standard: string) =>
  z
    .string()
    .regex(/^(off|[1-9]\d{0,5})$/, '应为 1 到 999999 的整数，或 off')
    .default(standard)

function isNetwork(text: string): boolean {
  const [, address = '', prefix = '0'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const version = isIP(address)
  return version !== 0 && Number(prefix) <= (version === 4 ? 32 : 128)
}

const networks = z
  .string()
  .refine((text) => text.split(',').every(isNetwork), '应为 IP 地址或网段，以逗号分开，例如 10.1.2.3,10.2.0.0/16')

const urlOf = (protocols: string[], example: string) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol) && new URL(text).hostname !== '',
      `应为网址，例如 ${example}`,
    )

const payloadKeys = z.string().superRefine((text, context) => {
  const ids = new Set<string>()
  for (const [index, part] of text.split(',').entries()) {
    const [, id, key] = /^([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/_-]+={0,2})$/.exec(part.trim()) ?? []
    const complain = (why: string) => context.addIssue({ code: 'custom', message: `第 ${index + 1} 个密钥${why}` })
    if (id === undefined || key === undefined) complain('应写作“编号:32 字节的 base64”')
    else if (Buffer.from(key, 'base64').length !== 32) complain(`（编号 ${id}）解码后应为 32 字节`)
    else if (ids.has(id)) complain(`的编号 ${id} 重复`)
    if (id !== undefined) ids.add(id)
  }
})

/** A list with commas; `wrong` says what is wrong with one of them. */
const listOf = (wrong: (one: string) => string | undefined) =>
  z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim().toLowerCase()))
    .superRefine((list, context) => {
      for (const one of list) {
        const why = wrong(one)
        if (why !== undefined) context.addIssue({ code: 'custom', message: `其中“${one}”${why}` })
      }
    })

const wrongNetwork = (one: string) => {
  const network = parseNetwork(one)
  return typeof network === 'string' ? network : undefined
}
const wrongHost = (one: string) =>
  parseHost(one) === undefined
    ? '应为主机名（不含端口、路径），或 *.域名；IP 地址写进 PUSH_ALLOWED_NETWORKS'
    : undefined

/** Keys are fetched over TLS, or from this machine itself. */
function isSafeKeyUrl(text: string): boolean {
  if (!URL.canParse(text)) return true // said already
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)
}

/** Keys have variables of their own. */
function namesBucket(text: string): boolean {
  if (!URL.canParse(text)) return true // said already
  const { pathname, username, password, search, hash } = new URL(text)
  return pathname.length > 1 && username + password + search + hash === ''
}

const environment = z.object({
  /** API. */
  PORT: portOf(7100),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, '应为主机名或 IP 地址')
    .refine(isAddress, '应为主机名或 IP 地址')
    .default('127.0.0.1'),
  /** Prometheus metrics of the worker. */
  METRICS_PORT: portOf(7109),
  /** Prometheus metrics of the API on a port of their own; without it they are at its `/metrics`, for everybody. */
  API_METRICS_PORT: port.optional(),
  /** The embedded stack: ports, and the folder that keeps its data. */
  PG_PORT: portOf(7132),
  TEMPORAL_PORT: portOf(7233),
  TEMPORAL_UI_PORT: portOf(8233),
  DATA_DIR: z.string().default('.data'),
  /** Where what is uploaded to cases is kept, for all processes of the API; `files` in DATA_DIR where none is named. */
  FILES_DIR: z.string().optional(),
  /** A bucket instead, of whatever speaks S3; `files` is then only for what is being received. */
  FILES_S3_URL: urlOf(['https:', 'http:'], 'https://s3.example/baozhuang')
    .refine(isSafeKeyUrl, '须为 https；http 只可用于本机（127.0.0.1）')
    .refine(namesBucket, '应写到桶为止，不带账号与参数，例如 https://s3.example/baozhuang')
    .optional(),
  FILES_S3_REGION: name('地区').default('us-east-1'),
  FILES_S3_ACCESS_KEY: z.string().max(200).optional(),
  FILES_S3_SECRET_KEY: z.string().max(500).optional(),
  /** Servers given: where these are set, none of our own is started. */
  DATABASE_URL: urlOf(['postgres:', 'postgresql:'], 'postgres://用户:密码@主机:5432/库名').optional(),
  /** As whoever owns the tables: for `prepare-servers` and `forget-accesses` only; the programs never have it. */
  DATABASE_OWNER_URL: urlOf(['postgres:', 'postgresql:'], 'postgres://所有者:密码@主机:5432/库名').optional(),
  TEMPORAL_ADDRESS: hostAndPort.optional(),
  ...TLS_VARIABLES,
  TEMPORAL_NAMESPACE: name('命名空间').default('seven-ones'),
  TASK_QUEUE: name('任务队列').default('seven-ones'),
  /** How many cases a worker keeps in memory; of any other it reads the history again when it is needed. */
  WORKFLOW_CACHE: positive(500),
  /** Whether a worker can tell where a workflow waits (`__stack_trace`): a stack is taken for each of its promises. */
  WORKFLOW_STACKS: z.enum(['on', 'off'], '应为 on 或 off').default('off'),
  /** Where bundled workflows are kept, for the next start; without it every worker bundles them as it starts. */
  WORKFLOW_CODE_DIR: z.string().optional(),
  /** The folder with a JSON file for each city; our own where none is named. */
  CITIES_DIR: z.string().optional(),
  /** `id:base64-of-32-bytes[,id:base64…]`; the first one encrypts, all of them decrypt. */
  PAYLOAD_KEYS: payloadKeys.optional(),
  /**
   * Who signs the tokens: the identity system, or the development issuer, which only `npm start` and the tests switch
   * on by themselves.
   */
  AUTH_JWKS_URL: urlOf(['https:', 'http:'], 'https://sso.example/jwks.json')
    .refine(isSafeKeyUrl, '公钥须以 https 取得；http 只可用于本机（127.0.0.1）')
    .optional(),
  AUTH_DEVELOPMENT_ISSUER: z.enum(['on', 'off'], '应为 on 或 off').optional(),
  AUTH_ISSUER: z.string().default('seven-ones-development'),
  AUTH_AUDIENCE: z.string().default('seven-ones'),
  /** From `iat` to `exp`: whatever was issued for longer does not count. */
  AUTH_LONGEST_TOKEN_HOURS: hours(24, LONGEST_TOKEN_HOURS),
  /** People sign in at this provider (OpenID Connect); its tokens are verified as all others, by AUTH_JWKS_URL. */
  OIDC_ISSUER: urlOf(['https:', 'http:'], 'https://sso.example')
    .refine(isSafeKeyUrl, '须为 https；http 只可用于本机（127.0.0.1）')
    .optional(),
  OIDC_CLIENT_ID: z.string().max(200).optional(),
  /** Of a confidential client; without it PKCE alone vouches for us. */
  OIDC_CLIENT_SECRET: z.string().max(500).optional(),
  OIDC_SCOPE: z
    .string()
    .regex(/^(?=.*\bopenid\b)[\x21-\x7e]+( [\x21-\x7e]+)*$/, '应为以空格分开的范围，须含 openid')
    .default('openid offline_access'),
  /** RFC 8707: where the provider gives a JWT only for a resource that is named. */
  OIDC_RESOURCE: urlOf(['https:', 'http:', 'urn:'], 'https://baozhuang.example').optional(),
  /** How people's browsers reach us. */
  PUBLIC_URL: urlOf(['https:', 'http:'], 'https://baozhuang.example')
    .refine((text) => !URL.canParse(text) || new URL(text).pathname === '/', '不能带路径')
    .optional(),
  NODE_ENV: z.string().max(40).optional(),
  /** Whether the worker delivers what is pushed (R-27). */
  PUSH: z.enum(['on', 'off'], '应为 on 或 off').default('on'),
  /** Which hosts, by name, and which networks inside receivers may be at; none unless told. */
  PUSH_ALLOWED_HOSTS: listOf(wrongHost).optional(),
  PUSH_ALLOWED_NETWORKS: listOf(wrongNetwork).optional(),
  /** Of 0.3: all or nothing. */
  PUSH_PRIVATE_ADDRESSES: z
    .literal('refuse', '不再有 allow：请用 PUSH_ALLOWED_NETWORKS、PUSH_ALLOWED_HOSTS 列明接收方所在的内网')
    .optional(),
  /** R-09: where data that other platforms hold is asked for; without it nothing is asked. */
  DATA_SHARING_URL: urlOf(['http:', 'https:'], 'https://share.example/query').optional(),
  /** Takes text messages over HTTP: without it applicants who have no account cannot look up their case. */
  SMS_URL: urlOf(['https:', 'http:'], 'https://sms.example/send')
    .refine(isSafeKeyUrl, '须为 https；http 只可用于本机（127.0.0.1）')
    .optional(),
  SMS_TOKEN: z.string().max(500).optional(),
  /** Of the program that stands in for the gateway in `npm start`. */
  SMS_PORT: portOf(7140),
  /** How often one account, one client and one address without sign-in may ask: so many a second, so many at once. */
  LIMIT_ACCOUNT: rate('50:200'),
  LIMIT_CLIENT: rate('200:800'),
  LIMIT_ADDRESS: rate('20:100'),
  /** How often one account and one client may ask in whatever 24 hours. */
  LIMIT_ACCOUNT_DAY: perDay('200000'),
  LIMIT_CLIENT_DAY: perDay('1000000'),
  /** One-time codes that one address may ask for and try in whatever 24 hours. */
  LIMIT_CODES_DAY: perDay('400'),
  /** How many applications of one person, of one enterprise and of one applicant's account may be open at once. */
  LIMIT_OPEN_INDIVIDUAL: most('20'),
  LIMIT_OPEN_ENTERPRISE: most('200'),
  /** Proxies in front of the API, whose `X-Forwarded-For` is believed; nobody's unless told. */
  TRUSTED_PROXIES: networks.optional(),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      '应为 fatal、error、warn、info、debug、trace 或 silent',
    )
    .default('info'),
})

export type Environment = Readonly<z.infer<typeof environment>>

const ports = ['PORT', 'METRICS_PORT', 'API_METRICS_PORT', 'PG_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT'] as const
const variables = Object.keys(environment.shape) as (keyof Environment)[]

/** An empty variable counts as one that is not set. */
export function readEnvironment(source: NodeJS.ProcessEnv): Environment {
  const wrong = misspelt(source, variables)
  if (wrong !== undefined)
    throw new EnvironmentError(
      `环境变量 ${wrong.given} 不是本系统的变量${wrong.meant === undefined ? '，有哪些见 README。' : `：是不是要写 ${wrong.meant}？`}`,
    )
  const given = Object.fromEntries(variables.map((variable) => [variable, source[variable]?.trim() || undefined]))
  const { success, data, error } = environment.safeParse(given)
  if (!success) {
    const issue = error.issues[0]
    const variable = String(issue?.path[0])
    throw new EnvironmentError(`环境变量 ${variable}${shown(variable, given[variable])} 不正确：${issue?.message}。`)
  }
  for (const [index, one] of ports.entries()) {
    const other = ports.slice(index + 1).find((candidate) => data[one] !== undefined && data[candidate] === data[one])
    if (other) throw new EnvironmentError(`环境变量 ${one} 与 ${other} 不能用同一个端口（${data[one]}）。`)
  }
  const contradiction = tlsContradiction(data)
  if (contradiction !== undefined) throw new EnvironmentError(contradiction)
  if (data.DATABASE_OWNER_URL !== undefined && data.DATABASE_URL === undefined)
    throw new EnvironmentError('环境变量 DATABASE_OWNER_URL 只与 DATABASE_URL 同用：内置的 PostgreSQL 自有两个角色。')
  if (data.AUTH_JWKS_URL !== undefined && given['AUTH_ISSUER'] === undefined)
    throw new EnvironmentError('环境变量 AUTH_ISSUER 未设置：使用 AUTH_JWKS_URL 时必须指明签发方。')
  if (data.AUTH_JWKS_URL !== undefined && data.AUTH_DEVELOPMENT_ISSUER === 'on')
    throw new EnvironmentError(
      '环境变量 AUTH_JWKS_URL 与 AUTH_DEVELOPMENT_ISSUER=on 不能并用：开发签发方能签发任何身份。',
    )
  if (data.FILES_S3_URL !== undefined)
    for (const variable of ['FILES_S3_ACCESS_KEY', 'FILES_S3_SECRET_KEY'] as const)
      if (data[variable] === undefined)
        throw new EnvironmentError(`环境变量 ${variable} 未设置：设了 FILES_S3_URL 就须有它。`)
  const unfit = signInContradiction(data)
  if (unfit !== undefined) throw new EnvironmentError(unfit)
  return Object.freeze(data)
}

/** What of the settings by which people sign in does not fit together, in a sentence. */
function signInContradiction({
  OIDC_ISSUER,
  OIDC_CLIENT_ID,
  PUBLIC_URL,
  AUTH_JWKS_URL,
  AUTH_DEVELOPMENT_ISSUER,
  NODE_ENV,
}: Environment): string | undefined {
  if (NODE_ENV === 'production' && AUTH_DEVELOPMENT_ISSUER === 'on')
    return '环境变量 AUTH_DEVELOPMENT_ISSUER=on 不能与 NODE_ENV=production 并用：开发签发方能签发任何身份。'
  if (OIDC_ISSUER === undefined) return undefined
  if (OIDC_CLIENT_ID === undefined) return '环境变量 OIDC_CLIENT_ID 未设置：设了 OIDC_ISSUER 就须有客户端编号。'
  if (PUBLIC_URL === undefined)
    return '环境变量 PUBLIC_URL 未设置：设了 OIDC_ISSUER 就须说明浏览器以哪个网址访问本系统。'
  if (AUTH_JWKS_URL === undefined)
    return '环境变量 AUTH_JWKS_URL 未设置：设了 OIDC_ISSUER 就须指明其公钥（与 AUTH_ISSUER）。'
  return undefined
}

/** How TLS is spoken to a server; undefined where it is not. Throws `EnvironmentError` where a file cannot be used. */
export function tlsOf(environment: Environment, server: TlsServer): Tls | undefined {
  try {
    return readTls(environment, server)
  } catch (error) {
    throw error instanceof TlsFileError ? new EnvironmentError(error.message) : error
  }
}

/** For the top of a program: prints the sentence and exits 2, without a stack; certificates are looked at, too. */
export function environmentOrExit(source: NodeJS.ProcessEnv = process.env): Environment {
  try {
    const environment = readEnvironment(source)
    for (const server of ['TEMPORAL', 'DATABASE'] as const) tlsOf(environment, server)
    return environment
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(2)
  }
}

/**
 * R-27: whither pushes may go. `http:` will do only where the development issuer's tokens count: anywhere else is
 * production.
 */
export const receiverRules = ({
  PUSH_ALLOWED_HOSTS,
  PUSH_ALLOWED_NETWORKS,
  AUTH_DEVELOPMENT_ISSUER,
}: Environment): ReceiverRules =>
  rulesOf({
    hosts: PUSH_ALLOWED_HOSTS ?? [],
    networks: PUSH_ALLOWED_NETWORKS ?? [],
    plainHttp: AUTH_DEVELOPMENT_ISSUER === 'on' ? 'allow' : 'refuse',
  })

/** The database given, or the one of the embedded stack: as the role of the programs. */
export const databaseUrl = (environment: Environment): string =>
  environment.DATABASE_URL ?? embeddedUrl(environment, EMBEDDED_ROLE)

/** The same as its owner (ADR 0042): who owns one that is given without an owner is the program itself. */
export const ownerDatabaseUrl = (environment: Environment): string =>
  environment.DATABASE_URL === undefined
    ? embeddedUrl(environment, 'seven_ones')
    : (environment.DATABASE_OWNER_URL ?? environment.DATABASE_URL)

const EMBEDDED_ROLE = 'seven_ones_program'

const embeddedUrl = ({ PG_PORT }: Environment, role: string) =>
  `postgres://${role}:${role}@127.0.0.1:${PG_PORT}/seven_ones`

/** The Temporal server given, or the one of the embedded stack. */
export const temporalAddress = (environment: Environment): string =>
  environment.TEMPORAL_ADDRESS ?? `127.0.0.1:${environment.TEMPORAL_PORT}`

const SECRETS: readonly string[] = [
  'PAYLOAD_KEYS',
  'TEMPORAL_API_KEY',
  'OIDC_CLIENT_SECRET',
  'SMS_TOKEN',
  'FILES_S3_SECRET_KEY',
] satisfies (keyof Environment)[]

/** A value as it may be shown: never a key, never a password. */
function shown(variable: string, value: string | undefined): string {
  if (value === undefined || SECRETS.includes(variable)) return ''
  return `=${value.replace(/\/\/[^/]*@/, '//***@')}`
}
