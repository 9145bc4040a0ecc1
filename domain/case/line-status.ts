/** Where one service line stands; never back from `connected`. */
export const LINE_STATUSES = [
  'surveying',
  'awaitingOpinion',
  'connectable',
  'outerWorks',
  'committed',
  'constructing',
  'completed',
  'accepted',
  'appointed',
  'connected',
  'withdrawn',
] as const
export type LineStatus = (typeof LINE_STATUSES)[number]

export const LINE_STATUS_NAMES: Readonly<Record<LineStatus, string>> = {
  surveying: '踏勘中',
  awaitingOpinion: '等待踏勘意见',
  connectable: '具备接入条件',
  outerWorks: '需外线工程',
  committed: '已承诺',
  constructing: '施工中',
  completed: '已完工',
  accepted: '竣工验收合格',
  appointed: '已约定接入',
  connected: '已接入',
  withdrawn: '已撤回',
}
