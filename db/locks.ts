/** The advisory locks of PostgreSQL that we take, by name. Two releases at work share them: a number is for ever. */
import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Database, Transaction } from './client.ts'

/** Of one subject each: the second number goes into the hash of its key. */
const LOCKS = {
  /** By the hash of an Idempotency-Key: who takes a service number. */
  registration: 3,
  /** By the service number: who writes the derived rows of a case. */
  case: 7,
  /** By the id: who writes the derived rows of a matter. */
  matter: 11,
  /** By the hash of an Idempotency-Key: who takes the number of a transfer. */
  transferRegistration: 12,
  /** By service number or id: who mends it. */
  mend: 13,
  /** By applicant or client: who counts what they have open. */
  openApplications: 14,
  /** By new holder or account: who counts the transfers that they have open. */
  openTransfers: 15,
  /** By city: who folds the sums of its deadlines, or makes them anew. */
  sums: 16,
  /** By a telephone's hash: who counts the codes that were sent to it. */
  phoneCode: 17,
  /** By the service number: who counts the files of a case. */
  caseFiles: 18,
  /** By city, utility and account number: who asks whether an account is being moved. */
  transferAccount: 22,
  /** By series and year, or by paper: who numbers a paper, or a copy of it. */
  documentNumbers: 23,
  /** By bureau and project, or by id: who records a guidance or an inquiry, or another version of one. */
  asked: 27,
  /** By the day: who takes the number of an inquiry. */
  inquiryNumber: 29,
} as const
export type Lock = keyof typeof LOCKS

/** Of the whole database: who migrates it. */
const MIGRATION = 7_117_001

/** Waits until nobody else has the lock of this subject; released with the transaction. */
export async function lock(transaction: Transaction, name: Lock, subject: string): Promise<void> {
  await transaction.execute(sql`select ${locking(name, subject)}`)
}

/** The same within a statement. */
function locking(name: Lock, subject: string): SQL {
  return sql`pg_advisory_xact_lock(${numberOf(name, subject)})`
}

/** The same as text, where the subject is a parameter. */
export function lockingText(name: Lock, subject: `$${number}`): string {
  return `pg_advisory_xact_lock(hashtextextended(${subject}, ${LOCKS[name]}))`
}

/** The same without waiting: false where somebody else has it. */
export async function lockIfFree(transaction: Transaction, name: Lock, subject: string): Promise<boolean> {
  const [answer] = await transaction.execute<{ locked: boolean }>(
    sql`select pg_try_advisory_xact_lock(${numberOf(name, subject)}) as locked`,
  )
  return answer?.locked === true
}

/** Waits until nobody else migrates; released with the connection. */
export async function lockMigration(database: Database): Promise<void> {
  await database.execute(sql`select pg_advisory_lock(${MIGRATION})`)
}

function numberOf(name: Lock, subject: string): SQL {
  return sql`hashtextextended(${subject}, ${sql.raw(String(LOCKS[name]))})`
}
