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
  agreeSharedTrench: { name: '同意共享沟槽', rule: 'R-18', path: 'construction/shared-trenches', roles: ['officer', 'lead', 'system'], by: 'utility' },
  completeWorks: { name: '完工', rule: 'R-21', path: 'construction/completions', roles: ['officer', 'lead', 'system'], by: 'utility' },
  fileInspection: { name: '施工监管检查', rule: 'R-20', path: 'supervision/inspections', roles: ['inspector', 'officer', 'lead', 'system'], by: 'authority' },
  reportRectified: { name: '报告整改完成', rule: 'R-20', path: 'supervision/rectifications', roles: ['officer', 'lead', 'system'], by: 'utility' },
  reinspect: { name: '整改复查', rule: 'R-20', path: 'supervision/reinspections', roles: ['inspector', 'officer', 'lead', 'system'], by: 'authority' },
  acceptWorks: { name: '竣工验收', rule: 'R-21', path: 'acceptance/results', roles: ['officer', 'lead'], by: 'authority' },
  reportRestored: { name: '报告恢复原貌', rule: 'R-21', path: 'restoration/reports', roles: ['officer', 'lead', 'system'], by: 'utility' },
  confirmRestoration: { name: '确认恢复原貌', rule: 'R-21', path: 'restoration/confirmations', roles: ['inspector', 'officer', 'lead'], by: 'authority' },
  requestSupplement: { name: '一次性告知', rule: 'R-03', path: 'registration/supplement-requests', roles: ['clerk', 'officer', 'lead'], by: 'collector' },
  supplementDemand: { name: '补正需求', rule: 'R-03', path: 'registration/supplements', roles: ['applicant', 'system', 'clerk'], by: 'applicantSide' },
  recordJointVisit: { name: '记录联合上门', rule: 'R-01', path: 'registration/joint-visits', roles: ['officer', 'lead', 'system'], by: 'utility' },
  waiveSurvey: { name: '免于踏勘', rule: 'R-11', path: 'survey/waiver', roles: ['lead'], by: 'convener' },
  bookSurvey: { name: '改约踏勘日期', rule: 'R-12', path: 'survey/booking', roles: ['applicant', 'system', 'clerk'], by: 'applicantSide' },
  declareUnavailable: { name: '申报不便时间', rule: 'R-13', path: 'survey/unavailable-times', roles: ['officer', 'lead', 'system'], by: 'party' },
  scheduleSurvey: { name: '确定踏勘时间', rule: 'R-13', path: 'survey/visit-time', roles: ['officer', 'lead'], by: 'convener' },
  applyForApprovals: { name: '申请并联审批', rule: 'R-17', path: 'approval/applications', roles: ['officer', 'lead', 'system'], by: 'utility' },
  requestApprovalSupplement: { name: '审批一次性告知', rule: 'R-17', path: 'approval/supplement-requests', roles: ['officer', 'lead', 'system'], by: 'authority' },
  supplyApproval: { name: '补正审批材料', rule: 'R-17', path: 'approval/supplements', roles: ['officer', 'lead', 'system'], by: 'utility' },
  decideApproval: { name: '作出审批决定', rule: 'R-17', path: 'approval/decisions', roles: ['officer', 'lead'], by: 'authority' },
  requestExtension: { name: '申请整改延期', rule: 'R-20', path: 'supervision/extension-requests', roles: ['officer', 'lead', 'system'], by: 'utility' },
  decideExtension: { name: '决定整改延期', rule: 'R-20', path: 'supervision/extension-decisions', roles: ['inspector', 'officer', 'lead'], by: 'authority' },
  reportEmergencyRepair: { name: '报告应急抢修', rule: 'R-19', path: 'construction/emergency-repairs', roles: ['officer', 'lead', 'system'], by: 'utility' },
  fileEmergencyRepair: { name: '补办抢修手续', rule: 'R-19', path: 'construction/emergency-filings', roles: ['officer', 'lead', 'system'], by: 'utility' },
  requestInnerWorks: { name: '提出红线内施工需求', rule: 'R-22', path: 'inner-works/requests', roles: ['applicant', 'system', 'clerk'], by: 'applicantSide' },
  quoteInnerWorks: { name: '红线内报价', rule: 'R-22', path: 'inner-works/quotes', roles: ['officer', 'lead', 'system'], by: 'utility' },
  agreeInstalments: { name: '约定分期', rule: 'R-23', path: 'inner-works/instalments', roles: ['applicant', 'system', 'clerk'], by: 'applicantSide' },
  recordPayment: { name: '登记付款', rule: 'R-23', path: 'inner-works/payments', roles: ['officer', 'lead', 'system'], by: 'utility' },
  reportMissedAppointment: { name: '报告失约', rule: 'R-25', path: 'connection/missed-appointments', roles: ['applicant', 'clerk', 'officer', 'lead', 'system'], by: 'party' },
  correctContact: { name: '更正联系方式', rule: 'R-37', path: 'contact', roles: ['applicant', 'system', 'clerk'], by: 'applicantSide' },
  dropServices: { name: '撤销部分服务', rule: 'R-37', path: 'dropped-services', roles: ['applicant', 'system', 'clerk'], by: 'applicantSide' },
  hasten: { name: '催办', rule: 'R-38', path: 'reminders', roles: ['applicant', 'clerk', 'officer', 'lead', 'inspector', 'system'], by: 'party' },
  reassignTask: { name: '转办', rule: 'R-38', path: 'reassignments', roles: ['clerk', 'officer', 'lead', 'inspector'], by: 'party' },
  suspendClock: { name: '停表', rule: 'R-35', path: 'deadlines/suspensions', roles: ['officer', 'lead'], by: 'convener' },
  resumeClock: { name: '恢复计时', rule: 'R-35', path: 'deadlines/resumptions', roles: ['officer', 'lead'], by: 'convener' },
  appointConnection: { name: '约定接入时间', rule: 'R-24', path: 'connection/appointments', roles: ['applicant', 'system', 'clerk'], by: 'applicantSide' },
  reportConnected: { name: '报告接入完成', rule: 'R-26', path: 'connection/completions', roles: ['officer', 'lead', 'system'], by: 'utility' },
  withdrawApplication: { name: '撤回申请', rule: 'R-37', path: 'withdrawal', roles: ['applicant', 'system', 'clerk'], by: 'applicantSide' },
} as const satisfies Record<string, ActDescription>

export type ActType = keyof typeof ACTS
export const ACT_TYPES = Object.keys(ACTS) as readonly ActType[]
