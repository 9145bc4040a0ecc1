/** what outlives a case is acted on at the case's own addresses: an act that a closed case no longer takes goes on to the matter that does. */
import type { ActType } from '../../domain/act.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import type { Dependencies } from '../dependencies.ts'
import { performAct } from '../temporal/perform-act.ts'
import type { ActRequest } from '../temporal/perform-act.ts'
import { readCase } from '../temporal/read-case.ts'
import { fileLaterInspection, goOnRectifying } from './later-inspection.ts'
import { payAfterwards } from './instalments.ts'
import type { AfterAnswer } from './answer.ts'

/** Takes the act up, or gives nothing where no matter of the case takes it. */
type Takeover = (deps: Dependencies, request: ActRequest, state: CaseState, caller: Caller) => Promise<AfterAnswer | undefined>

const TAKEOVERS: Partial<Record<ActType, Takeover>> = {
  recordPayment: payAfterwards,
  fileInspection: fileLaterInspection,
  reportRectified: goOnRectifying, reinspect: goOnRectifying, requestExtension: goOnRectifying, decideExtension: goOnRectifying,
}

/** Puts an act to its case, and where that has closed to what outlives it. Throws as {@link performAct}. */
export async function performActEvenAfter(deps: Dependencies, request: ActRequest, caller: Caller): Promise<AfterAnswer> {
  try {
    return await performAct(deps, request)
  } catch (error) {
    const takeover = TAKEOVERS[request.type]
    if (takeover === undefined || !(error instanceof Refusal) || error.code !== 'application-closed') throw error
    const state = await closedCase(deps, request.serviceNumber)
    const taken = state === undefined ? undefined : await takeover(deps, request, state, caller)
    if (taken === undefined) throw error
    return taken
  }
}

/** None while a withdrawn case is still being wound up. PostgreSQL may lag behind the closing: then the workflow is asked. */
async function closedCase(deps: Dependencies, serviceNumber: string): Promise<CaseState | undefined> {
  const row = await readCase(deps, serviceNumber)
  const state = row.closedAt === undefined ? await readCase(deps, serviceNumber, row.seq + 1) : row
  return state.closedAt === undefined ? undefined : state
}
