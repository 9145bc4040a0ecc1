export const ORGANISATION_KINDS = ['authority', 'utility', 'window', 'group', 'office', 'intake', 'platform'] as const
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number]

export const ORGANISATION_KIND_NAMES: Readonly<Record<OrganisationKind, string>> = {
  authority: '主管部门',
  utility: '公用事业单位',
  window: '综窗',
  group: '协调小组',
  office: '协调小组办公室',
  intake: '接入系统',
  platform: '外部平台',
}
