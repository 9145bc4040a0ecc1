/** TLS towards the servers given: its variables, and whether the files that they name can be used. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const flag = z.enum(['true', 'false'], '应为 true 或 false').optional()
const path = z.string().max(4_096, '路径过长').optional()
const serverName = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/, '应为主机名')
  .optional()

/** Of Temporal by the names of its own tools. TLS is on where any of them is set, but for a `false`. */
export const TLS_VARIABLES = {
  TEMPORAL_TLS: flag,
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: path,
  TEMPORAL_TLS_CLIENT_CERT_PATH: path,
  TEMPORAL_TLS_CLIENT_KEY_PATH: path,
  TEMPORAL_TLS_SERVER_NAME: serverName,
  TEMPORAL_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{8,8192}$/, '应为 8 个以上可见 ASCII 字符')
    .optional(),
  DATABASE_TLS: flag,
  DATABASE_TLS_SERVER_CA_CERT_PATH: path,
  DATABASE_TLS_CLIENT_CERT_PATH: path,
  DATABASE_TLS_CLIENT_KEY_PATH: path,
  DATABASE_TLS_SERVER_NAME: serverName,
}

type Variable = keyof typeof TLS_VARIABLES
type Values = Readonly<{ [V in Variable]?: string | undefined }> &
  Readonly<{ [V in 'TEMPORAL_ADDRESS' | 'DATABASE_URL' | 'DATABASE_OWNER_URL']?: string | undefined }>

export type TlsServer = 'TEMPORAL' | 'DATABASE'
const SERVERS: readonly TlsServer[] = ['TEMPORAL', 'DATABASE']
const ADDRESSES = { TEMPORAL: 'TEMPORAL_ADDRESS', DATABASE: 'DATABASE_URL' } as const

/** Those of a server that switch TLS on by themselves. */
function set(values: Values, server: TlsServer): readonly Variable[] {
  const names = (Object.keys(TLS_VARIABLES) as Variable[]).filter((name) => name.startsWith(`${server}_`))
  return names.filter((name) => name !== `${server}_TLS` && values[name] !== undefined)
}

function isOn(values: Values, server: TlsServer): boolean {
  return values[`${server}_TLS`] === 'true' || set(values, server).length > 0
}

/** A sentence where two of them do not go together; undefined where all do. */
export function tlsContradiction(values: Values): string | undefined {
  return SERVERS.map((server) => contradictionOf(values, server)).find((found) => found !== undefined)
}

function contradictionOf(values: Values, server: TlsServer): string | undefined {
  const [first] = set(values, server)
  const [certificate, key] = [`${server}_TLS_CLIENT_CERT_PATH`, `${server}_TLS_CLIENT_KEY_PATH`] as const
  if (values[`${server}_TLS`] === 'false' && first !== undefined)
    return `环境变量 ${server}_TLS=false 与 ${first} 不能并用。`
  if ((values[certificate] === undefined) !== (values[key] === undefined))
    return `环境变量 ${certificate} 与 ${key} 须同时设置。`
  if (!isOn(values, server)) return undefined
  const address = values[ADDRESSES[server]]
  if (address === undefined)
    return `环境变量 ${first ?? `${server}_TLS`} 只用于给定的服务器：请同时设置 ${ADDRESSES[server]}。`
  return server === 'DATABASE' && /[?&]ssl(mode)?=/.test(`${address} ${values.DATABASE_OWNER_URL ?? ''}`)
    ? '环境变量 DATABASE_URL、DATABASE_OWNER_URL 中的 ssl、sslmode 与 DATABASE_TLS 等变量不能并用：请只用后者，它总是核对证书与主机名。'
    : undefined
}

/** PEM. The system's authorities where no `ca` is told, the host of the address where no `serverName`. */
export interface Tls {
  readonly ca?: Buffer
  readonly client?: { readonly cert: Buffer; readonly key: Buffer }
  readonly serverName?: string
}

/** The message is the sentence, with the variable's name. */
export class TlsFileError extends Error {
  override name = 'TlsFileError'

  constructor(variable: Variable, file: string, why: string) {
    super(`环境变量 ${variable}=${file} 不能用：${why}。`)
  }
}

/** How TLS is spoken to a server; undefined where it is not. Throws {@link TlsFileError}. */
export function readTls(values: Values, server: TlsServer, now = new Date()): Tls | undefined {
  if (!isOn(values, server)) return undefined
  const ca = fileOf(values, `${server}_TLS_SERVER_CA_CERT_PATH`)
  const cert = fileOf(values, `${server}_TLS_CLIENT_CERT_PATH`)
  const key = fileOf(values, `${server}_TLS_CLIENT_KEY_PATH`)
  const name = values[`${server}_TLS_SERVER_NAME`]
  if (ca !== undefined) requireCurrent(ca, now)
  if (cert !== undefined && key !== undefined) requirePair(cert, key, now)
  return {
    ...(ca === undefined ? {} : { ca: ca.content }),
    ...(cert === undefined || key === undefined ? {} : { client: { cert: cert.content, key: key.content } }),
    ...(name === undefined ? {} : { serverName: name }),
  }
}

interface File {
  readonly variable: Variable
  readonly path: string
  readonly content: Buffer
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: '没有这个文件',
  EISDIR: '是目录，不是文件',
  EACCES: '没有权限读这个文件',
}

function fileOf(values: Values, variable: Variable): File | undefined {
  const given = values[variable]
  if (given === undefined) return undefined
  try {
    return { variable, path: given, content: readFileSync(given) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new TlsFileError(variable, given, UNREADABLE[code] ?? `读不出（${code}）`)
  }
}

function refused({ variable, path: given }: File, why: string): TlsFileError {
  return new TlsFileError(variable, given, why)
}

/** The first is whose the file is, the others who vouches for it; of several authorities, each by itself. */
function certificatesIn(file: File): readonly X509Certificate[] {
  const blocks = file.content.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  try {
    const certificates = (blocks ?? []).map((block) => new X509Certificate(block))
    if (certificates.length > 0) return certificates
  } catch {
    // Said below.
  }
  throw refused(file, '不是 PEM 证书')
}

/** One authority of a bundle at least. */
function requireCurrent(file: File, now: Date): void {
  const whys = certificatesIn(file).map((certificate) => outOfDate(certificate, now))
  const [why] = whys
  if (why !== undefined && whys.every((each) => each !== undefined)) throw refused(file, why)
}

function requirePair(cert: File, key: File, now: Date): void {
  const [own] = certificatesIn(cert)
  const why = own === undefined ? undefined : outOfDate(own, now)
  if (why !== undefined) throw refused(cert, why)
  if (own?.checkPrivateKey(privateKeyIn(key)) !== true) throw refused(key, `与 ${cert.variable} 的证书不是一对`)
}

function privateKeyIn(file: File): KeyObject {
  try {
    return createPrivateKey(file.content)
  } catch {
    throw refused(file, '不是没有口令的 PEM 私钥')
  }
}

function outOfDate({ validFromDate, validToDate }: X509Certificate, now: Date): string | undefined {
  if (now > validToDate) return `证书已于 ${validToDate.toISOString()} 过期`
  return now < validFromDate ? `证书到 ${validFromDate.toISOString()} 才生效` : undefined
}
