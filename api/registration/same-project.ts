import { openApplicationsOfProject, registrationOf } from '../../db/queries/same-project.ts'
import type { Registration } from '../../domain/demand/registration.schema.ts'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import type { Caller } from '../auth/caller.ts'
import type { Dependencies } from '../dependencies.ts'
import { fieldProblem } from '../problems/problem-error.ts'
import { seenBy } from './twins.ts'

/**
 * An addition names an application of the same city and project. What is registered stays so for ever: a retry hears
 * the same.
 */
export async function requireAddition(
  { database }: Dependencies,
  { additionTo, form }: Registration,
  { city }: Caller,
): Promise<void> {
  if (additionTo === undefined) return
  if (form.projectCode === undefined)
    throw fieldProblem('validation-failed', 'additionTo', '补充申请须填写与原申请相同的项目代码')
  const first = await registrationOf(database, additionTo)
  if (first?.policy.key !== city.key || first.registration.form.projectCode !== form.projectCode) {
    throw fieldProblem('validation-failed', 'additionTo', `没有项目 ${form.projectCode} 的申请 ${additionTo}`)
  }
}

/**
 * The other applications of the project that are still open, as far as they are projected and their sender may read
 * them; none where no project is named.
 */
export async function openOfProject(
  { database }: Dependencies,
  { serviceNumber, registration, policy }: ApplicationInput,
  caller: Caller,
): Promise<string[]> {
  const { projectCode } = registration.form
  if (projectCode === undefined) return []
  const asked = { city: policy.key, projectCode, seenBy: seenBy(caller) }
  return (await openApplicationsOfProject(database, asked)).filter((other) => other !== serviceNumber)
}
