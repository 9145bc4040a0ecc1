import { DrizzleQueryError } from 'drizzle-orm/errors'
import postgres from 'postgres'

/**
 * What the database said, without any parameter or value: neither the message nor the stack nor a cause carries one.
 * `code` is the SQLSTATE, or the driver's word where there was no answer (`ECONNREFUSED`, `CONNECT_TIMEOUT` …).
 */
export class DatabaseError extends Error {
  override name = 'DatabaseError'
  readonly code: string
  /** The table's constraint that was violated, where it was one. */
  readonly constraint: string | undefined
  /** Connection refused or lost, starting or shutting down, out of connections, or a timeout: try again later. */
  readonly unavailable: boolean

  constructor(code: string, constraint?: string) {
    super(`database error ${code}${constraint === undefined ? '' : ` (${constraint})`}`)
    this.code = code
    this.constraint = constraint
    this.unavailable = isUnavailable(code)
  }
}

/**
 * Runs what asks the database; its errors come out as {@link DatabaseError}, all others as they are. Every exported
 * query uses it.
 */
export async function guarded<Result>(query: () => Promise<Result>): Promise<Result> {
  try {
    return await query()
  } catch (error) {
    throw databaseErrorOf(error) ?? error
  }
}

const DRIVER_CODES: ReadonlySet<string> = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EADDRNOTAVAIL',
])

/** A certificate that is not trusted, or out of date, or a server that speaks no TLS. */
const TLS_CODES = /^(CERT_|ERR_SSL_|ERR_TLS_|EPROTO$|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/

/**
 * Class 08 connection, 53 resources, 57P shutting down or starting, 57014 statement timeout, 55P03 lock timeout,
 * 25P03/25P04 idle or transaction timeout.
 */
function isUnavailable(code: string): boolean {
  return DRIVER_CODES.has(code) || TLS_CODES.test(code) || /^(08...|53...|57P..|57014|55P03|25P0[34])$/.test(code)
}

function databaseErrorOf(error: unknown): DatabaseError | undefined {
  if (error instanceof DrizzleQueryError) return databaseErrorOf(error.cause) ?? new DatabaseError('unknown')
  if (error instanceof postgres.PostgresError) return new DatabaseError(error.code, error.constraint_name)
  if (error instanceof AggregateError) return error.errors.map(databaseErrorOf).find((found) => found !== undefined)
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return DRIVER_CODES.has(error.code) || TLS_CODES.test(error.code) ? new DatabaseError(error.code) : undefined
}
