import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../../db/client.ts'
import { DatabaseError } from '../../db/database-error.ts'
import { countCorrections } from '../../db/queries/corrections.ts'
import type { CorrectionsOf } from '../../db/queries/corrections.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { ActFacts } from '../../workflows/application/core/act-rule.ts'
import type { Caller } from '../auth/caller.ts'
import type { Dependencies } from '../dependencies.ts'

/** What an act corrects; nothing where it is none that does. */
export function correctedBy(type: ActType, { org }: Pick<Caller, 'org'>): CorrectionsOf['what'] | undefined {
  if (type === 'correctContact') return 'contact'
  if (type === 'supplementDemand') return 'form'
  return type === 'fileOpinion' || type === 'fileJointRecord' ? { opinionBy: org } : undefined
}

/** So long an act waits for PostgreSQL, which may be frozen; and then nobody asks it for so long. */
const [PATIENCE_MS, NOT_ASKED_MS] = [1_000, 5_000]
const askedAgainAt = new WeakMap<Database, number>()

/** how often it was corrected before. Not told while PostgreSQL is away: acts do not wait for it. */
export async function correctionFacts(
  { database }: Pick<Dependencies, 'database'>,
  asked: CorrectionsOf,
): Promise<{ facts?: ActFacts }> {
  if (performance.now() < (askedAgainAt.get(database) ?? 0)) return {}
  const counted = countCorrections(database, asked).catch((error: unknown) => {
    if (error instanceof DatabaseError && error.unavailable) return undefined
    throw error
  })
  const corrections = await Promise.race([counted, sleep(PATIENCE_MS, undefined, { ref: false })])
  if (corrections !== undefined) return { facts: { corrections } }
  askedAgainAt.set(database, performance.now() + NOT_ASKED_MS)
  return {}
}
