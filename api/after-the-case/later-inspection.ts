import { defined } from '../../domain/defined.ts'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import { laterInspectionId, laterInspectionOf, laterOrderId } from '../../domain/later-inspection/later-inspection.ts'
import { LATER_INSPECTION_KIND } from '../../domain/later-inspection/later-inspection-kind.ts'
import { Refusal } from '../../domain/problem.ts'
import type { LaterInspectionInput } from '../../workflows/later-inspection/messages.ts'
import { findingOf } from '../../workflows/application/core/supervision.ts'
import type { Caller } from '../auth/caller.ts'
import type { CaseState } from '../case.ts'
import type { Dependencies } from '../dependencies.ts'
import { LATER_INSPECTION_API } from '../matters/later-inspection.ts'
import { begunFor } from '../../domain/clocks/begun.ts'
import { openOnce, performMatterAct } from '../matters/temporal.ts'
import { keyReused } from '../temporal/put-act.ts'
import type { ActRequest } from '../temporal/perform-act.ts'
import { answerAfter } from './answer.ts'
import type { AfterAnswer } from './answer.ts'

/**
 * an inspection of a closed case's outer works, by whom and of what the case would take it; one matter for each
 * key.
 */
export async function fileLaterInspection(
  deps: Dependencies,
  { updateId, act }: ActRequest,
  state: CaseState,
  { city, policyHash }: Caller,
): Promise<AfterAnswer> {
  const body = act.body as ActBodies['fileInspection']
  const finding = findingOf(
    state,
    { type: 'fileInspection', actor: act.actor, at: deps.now().toISOString(), body },
    city,
  )
  const key = updateId.slice(0, 16)
  const id = laterInspectionId(state.serviceNumber, key)
  const order = body.order === undefined ? undefined : { id: laterOrderId(body.line, key), ...body.order }
  const input: LaterInspectionInput = {
    id,
    openedBy: act.actor,
    keyHash: updateId,
    bodyHash: act.bodyHash,
    policy: city,
    policyHash,
    finding,
    ...begunFor(city, deps.calendars, deps.now()),
    ...defined({ order }),
  }
  const opened = await openOnce(deps, LATER_INSPECTION_API, input, keyReused)
  const { seq, status } = opened.state ?? {
    seq: order === undefined ? 1 : 2,
    status: order === undefined ? 'passed' : 'rectifying',
  }
  return answerAfter(
    state,
    'laterInspection',
    { id, seq, status, ...defined({ unsettled: opened.settled ? undefined : (true as const) }) },
    order?.id,
  )
}

/** what follows an order; the order names its inspection. The case's own orders were all closed before it. */
export async function goOnRectifying(
  deps: Dependencies,
  { type, updateId, act }: ActRequest,
  state: CaseState,
): Promise<AfterAnswer | undefined> {
  const { order } = act.body as ActBodies['reportRectified']
  const id = laterInspectionOf(state.serviceNumber, order)
  if (id === undefined) return undefined
  try {
    return answerAfter(
      state,
      'laterInspection',
      await performMatterAct(deps, LATER_INSPECTION_API, { parameter: id, type, updateId, act }),
    )
  } catch (error) {
    throw error instanceof Refusal ? asInTheCase(error, order) : error
  }
}

function asInTheCase(refusal: Refusal, order: string): Refusal {
  if (refusal.code === LATER_INSPECTION_KIND.notFound)
    return new Refusal('order-unknown', `没有整改通知 ${order}`, 'order')
  return refusal.code === 'matter-closed' ? new Refusal('already-done', '该整改已复查通过', 'order') : refusal
}
