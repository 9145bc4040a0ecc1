/** what the access log tells apart. */
export const ACCESS_KINDS = ['read', 'list', 'paper', 'act', 'push'] as const
export type AccessKind = (typeof ACCESS_KINDS)[number]

export const ACCESS_KIND_NAMES: Readonly<Record<AccessKind, string>> = {
  read: '查看一件',
  list: '清单、汇总',
  paper: '文书',
  act: '办理',
  push: '推送',
}

export const ACCESS_OUTCOMES = ['allowed', 'refused', 'failed'] as const

/** Whether persons' names and numbers were read in full. */
export const SIGHTS = ['whole', 'masked'] as const
export type Sight = (typeof SIGHTS)[number]
