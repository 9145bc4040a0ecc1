/** 附件2 as the clerk fills it in, and what of it must not be empty. */
import type { Me } from '../../data/types.ts'
import { cleaned, isRecord, valueAt } from '../../ui/form/shape.ts'
import type { Value } from '../../ui/form/shape.ts'

export const PHASE_OPTIONS = [
  'none',
  'projectFiling',
  'landTransfer',
  'landPlanning',
  'worksPlanning',
  'constructionPermit',
] as const
export const AREA_OPTIONS = [
  ['planningArea', '城市规划区内'],
  ['coveredTown', '水电气网覆盖的镇（办、区）'],
  ['elsewhere', '其他乡镇（参照执行）'],
] as const

export const emptyForm = ({ org, sub }: Me): Value => ({
  channel: org,
  phase: 'none',
  area: 'planningArea',
  form: { applicant: { kind: 'enterprise' }, services: {} },
  paper: { clerk: sub },
})

interface Needed {
  readonly path: string
  readonly words: string
}

const ALWAYS: readonly Needed[] = [
  { path: 'form.applicant.name', words: '请填写申请单位（个人填姓名）' },
  { path: 'form.address', words: '请填写申请地址' },
  { path: 'form.contact', words: '请填写联系人' },
  { path: 'form.phone', words: '请填写联系电话' },
]

/** What is empty and must not be, in the order of the form. */
export function emptyIn(value: Value): ReadonlyMap<string, string> {
  const isEmpty = (path: string) => [undefined, ''].includes(valueAt(value, path) as string | undefined)
  const isEnterprise = valueAt(value, 'form.applicant.kind') === 'enterprise'
  const number = isEnterprise
    ? { path: 'form.applicant.creditCode', words: '请填写信用代码' }
    : { path: 'form.applicant.identityNumber', words: '请填写身份证号码' }
  const services = valueAt(value, 'form.services')
  const chosen = isRecord(services) ? Object.keys(services) : []
  const paper: readonly Needed[] =
    valueAt(value, 'agent') === undefined
      ? [
          { path: 'paper.applicantSigner', words: '请填写在采集表上签名的人' },
          { path: 'paper.scanSha256', words: '请选择采集表的扫描件' },
          ...(valueAt(value, 'paper.receivedAt') === undefined
            ? []
            : [
                { path: 'paper.receivedAt', words: '请填写实际收到的时间' },
                { path: 'paper.lateReason', words: '请填写补录的原因' },
              ]),
        ]
      : [
          { path: 'agent.name', words: '请填写经办人' },
          { path: 'agent.phone', words: '请填写经办人电话' },
          { path: 'agent.authorisation', words: '请填写授权说明' },
        ]
  const needed = [
    ...ALWAYS.slice(0, 1),
    number,
    ...ALWAYS.slice(1),
    ...(chosen.length === 0 ? [{ path: 'form.services', words: '请至少勾选一项' }] : []),
    ...(chosen.includes('gas') ? [{ path: 'form.services.gas.use', words: '请选择用气性质' }] : []),
    ...(chosen.includes('network') ? [{ path: 'form.services.network.operators', words: '请至少选择一家运营商' }] : []),
    ...paper,
  ]
  const isOpen = ({ path }: Needed) => path === 'form.services' || isEmpty(path) || isNone(valueAt(value, path))
  return new Map(needed.filter(isOpen).map(({ path, words }) => [path, words]))
}

const isNone = (value: Value): boolean => Array.isArray(value) && value.length === 0

/** As it is sent: either the paper or whoever was authorised. */
export function registrationOf(value: Value): Value {
  const { paper, agent, ...rest } = cleaned(value) as Record<string, Value>
  return agent === undefined ? { ...rest, paper } : { ...rest, agent }
}
