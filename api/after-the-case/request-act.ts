/** `Prefer: respond-async` at the addresses of a case: the case decides, or after it what outlives it. */
import { findApplication } from '../../db/queries/applications.ts'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { ActType } from '../../domain/act/act.ts'
import { instalmentsId } from '../../domain/instalments/instalments.ts'
import { laterInspectionOf } from '../../domain/later-inspection/later-inspection.ts'
import { Refusal } from '../../domain/problem.ts'
import { readKeyring } from '../../temporal/keyring.ts'
import type { Links } from '../act-requests/accepted.ts'
import { requestAct } from '../act-requests/request-act.ts'
import { seenOfCase } from './seen-of-case.ts'
import { addressOf } from '../act-requests/request-id.ts'
import type { Caller } from '../auth/caller.ts'
import type { Dependencies } from '../dependencies.ts'
import { INSTALMENTS_API } from '../matters/instalments.ts'
import { LATER_INSPECTION_API } from '../matters/later-inspection.ts'
import { requestMatterAct } from '../matters/request-act.ts'
import { performAct } from '../temporal/perform-act.ts'
import type { ActRequest } from '../temporal/perform-act.ts'

const OF_ORDERS: readonly ActType[] = ['reportRectified', 'reinspect', 'requestExtension', 'decideExtension']

/** Where the sender is told what became of the act; nothing where nobody is at work who decides it. */
export async function requestActEvenAfter(
  deps: Dependencies,
  put: ActRequest,
  caller: Caller,
): Promise<Links | undefined> {
  const { serviceNumber: subject, ...act } = put
  const known = async () => (await findApplication(deps.database, subject))?.state
  const request = await requestAct(deps, { subject, ...act }, known)
  if (request === undefined) {
    const state = await known()
    return requestAfterwards(deps, state === undefined ? put : seenOfCase(put, state), caller)
  }
  const address = addressOf(request, { keyring: readKeyring(deps.environment), caller, subject })
  return { self: `/api/v1/applications/${subject}/act-requests/${address}` }
}

/** An inspection of a closed case opens a matter of its own, and is answered at once. */
async function requestAfterwards(deps: Dependencies, put: ActRequest, caller: Caller): Promise<Links | undefined> {
  const { serviceNumber: _of, ...act } = put
  const [plan, inspection] = [planPaid(put), inspectionOf(put)]
  if ((plan ?? inspection) === undefined || (await isAnswered(deps, put))) return undefined
  const at = (matter: string) => ({ caller, matter: `/api/v1/${matter}` })
  if (plan !== undefined)
    return requestMatterAct(deps, INSTALMENTS_API, { parameter: plan, ...act }, at(`instalments/${plan}`))
  if (inspection === undefined) return undefined
  const parameter = inspection
  return requestMatterAct(deps, LATER_INSPECTION_API, { parameter, ...act }, at(`later-inspections/${parameter}`))
}

/** what was unpaid when the case closed is paid to its plan. */
function planPaid({ serviceNumber, type, act }: ActRequest): string | undefined {
  return type === 'recordPayment'
    ? instalmentsId(serviceNumber, (act.body as ActBodies['recordPayment']).line)
    : undefined
}

/** the order names the inspection that gave it. */
function inspectionOf({ serviceNumber, type, act }: ActRequest): string | undefined {
  return OF_ORDERS.includes(type)
    ? laterInspectionOf(serviceNumber, (act.body as ActBodies['reportRectified']).order)
    : undefined
}

/** The same key may have been answered by the case while that was at work. */
async function isAnswered(deps: Dependencies, put: ActRequest): Promise<boolean> {
  try {
    await performAct(deps, put)
    return true
  } catch (error) {
    if (error instanceof Refusal && error.code === 'application-closed') return false
    throw error
  }
}
