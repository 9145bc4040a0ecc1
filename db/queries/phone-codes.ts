import { and, count, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { guarded } from '../database-error.ts'
import { lock } from '../locks.ts'
import { application } from '../schema/application.ts'
import { inquiry } from '../schema/asked.ts'
import { phoneCode } from '../schema/phone-code.ts'

/** The telephone of a case's form as it stands now; undefined where there is no such case. Throws `DatabaseError`. */
export async function phoneOfCase(database: Database, serviceNumber: string): Promise<string | undefined> {
  const [row] = await guarded(() =>
    database
      .select({ phone: sql<string>`${application.state} #>> '{registration,form,phone}'` })
      .from(application)
      .where(eq(application.serviceNumber, serviceNumber)),
  )
  return row?.phone
}

/** The same of an inquiry, with its city; of an inquiry the telephone never changes. Throws `DatabaseError`. */
export async function phoneOfInquiry(
  database: Database,
  number: string,
): Promise<{ readonly city: string; readonly phone: string | null } | undefined> {
  const [row] = await guarded(() =>
    database
      .select({ city: inquiry.city, phone: sql<string | null>`${inquiry.content} ->> 'phone'` })
      .from(inquiry)
      .where(and(eq(inquiry.number, number), eq(inquiry.version, 1))),
  )
  return row
}

interface Asked {
  readonly id: string
  /** ISO UTC. */
  readonly askedAt: string
  readonly expiresAt: string
}

/** A code that may be sent. */
export interface Sendable extends Asked {
  readonly serviceNumber: string
  readonly phoneHash: string
  readonly codeHash: string
}

/** How many codes one telephone is sent since a moment (ISO UTC). */
export interface PhoneLimit {
  readonly since: string
  readonly most: number
}

/** Keeps that somebody asked and is sent nothing. Throws `DatabaseError`. */
export async function keepNothing(database: Database, asked: Asked): Promise<void> {
  await guarded(() => database.insert(phoneCode).values({ ...asked }))
}

/**
 * Keeps the code; false where the telephone has been sent as many as it may be, and then as one of which nothing is
 * sent. Throws `DatabaseError`.
 */
export async function keepCode(database: Database, code: Sendable, limits: readonly PhoneLimit[]): Promise<boolean> {
  return guarded(() =>
    database.transaction(async (transaction) => {
      await lock(transaction, 'phoneCode', code.phoneHash)
      for (const { since, most } of limits) {
        const [sent] = await transaction
          .select({ count: count() })
          .from(phoneCode)
          .where(and(eq(phoneCode.phoneHash, code.phoneHash), gt(phoneCode.askedAt, since)))
        if ((sent?.count ?? 0) < most) continue
        const { id, askedAt, expiresAt } = code
        await transaction.insert(phoneCode).values({ id, askedAt, expiresAt })
        return false
      }
      await transaction.insert(phoneCode).values(code)
      return true
    }),
  )
}

export type PhoneCode = typeof phoneCode.$inferSelect

/** Counts one try, whatever comes of it, and gives the code with it. Throws `DatabaseError`. */
export async function countTry(database: Database, id: string): Promise<PhoneCode | undefined> {
  const [row] = await guarded(() =>
    database
      .update(phoneCode)
      .set({ tries: sql`least(${phoneCode.tries} + 1, 1000)` })
      .where(eq(phoneCode.id, id))
      .returning(),
  )
  return row
}

/** False where somebody used it before. Throws `DatabaseError`. */
export async function useCode(database: Database, id: string, usedAt: string): Promise<boolean> {
  const used = await guarded(() =>
    database
      .update(phoneCode)
      .set({ usedAt })
      .where(and(eq(phoneCode.id, id), isNull(phoneCode.usedAt)))
      .returning({ id: phoneCode.id }),
  )
  return used.length > 0
}

/** The code by which somebody is signed in; undefined once they have signed out. Throws `DatabaseError`. */
export async function codeInUse(database: Database, id: string): Promise<PhoneCode | undefined> {
  const [row] = await guarded(() => database.select().from(phoneCode).where(eq(phoneCode.id, id)))
  return row?.usedAt === null || row?.endedAt !== null ? undefined : row
}

/** Throws `DatabaseError`. */
export async function endUse(database: Database, id: string, endedAt: string): Promise<void> {
  await guarded(() =>
    database
      .update(phoneCode)
      .set({ endedAt })
      .where(and(eq(phoneCode.id, id), isNull(phoneCode.endedAt))),
  )
}

/** Throws `DatabaseError`. */
export async function forgetPhoneCodes(database: Database, before: string): Promise<void> {
  await guarded(() => database.delete(phoneCode).where(lt(phoneCode.askedAt, before)))
}
