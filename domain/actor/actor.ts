/** The office and the window are organisations, not roles. */
export const ROLES = [
  'applicant',
  'clerk',
  'officer',
  'lead',
  'inspector',
  'auditor',
  'administrator',
  'system',
] as const
export type Role = (typeof ROLES)[number]

/** Who acts: `sub` is the person or system, `org` an organisation's key (an applicant's is `applicant`). */
export interface Actor {
  readonly sub: string
  readonly org: string
  readonly role: Role
}

/** What the case does by itself: timers, derived conclusions. */
export const THE_CASE: Actor = { sub: 'workflow', org: 'system', role: 'system' }
