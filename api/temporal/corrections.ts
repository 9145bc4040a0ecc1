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
  return type === 'fileOpinion' || type === 'fileJointRecord' ? { opinionBy: org } : undefined
}

/** how often it was corrected before. Not told while PostgreSQL is away: acts do not wait for it. */
export async function correctionFacts(
  { database }: Pick<Dependencies, 'database'>,
  asked: CorrectionsOf,
): Promise<{ facts?: ActFacts }> {
  try {
    return { facts: { corrections: await countCorrections(database, asked) } }
  } catch (error) {
    if (error instanceof DatabaseError && error.unavailable) return {}
    throw error
  }
}
