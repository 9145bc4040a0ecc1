import type { Role } from './actor.ts'

/** One act of a party on a case: its address, who may, by which rule. `organisations` narrows the role; the case itself checks whose line or case it is. */
export interface ActDescription {
  readonly name: string
  readonly rule: string
  /** Below `/api/v1/applications/{serviceNumber}/`. */
  readonly path: string
  readonly roles: readonly Role[]
  /** `applicantSide`: the applicant, the intake system that registered the case, or a clerk of the window. */
  readonly by: 'collector' | 'party' | 'convener' | 'utility' | 'applicantSide'
}

export const ACTS = {
  acceptDemand: { name: '确认受理', rule: 'R-03', path: 'registration/acceptance', roles: ['clerk', 'officer', 'lead'], by: 'collector' },
  acknowledgeReceipt: { name: '签收推送', rule: 'R-03', path: 'registration/receipts', roles: ['officer', 'lead', 'system'], by: 'party' },
  fileOpinion: { name: '提交踏勘意见', rule: 'R-13', path: 'survey/opinions', roles: ['officer', 'lead', 'system'], by: 'party' },
  fileJointRecord: { name: '提交联合踏勘记录', rule: 'R-13', path: 'survey/joint-record', roles: ['lead'], by: 'convener' },
  appointConnection: { name: '约定接入时间', rule: 'R-24', path: 'connection/appointments', roles: ['applicant', 'system', 'clerk'], by: 'applicantSide' },
  reportConnected: { name: '报告接入完成', rule: 'R-26', path: 'connection/completions', roles: ['officer', 'lead', 'system'], by: 'utility' },
  withdrawApplication: { name: '撤回申请', rule: 'R-37', path: 'withdrawal', roles: ['applicant', 'system', 'clerk'], by: 'applicantSide' },
} as const satisfies Record<string, ActDescription>

export type ActType = keyof typeof ACTS
export const ACT_TYPES = Object.keys(ACTS) as readonly ActType[]
