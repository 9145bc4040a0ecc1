import { WorkflowNotFoundError } from '@temporalio/client'
import { DatabaseError } from '../../db/database-error.ts'
import { findApplication } from '../../db/queries/applications.ts'
import { registrationExists } from '../../db/queries/registrations.ts'
import { Refusal } from '../../domain/problem.ts'
import { parseServiceNumber } from '../../domain/service-number.ts'
import { caseStateQuery } from '../../workflows/application/messages.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import type { Dependencies } from '../dependencies.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { bounded } from './bounded.ts'

const QUERY_MS = 5_000

/** One case: from PostgreSQL where its row is as new as `minSeq`, otherwise from the workflow itself. Throws what says why there is none. */
export async function readCase(deps: Dependencies, serviceNumber: string, minSeq = 0): Promise<CaseState> {
  const row = await projected(deps, serviceNumber)
  if (row !== 'unknown' && row !== undefined && row.seq >= minSeq) return row.state
  if (row === undefined && !(await registrationExists(deps.database, serviceNumber))) throw notFound(serviceNumber)
  try {
    return await bounded(deps.temporal, QUERY_MS, () => deps.temporal.workflow.getHandle(serviceNumber).query(caseStateQuery))
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error
    if (row === 'unknown') throw new ProblemError('database-unavailable', '数据库暂时连不上，无法确认这个编号，请稍后重试', { headers: { 'retry-after': '5' } })
    if (row !== undefined) return row.state
    throw notStarted()
  }
}

/** PostgreSQL down is no reason not to show a case. */
async function projected({ database }: Dependencies, serviceNumber: string): Promise<Awaited<ReturnType<typeof findApplication>> | 'unknown'> {
  try {
    return await findApplication(database, serviceNumber)
  } catch (error) {
    if (error instanceof DatabaseError && error.unavailable) return 'unknown'
    throw error
  }
}

/** A number of the caller's own city that could exist; every other is unknown to them. */
export function requireOwnCity(serviceNumber: string, { city }: Caller): void {
  if (parseServiceNumber(serviceNumber)?.prefix !== city.servicePrefix) throw notFound(serviceNumber)
}

export function notFound(serviceNumber: string): Refusal {
  return new Refusal('application-not-found', `没有 ${serviceNumber}，请核对联合报装服务编号`)
}

/** Registered, but its workflow has not begun: the sweeper starts it within seconds. */
export function notStarted(): ProblemError {
  return new ProblemError('temporal-unavailable', '申请已登记，流程即将启动，请稍后重试', { headers: { 'retry-after': '5' } })
}
