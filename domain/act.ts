import type { Role } from './actor.ts'

/** One act of a party on a case: its address, who may, by which rule. `organisations` narrows the role; the case itself checks whose line or case it is. */
export interface ActDescription {
  readonly name: string
  readonly rule: string
  /** Below `/api/v1/applications/{serviceNumber}/`. */
  readonly path: string
  readonly roles: readonly Role[]
  /** `applicantSide`: the applicant, the intake system that registered the case, or a clerk of the window. */
  readonly by: 'collector' | 'party' | 'convener' | 'utility' | 'authority' | 'applicantSide'
}

export const ACTS = {
  acceptDemand: { name: '确认受理', rule: 'R-03', path: 'registration/acceptance', roles: ['clerk', 'officer', 'lead'], by: 'collector' },
  acknowledgeReceipt: { name: '签收推送', rule: 'R-03', path: 'registration/receipts', roles: ['officer', 'lead', 'system'], by: 'party' },
  fileOpinion: { name: '提交踏勘意见', rule: 'R-13', path: 'survey/opinions', roles: ['officer', 'lead', 'system'], by: 'party' },
  fileJointRecord: { name: '提交联合踏勘记录', rule: 'R-13', path: 'survey/joint-record', roles: ['lead'], by: 'convener' },
  signCommitment: { name: '签署承诺书', rule: 'R-16', path: 'approval/commitments', roles: ['officer', 'lead', 'system'], by: 'utility' },
  fileDesign: { name: '提交设计方案', rule: 'R-18', path: 'construction/designs', roles: ['officer', 'lead', 'system'], by: 'utility' },
  fileConstructionPlan: { name: '提交施工方案', rule: 'R-18', path: 'construction/plans', roles: ['officer', 'lead', 'system'], by: 'utility' },
  signHandover: { name: '管线交底', rule: 'R-19', path: 'construction/handovers', roles: ['officer', 'lead', 'system'], by: 'utility' },
  startWorks: { name: '开工', rule: 'R-19', path: 'construction/starts', roles: ['officer', 'lead', 'system'], by: 'utility' },
  reportProgress: { name: '报告施工进度', rule: 'R-18', path: 'construction/progress', roles: ['officer', 'lead', 'system'], by: 'utility' },
  completeWorks: { name: '完工', rule: 'R-21', path: 'construction/completions', roles: ['officer', 'lead', 'system'], by: 'utility' },
  fileInspection: { name: '施工监管检查', rule: 'R-20', path: 'supervision/inspections', roles: ['inspector', 'officer', 'lead', 'system'], by: 'authority' },
  reportRectified: { name: '报告整改完成', rule: 'R-20', path: 'supervision/rectifications', roles: ['officer', 'lead', 'system'], by: 'utility' },
  reinspect: { name: '整改复查', rule: 'R-20', path: 'supervision/reinspections', roles: ['inspector', 'officer', 'lead', 'system'], by: 'authority' },
  acceptWorks: { name: '竣工验收', rule: 'R-21', path: 'acceptance/results', roles: ['officer', 'lead'], by: 'authority' },
  reportRestored: { name: '报告恢复原貌', rule: 'R-21', path: 'restoration/reports', roles: ['officer', 'lead', 'system'], by: 'utility' },
  confirmRestoration: { name: '确认恢复原貌', rule: 'R-21', path: 'restoration/confirmations', roles: ['inspector', 'officer', 'lead'], by: 'authority' },
  appointConnection: { name: '约定接入时间', rule: 'R-24', path: 'connection/appointments', roles: ['applicant', 'system', 'clerk'], by: 'applicantSide' },
  reportConnected: { name: '报告接入完成', rule: 'R-26', path: 'connection/completions', roles: ['officer', 'lead', 'system'], by: 'utility' },
  withdrawApplication: { name: '撤回申请', rule: 'R-37', path: 'withdrawal', roles: ['applicant', 'system', 'clerk'], by: 'applicantSide' },
} as const satisfies Record<string, ActDescription>

export type ActType = keyof typeof ACTS
export const ACT_TYPES = Object.keys(ACTS) as readonly ActType[]
