import { SQL, sql } from 'drizzle-orm'
import type { ExtractTablesWithRelations } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { PgTransaction } from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/postgres-js'
import type { PostgresJsDatabase, PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'

/** A URL, and how TLS is spoken to what is there: always with the server's certificate and name checked. */
export interface DatabasePlace {
  readonly url: string
  readonly tls?: DatabaseTls | undefined
}

/** PEM; the system's authorities where no `ca` is told, the URL's host where no `serverName`. */
interface DatabaseTls {
  readonly ca?: Buffer
  readonly client?: { readonly cert: Buffer; readonly key: Buffer }
  readonly serverName?: string
}

/** For postgres.js, which knows no host by which to check the certificate of an address that is an IP's. */
export function tlsFor({ url, tls }: DatabasePlace): Pick<postgres.Options<{}>, 'ssl'> {
  if (tls === undefined) return {}
  const { ca, client, serverName } = tls
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  return {
    ssl: {
      host,
      ...(ca === undefined ? {} : { ca }),
      ...client,
      ...(serverName === undefined ? {} : { servername: serverName }),
    },
  }
}

type NoRelations = Record<string, never>
/** `$asked`: a few connections more, for `ask` alone. */
export type Database = PostgresJsDatabase<NoRelations> & Readonly<Record<'$client' | '$asked', postgres.Sql>>
export type Transaction = PgTransaction<PostgresJsQueryResultHKT, NoRelations, ExtractTablesWithRelations<NoRelations>>

export interface ConnectOptions {
  /** The most connections at once. */
  readonly max?: number
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string
  /** A statement that takes longer is cancelled; 0 for never. */
  readonly statementTimeoutMs?: number
}

/**
 * A pool that connects when first asked: never throws by itself. Times are UTC; after an outage it tries again at least
 * every half second. A URL alone is a place without TLS, but for what it says itself.
 */
export function connectDatabase(
  place: string | DatabasePlace,
  options: ConnectOptions = {},
): { database: Database; close(): Promise<void> } {
  const where = typeof place === 'string' ? { url: place } : place
  const client = openClient(where, options)
  const asked = openClient(where, { ...options, max: Math.min(options.max ?? MOST_ASKED, MOST_ASKED) }, PLANNED_ONCE)
  const { $client: $asked } = drizzle(asked)
  const close = async () => {
    await Promise.all([client.end({ timeout: 5 }), asked.end({ timeout: 5 })])
  }
  return { database: Object.assign(drizzle(client), { $asked }), close }
}

/** Few, for each plans every text for itself (ADR 0099). */
const MOST_ASKED = 4
/** Else PostgreSQL plans a prepared statement anew for each of its first five times. */
const PLANNED_ONCE = { plan_cache_mode: 'force_generic_plan' }

/** A text with `$1`, `$2` … in this order, each once, and what stands there. */
export interface Statement {
  readonly text: string
  readonly params: readonly (string | number)[]
}

const dialect = new PgDialect()

/**
 * For statements that are asked all the time with the same text: each connection has them planned once, whatever their
 * parameters are, and asks in one round trip what takes Drizzle two. None may need a plan of its own for some value.
 * Not within a transaction.
 */
export async function ask<Row extends Record<string, unknown>>(
  { $asked }: Database,
  statement: SQL | Statement,
): Promise<readonly Row[]> {
  const { text, params } = statement instanceof SQL ? statementOf(statement) : statement
  return $asked.unsafe<Row[]>(text, [...params], { prepare: true })
}

function statementOf(made: SQL): Statement {
  const { sql: text, params } = dialect.sqlToQuery(made)
  return { text, params: params as Statement['params'] }
}

/** The same within a transaction, where it is not prepared. */
export async function askWithin<Row extends Record<string, unknown>>(
  transaction: Transaction,
  { text, params }: Statement,
): Promise<readonly Row[]> {
  const [first = '', ...others] = text.split(/\$\d+/)
  const rest = others.map((piece, index) => sql`${params[index]}${sql.raw(piece)}`)
  return transaction.execute<Row>(sql.join([sql.raw(first), ...rest])) as Promise<readonly Row[]>
}

/** Drizzle changes the client it is given: this one is for Drizzle only. */
function openClient(
  place: DatabasePlace,
  { max = 10, applicationName = 'seven-ones', statementTimeoutMs = 10_000 }: ConnectOptions,
  settings: Readonly<Record<string, string>> = {},
): postgres.Sql {
  return postgres(place.url, {
    ...tlsFor(place),
    max,
    connect_timeout: 4,
    idle_timeout: 60,
    backoff: (retries: number) => Math.min(0.05 * 2 ** retries, 0.5),
    onnotice: () => {},
    connection: {
      application_name: applicationName,
      TimeZone: 'UTC',
      ...settings,
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: statementTimeoutMs === 0 ? 0 : 15_000,
    },
  })
}
