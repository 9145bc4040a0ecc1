/** PostgreSQL that is away at the start is waited for, and said. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { connectDatabase } from '../db/client.ts'
import { DatabaseError, guarded } from '../db/database-error.ts'
import type { DatabasePlace } from '../db/client.ts'
import { databaseUrl, type Environment, EnvironmentError, ownerDatabaseUrl, tlsOf } from '../environment.ts'
import { tlsWords } from './tls-words.ts'
import { POLL_MS, type Waiting, Patience } from './patience.ts'

const REFUSALS: Readonly<Record<string, string>> = {
  '28P01': '用户名或密码不对',
  '28000': '不许这个用户连接',
  '3D000': '没有这个数据库',
}

/** Where PostgreSQL is, and how TLS is spoken to it. Throws `EnvironmentError` where a file cannot be used. */
export function databasePlace(environment: Environment): DatabasePlace {
  return { url: databaseUrl(environment), tls: tlsOf(environment, 'DATABASE') }
}

/** The same as its owner (ADR 0042), over the same TLS. */
export function ownerPlace(environment: Environment): DatabasePlace {
  return { url: ownerDatabaseUrl(environment), tls: tlsOf(environment, 'DATABASE') }
}

/** Throws `EnvironmentError` where it answers that it will never serve us. */
async function answers(environment: Environment): Promise<boolean> {
  const { database, close } = connectDatabase(databasePlace(environment), {
    max: 1,
    applicationName: 'seven-ones start',
  })
  try {
    await guarded(() => database.execute(sql`select 1`))
    return true
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    const refusal = REFUSALS[error.code] ?? tlsWords(error.code)
    if (refusal !== undefined)
      throw new EnvironmentError(`环境变量 DATABASE_URL 不能用：${refusal}（${place(environment)}）。`)
    return false
  } finally {
    await close()
  }
}

/** Throws `EnvironmentError`, or the reason of `signal`. */
export async function untilDatabaseAnswers(environment: Environment, waiting: Waiting): Promise<void> {
  const patience = new Patience(`PostgreSQL（${place(environment)}，环境变量 DATABASE_URL）`, waiting)
  while (!(await answers(environment))) await patience.wait()
  patience.over()
}

/**
 * For a program that serves without it too: acts go on, and reads answer 503 until it is there. Asks once, then goes on
 * waiting beside the program.
 */
export async function tellWhereDatabaseIsAway(environment: Environment, say: (text: string) => void): Promise<void> {
  if (await answers(environment)) return
  say(`PostgreSQL（${place(environment)}，环境变量 DATABASE_URL）没有应答：先行启动，查询等它恢复，正在等…`)
  void (async () => {
    do await sleep(POLL_MS, undefined, { ref: false })
    while (!(await answers(environment)))
    say('PostgreSQL 已应答。')
  })().catch((error: unknown) => say(error instanceof Error ? error.message : String(error)))
}

/** Without user and password. */
function place(environment: Environment): string {
  const { hostname, port, pathname } = new URL(databaseUrl(environment))
  return `${hostname}:${port || '5432'}${pathname}`
}
