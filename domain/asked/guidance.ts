/** who tells users to file, and what becomes of a record of it. */
import type { Phase } from '../case/stage.ts'
import { PHASE_NAMES } from '../case/stage.ts'
import type { City } from '../city/city.schema.ts'
import { Refusal } from '../problem.ts'
import type { Guided } from './guidance.schema.ts'

/** Of a record, what it is about; `number`: the credit code or identity number of who was told. */
export interface GuidanceFacts {
  readonly org: string
  readonly phase: Phase
  readonly number: string
  readonly projectCode: string | null
  readonly guidedAt: string
  readonly withdrawn: boolean
  readonly content: Guided
}

/** A record is made while one still knows whom one told. */
const MOST_DAYS_AGO = 30
const DAY = 86_400_000

type GuidingCity = Pick<City, 'name' | 'organisations' | 'registration'>

/** Throws where this organisation does not guide at this phase. */
export function requireGuider({ name, organisations, registration }: GuidingCity, phase: Phase, org: string): void {
  const guiders = registration.guidance?.[phase] ?? []
  if (guiders.includes(org)) return
  const names = guiders.map((key) => organisations.find((each) => each.key === key)?.name ?? key)
  throw new Refusal(
    'forbidden',
    names.length === 0
      ? `${name}在${PHASE_NAMES[phase]}阶段不设引导记录：该阶段由采集单位直接登记，或由用户自行申请`
      : `${PHASE_NAMES[phase]}阶段由${names.join('、')}告知并引导用户`,
    'phase',
  )
}

/** ISO UTC. When somebody was told: now, unless said; throws for the future, and for what is too long ago. */
export function guidedAtOf(given: string | undefined, now: Date, standing?: string): string {
  if (given === undefined) return standing ?? now.toISOString()
  const at = new Date(given).toISOString()
  if (at === standing) return at
  if (Date.parse(at) > now.getTime()) throw new Refusal('validation-failed', '告知的时间不得晚于现在', 'guidedAt')
  if (now.getTime() - Date.parse(at) > MOST_DAYS_AGO * DAY)
    throw new Refusal('validation-failed', `只补记 ${MOST_DAYS_AGO} 日以内的告知`, 'guidedAt')
  return at
}

export function guidanceFacts(org: string, content: Guided, guidedAt: string): GuidanceFacts {
  const { told, phase, projectCode } = content
  const number = told.kind === 'enterprise' ? told.creditCode : told.identityNumber
  return { org, phase, number, projectCode: projectCode ?? null, guidedAt, withdrawn: false, content }
}

/** Of the last version; throws where there is none, where it is another bureau's, or withdrawn. */
export function requireOwnGuidance<Facts extends GuidanceFacts>(
  last: Facts | undefined,
  org: string,
  id: string,
): Facts {
  if (last === undefined) throw unknownGuidance(id)
  if (last.org !== org) throw new Refusal('not-concerned', '引导记录由作出记录的单位自己更正、撤销')
  if (last.withdrawn) throw new Refusal('already-done', '这条引导记录已经撤销')
  return last
}

export function unknownGuidance(id: string): Refusal {
  return new Refusal('guidance-not-found', `没有引导记录“${id}”`)
}
