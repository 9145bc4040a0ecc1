import type { ExtractTablesWithRelations, SQL } from 'drizzle-orm'
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
export type Database = PostgresJsDatabase<NoRelations> & { readonly $client: postgres.Sql }
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
  const client = openClient(typeof place === 'string' ? { url: place } : place, options)
  return { database: drizzle(client), close: () => client.end({ timeout: 5 }) }
}

const dialect = new PgDialect()

/**
 * For statements that are asked all the time with the same text: each connection has them planned once, and asks in one
 * round trip what takes Drizzle two. Not within a transaction.
 */
export async function ask<Row extends Record<string, unknown>>(
  { $client }: Database,
  statement: SQL,
): Promise<readonly Row[]> {
  const { sql: text, params } = dialect.sqlToQuery(statement)
  return $client.unsafe<Row[]>(text, params as (string | number)[], { prepare: true })
}

/** Drizzle changes the client it is given: this one is for Drizzle only. */
function openClient(
  place: DatabasePlace,
  { max = 10, applicationName = 'seven-ones', statementTimeoutMs = 10_000 }: ConnectOptions,
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
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: statementTimeoutMs === 0 ? 0 : 15_000,
    },
  })
}
