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

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  applicant: '申请人',
  clerk: '窗口人员',
  officer: '经办人',
  lead: '负责人',
  inspector: '监管人员',
  auditor: '审计人员',
  administrator: '系统管理员',
  system: '对接系统',
}

/** Who acts: `sub` is the person or system, `org` an organisation's key (an applicant's is `applicant`). */
export interface Actor {
  readonly sub: string
  readonly org: string
  readonly role: Role
}

/** What the case does by itself: timers, derived conclusions. */
export const THE_CASE: Actor = { sub: 'workflow', org: 'system', role: 'system' }
