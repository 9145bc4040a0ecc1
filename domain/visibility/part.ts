import type { OrganisationKind } from '../city/organisation-kind.ts'

/** Who looks: an applicant, or somebody of an organisation. */
export const READER_KINDS = [
  'applicant',
  'authority',
  'utility',
  'window',
  'group',
  'office',
  'intake',
  'platform',
] as const satisfies readonly (OrganisationKind | 'applicant')[]
export type ReaderKind = (typeof READER_KINDS)[number]

/** what somebody has to do with a case or a matter; one may have several parts in it. */
export const PARTS = [
  'user',
  'window',
  'collector',
  'lead',
  'utility',
  'opinion',
  'supervising',
  'invited',
  'neighbour',
  'channel',
  'verifier',
  'deciding',
  'sanctioning',
  'recorded',
  'answering',
  'rated',
  'informed',
  'teller',
  'office',
  'auditor',
  'neither',
] as const
export type Part = (typeof PARTS)[number]

export const PART_NAMES: Readonly<Record<Part, string>> = {
  user: '申请人本人',
  window: '综窗',
  collector: '采集（受理）',
  lead: '踏勘牵头',
  utility: '承办一条服务线或账户',
  opinion: '须出具意见，或已提出意见',
  supervising: '审批、检查、验收或确认恢复',
  invited: '受邀踏勘，不须出具意见',
  neighbour: '邻近管线权属，只作交底',
  channel: '受理渠道',
  verifier: '联动过户牵头：核验权属',
  deciding: '提请、告知、认定或裁定信用记录，收到未兑现承诺',
  sanctioning: '信用平台与联合惩戒',
  recorded: '被记录的单位',
  answering: '答复评价',
  rated: '参与了被评价的申请',
  informed: '参与了原申请（后续监管检查）',
  teller: '代为告知用户的渠道（评价、分期、检查）',
  office: '协调小组及其办公室，未参与办理',
  auditor: '审计与管理员',
  neither: '其他（如行业主管部门收到的超期推送）',
}

/** Who looks; without a role an organisation is told by push. */
export interface Reader {
  readonly org: string
  readonly kind: ReaderKind
  readonly role?: string | undefined
}

/** All parts of somebody: those that the case or the matter gives, and those that go with what an organisation is. */
export function partsOf({ kind, role }: Reader, given: readonly Part[]): readonly Part[] {
  if (role === 'auditor' || role === 'administrator') return ['auditor']
  if (kind === 'applicant') return ['user']
  const own: readonly Part[] = kind === 'window' ? ['window'] : kind === 'office' || kind === 'group' ? ['office'] : []
  const parts = [...own, ...given]
  return parts.length === 0 ? ['neither'] : parts
}
