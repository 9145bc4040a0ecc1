import type { City } from '../../domain/city/city.schema.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import type { RatingState } from '../../workflows/rating/core/state.ts'
import type { CaseState } from '../case.ts'
import type { Shown } from './fields.ts'
import { PLAN_FORMS } from './plans.ts'
import type { PlanForm, SeenPlan } from './plans.ts'

export const FORM_NAMES = [
  'supplement',
  'offer',
  'missed-answer',
  'appointment',
  'missed',
  'cancellation',
  'survey-date',
  'rating',
  'withdrawal',
  ...PLAN_FORMS,
] as const
export type FormName = (typeof FORM_NAMES)[number]
/** The case's own acts. */
export type CaseForm = Exclude<FormName, PlanForm>

/** A case as its applicant sees it. */
export interface SeenCase {
  readonly state: CaseState
  readonly city: City
  readonly lens: Lens
  readonly nameOf: (org: string) => string
  /** ISO UTC. */
  readonly now: string
  readonly rating: RatingState | undefined
  /** of its lines, after it was closed as well. */
  readonly plans: readonly SeenPlan[]
  readonly papers: readonly { readonly key: string; readonly name: string }[]
  /** The forms of what may be done now, by the rules that will judge it. */
  readonly may: ReadonlySet<FormName>
  /** A form that was not taken. */
  readonly again?: { readonly form: FormName; readonly shown: Shown }
  /** What was just done. */
  readonly done?: string | undefined
}
