/** What can be told as one types: by the same functions that the API refuses and warns by. */
import { checkCreditCode, checkIdentityNumber, isProjectCode } from '../../../../domain/demand/formats.ts'
import { isPhone, normalPhone, PHONE_WORDS } from '../../../../domain/demand/phone.ts'
import { isVisible, invisibleWords } from '../../../../domain/invisible.ts'

export interface Checked {
  /** As it will be kept. */
  readonly value: string
  readonly error?: string
  readonly doubt?: string
}

type Check = (given: string, today: string) => Checked

/** Full-width letters and digits are such; spaces inside a code are none of it. */
const code = (given: string): string => given.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()

const CHECKS: Readonly<Record<string, Check>> = {
  'form.applicant.creditCode': (given) => {
    const value = code(given)
    const found = checkCreditCode(value)
    if (found === 'badShape')
      return { value, error: `应为 18 位统一社会信用代码，不含字母 I、O、Z、S、V（现有 ${value.length} 位）` }
    return found === 'valid' ? { value } : { value, doubt: '校验码不符，请与证照核对；确认无误可以提交' }
  },
  'form.applicant.identityNumber': (given, today) => {
    const value = code(given)
    const found = checkIdentityNumber(value, today)
    if (found === 'badShape') return { value, error: `应为 18 位居民身份证号码（现有 ${value.length} 位）` }
    if (found === 'badDate') return { value, error: '其中的出生日期不存在，或在今天以后' }
    return found === 'valid' ? { value } : { value, doubt: '校验码不符，请与证件核对；确认无误可以提交' }
  },
  'form.phone': phone,
  'agent.phone': phone,
  'form.projectCode': (given) => {
    const value = code(given).replaceAll(/\p{Pd}/gu, '-')
    return isProjectCode(value)
      ? { value }
      : { value, error: '应为 24 位投资项目统一代码，如 2411-421281-04-01-123456' }
  },
}

function phone(given: string): Checked {
  const value = normalPhone(given.trim())
  return isPhone(value) ? { value } : { value, error: PHONE_WORDS }
}

/** Undefined where there is nothing to say: an empty field is a matter of the whole form. */
export function checked(path: string, given: string, today: string): Checked | undefined {
  const trimmed = given.trim()
  if (trimmed === '') return undefined
  const check = CHECKS[path]
  if (check !== undefined) return check(trimmed, today)
  return isVisible(trimmed) ? { value: trimmed } : { value: trimmed, error: invisibleWords(trimmed) }
}
