import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDevelopmentIssuer } from '../../api/auth/development-issuer.ts'
import type { Environment } from '../../environment.ts'
import { temporalAddress } from '../../environment.ts'
import { connectTemporal } from '../../temporal/client.ts'
import { freePorts } from '../stack/ports.ts'
import { startStack } from '../stack/stack.ts'
import type { TokenOf } from './client.ts'
import type { CaseInTemporal } from './case-in-temporal.ts'
import { caseInTemporal } from './case-in-temporal.ts'

/** The stack that is driven. */
export interface Target {
  readonly url: string
  readonly environment: Environment
  /** Resolves with a sentence where a stack of our own falls over. */
  readonly broken: Promise<string>
  /** `keep`: leaves the data and logs of a stack of our own, and says where. */
  stop(keep: boolean): Promise<void>
}

const never = new Promise<never>(() => {})

export function runningStack(url: string, environment: Environment): Target {
  return { url, environment, broken: never, stop: async () => {} }
}

/**
 * A stack of our own, on free ports and with data of its own, so that it never disturbs one that runs; `sms`: with the
 * stand-in where codes arrive.
 */
export async function ownStack(given: Environment, signal: AbortSignal, beside = false): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'seven-ones-demo-'))
  // PostgreSQL may run as another user, who must get through.
  chmodSync(folder, 0o711)
  const clean = () => rmSync(folder, { recursive: true, force: true })
  try {
    const stack = await startStack(await apart(given, folder), { signal, sms: beside, replays: beside, page: beside })
    return {
      url: stack.url,
      environment: stack.environment,
      broken: stack.broken,
      async stop(keep) {
        await stack.stop()
        if (keep) process.stderr.write(`数据与日志留在 ${folder}\n`)
        else clean()
      },
    }
  } catch (error) {
    clean()
    throw error
  }
}

/**
 * Database, Temporal and keys given together are used as they are, with a task queue of our own. Otherwise the data
 * stands apart: no database of somebody else's is left with cases whose histories are gone or cannot be read.
 */
async function apart(given: Environment, folder: string): Promise<Environment> {
  const others = Object.entries(given).filter(([name]) => !name.startsWith('DATABASE_'))
  const [PORT = 0, METRICS_PORT = 0, PG_PORT = 0, TEMPORAL_PORT = 0, TEMPORAL_UI_PORT = 0, SMS_PORT = 0] =
    await freePorts(6)
  const ours = {
    ...(Object.fromEntries(others) as Environment),
    PORT,
    METRICS_PORT,
    API_METRICS_PORT: undefined,
    PG_PORT,
    TEMPORAL_PORT,
    TEMPORAL_UI_PORT,
    SMS_PORT,
    DATA_DIR: folder,
    HOST: '127.0.0.1',
    TASK_QUEUE: `${given.TASK_QUEUE}-demo-${process.pid}`,
  }
  if (given.TEMPORAL_ADDRESS === undefined) return ours
  if (given.DATABASE_URL !== undefined && given.PAYLOAD_KEYS !== undefined) return { ...given, ...ours }
  return { ...ours, TEMPORAL_NAMESPACE: `${given.TEMPORAL_NAMESPACE}-demo` }
}

/** Tokens of the development issuer, whose key lies in the target's DATA_DIR; one for each party and city. */
export async function tokensOf(environment: Environment, city: string): Promise<TokenOf> {
  const issuer = await openDevelopmentIssuer(environment)
  const tokens = new Map<string, Promise<string>>()
  return ({ sub, org, role, identity }) => {
    const key = `${org}/${sub}/${role}`
    const token = tokens.get(key) ?? issuer.issueToken({ sub, org, role, city, identity, expiresInSeconds: 3_600 })
    tokens.set(key, token)
    return token
  }
}

/** Undefined, with a word why, where Temporal cannot be reached. */
export async function temporalOf(
  environment: Environment,
): Promise<{ cases: CaseInTemporal; close(): Promise<void> } | undefined> {
  try {
    const client = await connectTemporal(environment)
    return { cases: caseInTemporal(client), close: () => client.connection.close() }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    process.stderr.write(`连不上 Temporal（${temporalAddress(environment)}），不核对流程历史：${said}\n`)
    return undefined
  }
}
