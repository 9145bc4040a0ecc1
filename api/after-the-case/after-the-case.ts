/**
 * what outlives a case is acted on at the case's own addresses: an act that a closed case no longer takes goes on
 * to the matter that does.
 */
import type { ActType } from '../../domain/act/act.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import type { Dependencies } from '../dependencies.ts'
import { performAct } from '../temporal/perform-act.ts'
import type { ActRequest } from '../temporal/perform-act.ts'
import { awaitedCase } from '../temporal/read-case.ts'
import { fileLaterInspection, goOnRectifying } from './later-inspection.ts'
import { payAfterwards } from './instalments.ts'
import { seenOfCase } from './seen-of-case.ts'
import type { AfterAnswer } from './answer.ts'

/** Takes the act up, or gives nothing where no matter of the case takes it. */
type Takeover = (
  deps: Dependencies,
  request: ActRequest,
  state: CaseState,
  caller: Caller,
) => Promise<AfterAnswer | undefined>

const TAKEOVERS: Partial<Record<ActType, Takeover>> = {
  recordPayment: payAfterwards,
  fileInspection: fileLaterInspection,
  reportRectified: goOnRectifying,
  reinspect: goOnRectifying,
  requestExtension: goOnRectifying,
  decideExtension: goOnRectifying,
}

/** Puts an act to its case, and where that has closed to what outlives it. Throws as {@link performAct}. */
export async function performActEvenAfter(
  deps: Dependencies,
  request: ActRequest,
  caller: Caller,
): Promise<AfterAnswer> {
  try {
    return await performAct(deps, request)
  } catch (error) {
    const takeover = TAKEOVERS[request.type]
    if (takeover === undefined || !(error instanceof Refusal) || error.code !== 'application-closed') throw error
    const state = await closedCase(deps, request)
    const taken = state === undefined ? undefined : await takeover(deps, seenOfCase(request, state), state, caller)
    if (taken === undefined) throw error
    return taken
  }
}

/**
 * None while a withdrawn case is still being wound up, which takes all but an inspection by itself. The row may lag
 * behind the end of the case: it is waited for.
 */
async function closedCase(deps: Dependencies, { serviceNumber, type }: ActRequest): Promise<CaseState | undefined> {
  const state = await awaitedCase(
    deps,
    serviceNumber,
    ({ closedAt, withdrawn }) => closedAt !== undefined || (withdrawn !== undefined && type === 'fileInspection'),
  )
  return state.closedAt === undefined ? undefined : state
}
