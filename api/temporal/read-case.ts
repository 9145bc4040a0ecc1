import { findApplication } from '../../db/queries/applications.ts'
import { registrationExists } from '../../db/queries/registrations.ts'
import { Refusal } from '../../domain/problem.ts'
import { parseServiceNumber } from '../../domain/case/service-number.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import type { Dependencies } from '../dependencies.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { polled } from './polled.ts'

/** How long a reader waits for the projection. */
export const READ_MS = 5_000

/**
 * One case as PostgreSQL has it, waited for until its row is as new as `minSeq`: the workflow is never asked. Throws
 * what says why there is none.
 */
export async function readCase(deps: Dependencies, serviceNumber: string, minSeq = 0): Promise<CaseState> {
  return awaitedCase(deps, serviceNumber, ({ seq }) => seq >= minSeq)
}

/** The case, waited for until its row is as wanted. */
export async function awaitedCase(
  { database }: Dependencies,
  serviceNumber: string,
  wanted: (state: CaseState) => boolean,
): Promise<CaseState> {
  const row = await findApplication(database, serviceNumber)
  if (row !== undefined && wanted(row.state)) return row.state
  if (row === undefined && !(await registrationExists(database, serviceNumber))) throw notFound(serviceNumber)
  let last = row
  const found = await polled(READ_MS, async () => {
    last = await findApplication(database, serviceNumber)
    return last !== undefined && wanted(last.state) ? last.state : undefined
  })
  if (found !== undefined) return found
  throw last === undefined ? notStarted() : projectionBehind(last.seq)
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
  return new ProblemError('temporal-unavailable', '申请已登记，流程即将启动，请稍后重试', {
    headers: { 'retry-after': '5' },
  })
}

/**
 * What was done is in the history; its row is not as new yet, or never will be, where nothing of such a number was
 * done.
 */
export function projectionBehind(seq: number): ProblemError {
  return new ProblemError(
    'projection-behind',
    `办理已生效、不会丢失，只是查询数据目前只到第 ${seq} 件事：请稍后再读，或不带 minSeq 读取现有内容；minSeq 应为办理回答的 seq`,
    { headers: { 'retry-after': '5' } },
  )
}
