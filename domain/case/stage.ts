/** The stages of 附件1, in order; a case stands at its least advanced open line. */
export const STAGES = ['registration', 'jointSurvey', 'approval', 'construction', 'connection', 'closed'] as const
export type Stage = (typeof STAGES)[number]

export const STAGE_NAMES: Readonly<Record<Stage, string>> = {
  registration: '信息采集',
  jointSurvey: '联合踏勘',
  approval: '承诺与审批',
  construction: '施工监管',
  connection: '验收接入',
  closed: '办结',
}

export const OUTCOMES = ['connected', 'withdrawn', 'notTakenUp'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const OUTCOME_NAMES: Readonly<Record<Outcome, string>> = {
  connected: '全部接入',
  withdrawn: '已撤回',
  notTakenUp: '不予受理（逾期未补正）',
}

/** the project phase at which the application was made. */
export const PHASES = [
  'projectFiling',
  'landTransfer',
  'landPlanning',
  'worksPlanning',
  'constructionPermit',
  'none',
] as const
export type Phase = (typeof PHASES)[number]

export const PHASE_NAMES: Readonly<Record<Phase, string>> = {
  projectFiling: '立项备案',
  landTransfer: '土地出让',
  landPlanning: '用地规划',
  worksPlanning: '工程规划',
  constructionPermit: '施工许可',
  none: '无',
}

/** inside the planning area and covered towns the plan binds; elsewhere it is applied by reference. */
export const AREAS = ['planningArea', 'coveredTown', 'elsewhere'] as const
