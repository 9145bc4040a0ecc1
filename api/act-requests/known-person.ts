/** to whom an organisation may pass a task on. */
import { accountsOf, isAccountOf } from '../../db/queries/people.ts'
import type { Database } from '../../db/client.ts'
import { DatabaseError } from '../../db/database-error.ts'
import type { Caller } from '../auth/caller.ts'
import type { Dependencies } from '../dependencies.ts'
import { fieldProblem } from '../problems/problem-error.ts'
import { byText } from '../views/writing.ts'

/** Who stands on its duty list; undefined where it has none: then anybody may be named. */
function onDuty({ city, org }: Pick<Caller, 'city' | 'org'>): readonly string[] | undefined {
  const { duty } = city.organisations.find(({ key }) => key === org) ?? {}
  return duty === undefined ? undefined : [...new Set(Object.values(duty).filter((each) => each !== undefined))]
}

/** Whom one may pass a task on to, oneself among them. Throws `DatabaseError`. */
export async function peopleOf(database: Database, caller: Caller): Promise<string[]> {
  const accounts = await accountsOf(database, { city: caller.city.key, org: caller.org })
  return [...new Set([...(onDuty(caller) ?? []), caller.sub, ...accounts])].toSorted(byText)
}

/**
 * Oneself, who is on the duty list, whoever has worked here. Where the database is away nobody can tell: acts go on.
 * Throws `ProblemError`.
 */
export async function requireKnownPerson(
  { database }: Dependencies,
  caller: Caller,
  { task, person }: { readonly task: string; readonly person: string },
): Promise<void> {
  const { city, org, sub } = caller
  // What is no task of theirs the case refuses by itself.
  if (task.split(':')[2] !== org) return
  const duty = onDuty(caller)
  if (duty === undefined || person === sub || duty.includes(person)) return
  try {
    if (await isAccountOf(database, { city: city.key, org }, person)) return
  } catch (error) {
    if (error instanceof DatabaseError && error.unavailable) return
    throw error
  }
  throw fieldProblem(
    'validation-failed',
    'person',
    `本单位的名单里没有“${person}”：请从名单里选，新同事先登录一次即在其中`,
  )
}
