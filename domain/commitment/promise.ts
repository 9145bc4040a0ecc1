/** The four promises of 附件3, in its own words; each becomes a row that is checked later. */
export const PROMISES = {
  1: '施工安全、质量保证',
  2: '严格按设计方案施工',
  3: '服从相关部门的现场监管',
  4: '竣工验收后恢复原貌',
} as const
export const PROMISE_NUMBERS = [1, 2, 3, 4] as const
export type PromiseNumber = (typeof PROMISE_NUMBERS)[number]
/** whoever covers works before they were verified does not keep this one. */
export const UNDER_SUPERVISION: PromiseNumber = 3
