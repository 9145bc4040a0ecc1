import { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'
import { knowsOwnOnly } from '../views/who-may-read.ts'

interface Acting<Answer> {
  readonly caller: Caller
  readonly act: () => Promise<Answer>
  /** Throws `not-concerned` where the sender may not read what they act on. */
  readonly read: () => Promise<unknown>
  /** Of an act that is not waited for: what has no part in it leaves nothing there, not even a refusal. */
  readonly isAsync: boolean
}

/** why an act was refused may tell what there is, which is told to those who may read it. */
export async function actingOn<Answer>({ caller, act, read, isAsync }: Acting<Answer>): Promise<Answer> {
  // Whoever knows of their own only was asked before.
  if (knowsOwnOnly(caller)) return act()
  if (isAsync && (await isUnconcerned(read))) throw unconcerned()
  try {
    return await act()
  } catch (error) {
    throw error instanceof Refusal && (await isUnconcerned(read)) ? unconcerned() : error
  }
}

/** Where nobody can tell, for PostgreSQL is away, the case itself decides. */
async function isUnconcerned(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read()
    return false
  } catch (error) {
    return error instanceof Refusal && error.code === 'not-concerned'
  }
}

function unconcerned(): Refusal {
  return new Refusal('not-concerned', '只有有关的单位、当事人、综窗与协调小组办公室可以办理')
}
