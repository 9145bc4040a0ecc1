/** the instalments of one case, for whoever came to it by a code: how they stand, and what may be done. */
import { canonicalJson, sha256 } from '../../config/canonical-json.ts'
import { listMatters } from '../../db/queries/matters.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { SERVICE_NAMES } from '../../domain/case/service.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { INSTALMENTS_BODIES } from '../../domain/instalments/instalments.schema.ts'
import { signingId } from '../../workflows/instalments/core/state.ts'
import type { InstalmentsState } from '../../workflows/instalments/core/state.ts'
import { actorOf } from '../auth/caller.ts'
import type { Caller } from '../auth/caller.ts'
import type { Dependencies } from '../dependencies.ts'
import { INSTALMENTS_API } from '../matters/instalments.ts'
import { performMatterAct } from '../matters/temporal.ts'
import { offersOfMatter } from '../offers/matter-offers.ts'
import { fieldProblem } from '../problems/problem-error.ts'
import { parsedInChinese } from '../problems/validation.ts'
import { byText } from '../views/writing.ts'
import { needed } from './fields.ts'
import type { Typed } from './fields.ts'
import { untilWords } from './when.ts'

export const PLAN_FORMS = ['plan-signature', 'plan-refusal', 'plan-end'] as const
export type PlanForm = (typeof PLAN_FORMS)[number]

export function isPlanForm(name: string): name is PlanForm {
  return (PLAN_FORMS as readonly string[]).includes(name)
}

export interface SeenPlan {
  readonly state: InstalmentsState
  /** By the rules that will judge it. */
  readonly may: ReadonlySet<PlanForm>
}

/** A case has at most as many lines. */
const MOST = 50

export async function plansOf(deps: Dependencies, serviceNumber: string, caller: Caller): Promise<readonly SeenPlan[]> {
  const filter = { city: caller.city.key, equal: { serviceNumber }, limit: MOST }
  const { items } = await listMatters(deps.database, 'instalments', filter)
  return items.toSorted((a, b) => byText(a.line, b.line)).map((state) => planSeenBy(state, caller, deps.now()))
}

export function planSeenBy(state: InstalmentsState, caller: Caller, now: Date): SeenPlan {
  const { may } = offersOfMatter(INSTALMENTS_API, state, { caller, now, self: '' })
  const offered = may.map(({ type }) => type)
  return { state, may: new Set(PLAN_FORMS.filter((form) => offered.includes(ACTS[form]))) }
}

/** What waits for the user, as one is asked for it. */
export function turnsOf(plans: readonly SeenPlan[], hours: City['hours']): readonly string[] {
  return plans
    .filter(({ may }) => may.has('plan-signature'))
    .map(({ state: { service, proposal, deadlines } }) => {
      const until = untilWords(deadlines[signingId(proposal?.number ?? 0)], hours)
      return `确认分期协议（${SERVICE_NAMES[service]}）${until}`
    })
}

const ACTS = {
  'plan-signature': 'answerPlan',
  'plan-refusal': 'answerPlan',
  'plan-end': 'giveUpInstalments',
} as const satisfies Record<PlanForm, keyof typeof INSTALMENTS_BODIES>

/** Which plan is answered stands in the form: another than was shown is never signed. */
const BODIES: Readonly<Record<PlanForm, (typed: Typed, today: string) => unknown>> = {
  'plan-signature': ({ plan = '', signer = '', sure = '' }, today) => {
    const body = { signed: true, plan: Number(plan), signer: needed('signer', signer, '请填您的姓名'), signedOn: today }
    if (sure !== 'yes') throw fieldProblem('validation-failed', 'sure', '签字即同意按期付款，请先打勾确认')
    return body
  },
  'plan-refusal': ({ plan = '', reason = '' }) => ({
    signed: false,
    plan: Number(plan),
    reason: needed('reason', reason, '请写明不同意的原因'),
  }),
  'plan-end': ({ reason = '' }) => ({ reason: needed('reason', reason, '请写明不再分期的原因') }),
}

interface Sent {
  readonly caller: Caller
  readonly serviceNumber: string
  readonly typed: Typed
  readonly updateId: string
}

/** Does what the act of the API does, by the same rules. */
export async function takePlanForm(
  deps: Dependencies,
  form: PlanForm,
  { caller, serviceNumber, typed, updateId }: Sent,
): Promise<void> {
  const plans = await plansOf(deps, serviceNumber, caller)
  const plan = plans.find(({ state }) => state.line === typed['line'])
  if (plan === undefined) throw fieldProblem('validation-failed', 'line', '没有这项服务的分期，请回到查询页核对')
  const type = ACTS[form]
  const today = localDate(deps.now().toISOString(), caller.city.hours)
  const body = parsedInChinese(INSTALMENTS_BODIES[type], BODIES[form](typed, today))
  const act = { actor: actorOf(caller), bodyHash: sha256(canonicalJson(body)), body }
  await performMatterAct(deps, INSTALMENTS_API, { parameter: plan.state.id, type, updateId, act })
}
