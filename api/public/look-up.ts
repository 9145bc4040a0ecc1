/** The two forms by which an applicant without an account comes to their case: number and telephone, then the code. */
import { parseServiceNumber } from '../../domain/case/service-number.ts'
import { normalPhone } from '../../domain/demand/phone.ts'
import { withoutInvisible } from '../../domain/invisible.ts'
import { MOST_PER_HOUR } from '../phone-codes/phone-codes.ts'
import { html } from '../documents/html.ts'
import type { Html } from '../documents/html.ts'
import { input, NOTHING_TYPED, wrongs } from './fields.ts'
import type { Shown, Typed } from './fields.ts'

const NUMBER = 'number'
const PHONE = 'phone'
const CODE = 'code'
const NUMBER_HINT = '在受理回执上，如 CB-20261124-00017-9；咨询的以 ZX 开头'

export interface Asking {
  readonly serviceNumber: string
  readonly phone: string
}

/** What was typed, in the one form in which it is kept; or what is wrong with it, which says nothing of any case. */
export function askingOf(typed: Typed): Asking | Shown {
  const serviceNumber = plainNumber(typed[NUMBER] ?? '')
  const phone = normalPhone(typed[PHONE] ?? '')
  const errors = [
    ...(parseServiceNumber(serviceNumber) === undefined
      ? [{ field: NUMBER, message: '编号不对，应如 CB-20261124-00017-9（咨询的如 ZX-20261211-00017-9），请照回执核对' }]
      : []),
    ...(/^1[3-9]\d{9}$/.test(phone) ? [] : [{ field: PHONE, message: '应为 11 位手机号' }]),
  ]
  return errors.length === 0 ? { serviceNumber, phone } : { typed, errors }
}

/** As people copy it: full width, in small letters, with blanks or without strokes. */
function plainNumber(typed: string): string {
  const plain = withoutInvisible(typed)
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\p{Pd}\s]/gu, '')
  const [, prefix, day, count, check] = /^([A-Z]{2})(\d{8})(\d{5,9})(\d)$/.exec(plain) ?? []
  return prefix === undefined ? plain : `${prefix}-${day}-${count}-${check}`
}

/** Six digits, however they were copied. */
export function codeIn(typed: Typed): string | undefined {
  const code = withoutInvisible(typed[CODE] ?? '')
    .normalize('NFKC')
    .replaceAll(/[\s\p{Pd}]/gu, '')
  return /^\d{6}$/.test(code) ? code : undefined
}

export const WRONG_CODE: Shown['errors'] = [
  { field: CODE, message: '验证码不对，或已过期、已用过、试得太多。请核对短信，或重新获取' },
]
export const NO_CODE: Shown['errors'] = [{ field: CODE, message: '验证码是 6 位数字' }]

export function askingPage(shown: Shown, { said, open }: { readonly said?: string; readonly open: boolean }): Html {
  if (!open)
    return html`<h1>办件查询</h1>
      <p class="panel">本系统还没有开通短信验证码，请凭服务编号到综窗或原申请渠道查询。</p>`
  return html`${said === undefined ? '' : html`<p class="panel told" role="status">${said}</p>`}
    ${wrongs(shown, [NUMBER, PHONE])}
    <h1>办件查询</h1>
    <p class="lead">
      不用注册账号：填服务编号和申请时登记的手机号，凭短信验证码查看和办理；问过问题的，填咨询编号和留下的手机号查答复。
    </p>
    <form class="panel" method="post" action="/progress/code" novalidate>
      ${input({ name: NUMBER, label: '服务编号或咨询编号', hint: NUMBER_HINT, kind: 'text' }, shown)}
      ${input({ name: PHONE, label: '登记的手机号', kind: 'phone' }, shown)}
      <div class="buttons"><button type="submit">获取验证码</button></div>
    </form>
    <p class="soft">登记的是固定电话，或手机号已换，请到综窗办理。</p>`
}

/** The same whether or not anything was sent. */
export function codePage(serviceNumber: string, errors: Shown['errors'] = []): Html {
  const shown: Shown = { ...NOTHING_TYPED, errors }
  return html`${wrongs(shown, [CODE])}
    <h1>填写验证码</h1>
    <p>如果 <span class="number">${serviceNumber}</span> 登记的正是您填的手机号，验证码已发出，5 分钟内有效。</p>
    <form class="panel" method="post" action="/progress/session" novalidate>
      ${input({ name: CODE, label: '短信里的 6 位验证码', kind: 'code' }, shown)}
      <div class="buttons">
        <button type="submit">进入</button>
        <a class="button plain" href="/progress">重新获取</a>
      </div>
    </form>
    <p class="soft">
      没有收到？请核对编号与手机号再获取一次。同一手机号一小时内至多发 ${MOST_PER_HOUR} 条，超过的不再发送。
    </p>`
}

export function numberTyped(serviceNumber: string): Shown {
  return { typed: { [NUMBER]: serviceNumber }, errors: [] }
}
