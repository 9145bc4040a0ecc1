import { randomUUID } from 'node:crypto'
import { chmodSync, linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose'
import type { CryptoKey } from 'jose'
import { z } from 'zod'
import { makeDataDir } from '../../config/data-dir.ts'
import { defined } from '../../domain/defined.ts'
import { EnvironmentError } from '../../environment.ts'
import type { Environment } from '../../environment.ts'
import type { Claims } from './caller.ts'

const ALGORITHM = 'EdDSA'

/** An Ed25519 private key as JWK. */
const KeySchema = z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), d: z.string() })
type Key = z.infer<typeof KeySchema>

export interface TokenRequest extends Omit<Claims, 'sub' | 'iss'> {
  /** `org-role` unless told. */
  readonly sub?: string
  readonly expiresInSeconds: number
  /** Now unless told. */
  readonly issuedAt?: Date
}

/** Signs tokens for development and demonstration; its key lies in DATA_DIR and is made when first asked for. */
export interface DevelopmentIssuer {
  readonly publicKey: CryptoKey
  issueToken(request: TokenRequest): Promise<string>
}

type IssuerSettings = Pick<Environment, 'DATA_DIR' | 'AUTH_ISSUER' | 'AUTH_AUDIENCE' | 'NODE_ENV'>

/**
 * Opens the issuer; two programs that start at once get the same key. Throws {@link EnvironmentError} in production,
 * where there is none.
 */
export async function openDevelopmentIssuer({
  DATA_DIR,
  AUTH_ISSUER,
  AUTH_AUDIENCE,
  NODE_ENV,
}: IssuerSettings): Promise<DevelopmentIssuer> {
  if (NODE_ENV === 'production') throw new EnvironmentError('NODE_ENV=production 时没有开发签发方：它能签发任何身份。')
  const { d, ...publicPart } = await readOrMakeKey(resolve(DATA_DIR, 'development-issuer.json'))
  const [publicKey, privateKey] = await Promise.all([cryptoKey(publicPart), cryptoKey({ ...publicPart, d })])
  return {
    publicKey,
    issueToken: ({ sub, org, role, city, azp, channel, identity, expiresInSeconds, issuedAt = new Date() }) =>
      new SignJWT({ org, role, city, ...defined({ azp, channel, identity }) })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'at+jwt' })
        .setSubject(sub ?? `${org}-${role}`)
        .setIssuer(AUTH_ISSUER)
        .setAudience(AUTH_AUDIENCE)
        .setJti(randomUUID())
        .setIssuedAt(issuedAt)
        .setExpirationTime(Math.floor(issuedAt.getTime() / 1000) + expiresInSeconds)
        .sign(privateKey),
  }
}

async function cryptoKey(jwk: Omit<Key, 'd'> & { d?: string }): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM)
  if (key instanceof Uint8Array) throw new Error('not an asymmetric key')
  return key
}

async function readOrMakeKey(file: string): Promise<Key> {
  return readKey(file) ?? (await makeKey(file))
}

function readKey(file: string): Key | undefined {
  try {
    return KeySchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined
    throw new Error(`${file} 不是签发密钥；删除后会重新生成`, { cause: error })
  }
}

/** Written aside and linked into place: whoever comes second takes the first one's. */
async function makeKey(file: string): Promise<Key> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true })
  const aside = join(file, '..', `development-issuer.${process.pid}.${Date.now()}`)
  makeDataDir(dirname(file))
  writeFileSync(aside, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600, flag: 'wx' })
  chmodSync(aside, 0o600)
  try {
    linkSync(aside, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    unlinkSync(aside)
  }
  return KeySchema.parse(JSON.parse(readFileSync(file, 'utf8')))
}
