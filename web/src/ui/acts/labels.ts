import { INSTALMENT_MODE_NAMES } from '../../../../domain/instalments/agreement.ts'
/** What the fields of acts and their values are called; by the path where the same name means different things. */
import { SERVICE_NAMES } from '../../../../domain/case/service.ts'
import type { Touched } from '../../../../domain/case/service.ts'
import { SUCCESSION_BASIS_NAMES } from '../../../../domain/claiming/basis.ts'
import { STOP_REASON_NAMES } from '../../../../domain/clocks/deadline.ts'
import { PROMISES } from '../../../../domain/commitment/promise.ts'
import { REVOCATION_GROUND_NAMES, REVOCATION_OUTCOME_NAMES } from '../../../../domain/revocation/revocation.ts'
import { VERIFICATION_NAMES } from '../../../../domain/supervision/verification.ts'

export const TOUCHED_NAMES: Readonly<Record<Touched, string>> = {
  road: '道路（掘路、占道）',
  greenery: '绿化',
  traffic: '交通',
  planning: '规划',
}

const LABELS: Readonly<Record<string, string>> = {
  line: '服务',
  lines: '服务',
  connectable: '接入条件',
  laidInAdvance: '管网已提前布设到位（当日即可接入）',
  outerWorks: '外线工程',
  touches: '涉及',
  sections: '路段',
  road: '道路名称',
  lengthMetres: '长度（米）',
  preliminaryDesign: '初步设计方案',
  remarks: '说明',
  files: '照片、图纸、资料',
  order: '整改通知',
  percent: '完成百分比',
  title: '名称',
  summary: '概要',
  nearbyOwners: '邻近管线权属单位（须交底；没有的不选）',
  positions: '管线位置、埋深',
  signer: '签字人',
  checklist: '逐项检查承诺',
  promise: '承诺',
  kept: '是否兑现',
  evidence: '依据',
  passed: '结果',
  granted: '决定',
  approved: '决定',
  reason: '理由',
  note: '说明',
  message: '告知内容',
  with: '对方的服务',
  deadline: '时限',
  task: '待办',
  by: '失约的是',
  claim: '失约报告',
  answer: '答复',
  confirmed: '是否属实',
  missed: '认定',
  phone: '联系电话',
  contact: '联系人',
  amountFen: '金额（元）',
  parts: '各期',
  dueDate: '期限',
  paidOn: '付款日期',
  part: '第几期',
  name: '项目',
  items: '各项',
  approval: '审批事项',
  approvals: '审批事项',
  promises: '承诺内容（逐项勾选）',
  findings: '对接情况',
  found: '认定涉及的事项（逐项服务）',
  lanesClosed: '施工须封闭车道',
  orgs: '单位',
  org: '单位',
  people: '到场的人',
  opinions: '各单位意见',
  opinion: '意见',
  scope: '红线内施工需求',
  services: '联合报装事项',
  business: '业务类型',
  use: '用气性质',
  operators: '意向运营商',
  access: '网络',
  revocation: '哪一次撤销',
  variation: '哪一次施工变更',
  invited: '邀请的单位',
  attended: '到场的单位与人',
  heldOn: '验收日期',
  utility: '单位',
  ground: '事由',
  outcome: '决定',
  verification: '回填前核查',
  designer: '设计单位',
  contractor: '施工单位',
  supervisor: '监理单位',
  applicant: '申请单位或个人',
  creditCode: '统一社会信用代码',
  identityNumber: '居民身份证号码',
  basis: '承接缘由',
  document: '证明文件',
  address: '申请地址',
  ...SERVICE_NAMES,
}

/** Where the same name means another thing. */
const LABELS_AT: Readonly<Record<string, string>> = {
  'sections.*.from': '起点',
  'sections.*.to': '止点',
  'people.*.person': '到场人员',
  'attended.*.person': '到场人员',
  'reassignTask person': '转给哪个账号',
  'waiveSurvey signer': '签发人',
  'fileDesign title': '方案名称',
  'fileDesign summary': '方案要点',
  'fileConstructionPlan title': '方案名称',
  'fileConstructionPlan summary': '方案要点',
  'signHandover signer': '交底人',
  'signCommitment address': '单位地址',
  'supplyApproval message': '补正说明',
  'reportBackfill evidence': '隐蔽部位的影像资料与记录',
  'reportRectified remarks': '整改情况',
  'proposeRevocation evidence': '证据',
  'proposeRevocation utility': '被撤销单位',
  'confirmRestoration passed': '是否恢复原貌',
  'answerOffer at': '另定的时间',
  'inviteToAcceptance at': '验收时间',
  'fileAcceptance report': '验收意见',
  'suspendClock evidence': '依据的材料',
  'suspendClock until': '预计恢复计时之日',
  'requestWorksExtension dueDate': '申请延至',
  'fileOpinion remarks': '部门意见',
  'fileInspection order': '责令限期整改',
  'fileConstructionPlan designer.name': '设计单位名称',
  'fileConstructionPlan contractor.name': '施工单位名称',
  'fileConstructionPlan supervisor.name': '监理单位名称',
  'quoteInnerWorks items': '报价项目',
  'requestSupplement items': '须补正的内容（一次列全）',
  'requestSupplement concerns': '只涉及部分服务的内容（其余服务不等它）',
  'requestSupplement concerns.*.item': '哪一项内容',
  'requestSupplement concerns.*.services': '只涉及的服务',
  'confirmSuccessor applicant': '承接人',
  'confirmSuccessor applicant.name': '承接人名称',
  'confirmSuccessor document.kind': '文件种类',
  'confirmSuccessor document.number': '文号或证号',
  'confirmSuccessor document.date': '文件日期',
  'supplementDemand applicant.name': '申请单位或姓名',
  'confirmSuccessor applicant.kind': '单位或个人',
  'supplementDemand applicant.kind': '单位或个人',
  'declareUnavailable from': '从',
  'declareUnavailable to': '到',
  'requestInstalments mode': '怎样付',
  'requestInstalments works': '工程在哪里',
}

/** Where the same value is called otherwise. */
const VALUES_AT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'confirmRestoration passed': { true: '已恢复原貌', false: '未恢复，说明原因' },
  'requestInstalments mode': INSTALMENT_MODE_NAMES,
  'requestInstalments works': { inner: '红线内', outer: '红线外' },
  'decideExtension granted': { true: '同意延期', false: '不予延期' },
}

const YES_NO: Readonly<Record<string, string>> = { true: '是', false: '否' }

const VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  connectable: { true: '具备接入条件，无外线工程', false: '需要外线工程' },
  laidInAdvance: { true: '已布设', false: '未布设' },
  passed: { true: '合格', false: '不合格' },
  kept: { true: '已兑现', false: '未兑现' },
  granted: { true: '同意延期', false: '不同意' },
  approved: { true: '批准', false: '不予批准' },
  touches: TOUCHED_NAMES,
  lanesClosed: { true: '须封闭车道', false: '不封闭车道' },
  promise: PROMISES,
  promises: PROMISES,
  reason: STOP_REASON_NAMES,
  by: { user: '用户', utility: '承办单位' },
  answer: { agreed: '同意所提时间', kept: '维持原约', other: '另定时间' },
  confirmed: { true: '属实', false: '不属实，由综窗认定' },
  missed: { user: '用户失约', utility: '承办单位失约', neither: '双方均不算失约' },
  business: { new: '新装（新开户）', increase: '增容', temporary: '临时', alteration: '改建' },
  use: { production: '生产', domestic: '生活' },
  ground: REVOCATION_GROUND_NAMES,
  outcome: REVOCATION_OUTCOME_NAMES,
  verification: VERIFICATION_NAMES,
  access: { broadband: '宽带', telephone: '电话' },
  kind: { enterprise: '单位', individual: '个人' },
  basis: SUCCESSION_BASIS_NAMES,
}

const lastOf = (pattern: string) =>
  pattern
    .split('.')
    .filter((name) => name !== '*')
    .at(-1) ?? ''

/** Inside a section, from and to are of the road. */
function labelAt(type: string, pattern: string): string | undefined {
  const place = Object.keys(LABELS_AT).find(
    (key) => key === `${type} ${pattern}` || (pattern.endsWith(key) && key.includes('*')),
  )
  return place === undefined ? undefined : LABELS_AT[place]
}

/** Of a field inside another, or in a list: 设计单位 · 统一社会信用代码, 路段 2 · 起点. */
export function labelAlong(type: string, path: string, describedAt: (pattern: string) => string | undefined): string {
  const names = path.split('.')
  return names
    .flatMap((name, index) => {
      const pattern = patternUpTo(names, index)
      const isPlace = /^\d+$/.test(name)
      if (isPlace) return [` ${Number(name) + 1}`]
      return [`${index === 0 ? '' : ' · '}${labelOf(type, pattern, describedAt(pattern))}`]
    })
    .join('')
}

const patternUpTo = (names: readonly string[], index: number): string =>
  names
    .slice(0, index + 1)
    .map((name) => (/^\d+$/.test(name) ? '*' : name))
    .join('.')

export const labelOf = (type: string, pattern: string, described?: string): string =>
  labelAt(type, pattern) ?? LABELS[lastOf(pattern)] ?? described ?? lastOf(pattern)

export const valueName = (type: string, pattern: string, value: string | number | boolean): string => {
  const name = String(value)
  return VALUES_AT[`${type} ${pattern}`]?.[name] ?? VALUES[lastOf(pattern)]?.[name] ?? YES_NO[name] ?? name
}
