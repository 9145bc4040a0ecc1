/** what of a case or a matter is about a person, or could be. */
export const PERSONAL_FIELDS = [
  'name',
  'identityNumber',
  'creditCode',
  'address',
  'contact',
  'phone',
  'accountNumber',
  'signers',
  'words',
  'sharedData',
  'userAccount',
] as const
export type PersonalField = (typeof PERSONAL_FIELDS)[number]

export const FIELD_NAMES: Readonly<Record<PersonalField, string>> = {
  name: '申请人、户主、被记录者的姓名或名称',
  identityNumber: '身份证号码',
  creditCode: '统一社会信用代码',
  address: '申请地址',
  contact: '联系人、代办人姓名',
  phone: '联系电话',
  accountNumber: '户号',
  signers: '签字人与经办人的姓名、电话',
  words: '用户的话与关于用户的话',
  sharedData: '共享数据的内容',
  userAccount: '用户的账号',
}

/** Of these there is no masked form: what may hold anything is shown, or is not. */
const UNMASKABLE = ['words', 'sharedData', 'userAccount'] as const satisfies readonly PersonalField[]
export type MaskableField = Exclude<PersonalField, (typeof UNMASKABLE)[number]>

export const MASKABLE_FIELDS = PERSONAL_FIELDS.filter(
  (field): field is MaskableField => !(UNMASKABLE as readonly string[]).includes(field),
)

/** How a field is shown: as it is, masked, or `***` (left out where a view can do without). */
export type Degree = 'whole' | 'masked' | 'none'
export const DEGREE_NAMES: Readonly<Record<Degree, string>> = { whole: '全', masked: '脱敏', none: '—' }

export type Sees = Readonly<Record<PersonalField, Degree>>
