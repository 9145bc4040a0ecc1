/** Who sends: every role, those of two kinds of organisation twice, and nobody. */
import type { Role } from '../../domain/actor/actor.ts'
import { APPLICANT } from '../../test/fixtures/forms.ts'
import { auditor, CLERK, INTAKE, inspector, lead, officer, systemOf, USER } from '../demo/party.ts'
import type { Party } from '../demo/party.ts'

/** Undefined: what is sent without a token. */
export interface Sender {
  readonly role: Role | 'nobody'
  readonly party: Party | undefined
}

/** The user, verified as the enterprise of the usual form. */
export const VERIFIED_USER: Party = { ...USER, identity: { kind: 'enterprise', number: APPLICANT.creditCode } }

const PARTIES: readonly Party[] = [
  VERIFIED_USER,
  CLERK,
  officer('shuiwu'),
  officer('zhujian'),
  lead('zhujian'),
  inspector('chengguan'),
  auditor('fagai'),
  { sub: 'zhengshu-guanli', org: 'zhengshu', role: 'administrator' },
  INTAKE,
  systemOf('guowang'),
]

export const SENDERS: readonly Sender[] = [
  ...PARTIES.map((party) => ({ role: party.role, party })),
  { role: 'nobody', party: undefined },
]

export function nameOf({ role, party }: Sender): string {
  return party === undefined ? role : `${role} · ${party.org}`
}
