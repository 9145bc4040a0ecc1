import { localDate } from '../../domain/clocks/local-date.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Consent, TransferRequest } from '../../domain/transfer/transfer.schema.ts'
import { SIDES } from '../../domain/transfer/transfer.ts'
import type { Side } from '../../domain/transfer/transfer.ts'
import type { Caller } from '../auth/caller.ts'
import { isIdentityOf } from '../../domain/actor/identity.ts'

/** of the bureau that keeps the register (不动产登记) and leads the transfers. */
export function isOfRegister({ org, city }: Caller): boolean {
  return org === city.transfer.leader
}

/** straight from the register, by what it says, and as the bureau itself. Throws a {@link Refusal}. */
export function requireFromRegister({ channel, agent, paper, form }: TransferRequest, { org }: Caller): void {
  if (channel !== org) throw new Refusal('forbidden', `从登记簿直接发起的过户，渠道应为 ${org}`, 'channel')
  if (form.ground?.kind !== 'register')
    throw new Refusal('validation-failed', '从登记簿直接发起的过户，依据应为登记簿的记载（register）', 'form.ground')
  if (agent !== undefined) throw new Refusal('validation-failed', '从登记簿直接发起的过户没有经办人', 'agent')
  if (paper !== undefined) throw new Refusal('validation-failed', '纸质采集表只由综窗录入', 'paper')
}

/**
 * the request with what it rests on, as far as it is known: whoever requests by their own verified identity has
 * consented by that. Throws a {@link Refusal} where the city wants to know and is not told, or is told what the sender
 * cannot say.
 */
export function withGround(request: TransferRequest, caller: Caller, now: Date): TransferRequest {
  const { ground, certificate } = request.form
  if (caller.city.transfer.conduct === undefined) return request
  if (certificate === undefined) throw new Refusal('validation-failed', '须填不动产权证号', 'form.certificate')
  if (ground === undefined)
    throw new Refusal(
      'validation-failed',
      '须写明过户的依据：户主同意（consent）或登记簿的记载（register）',
      'form.ground',
    )
  const today = localDate(now.toISOString(), caller.city.hours)
  if (ground.kind === 'register') {
    if (ground.registeredOn > today)
      throw new Refusal('validation-failed', '登记之日不能在将来', 'form.ground.registeredOn')
    return request
  }
  requireConsents(ground.consents, caller, today)
  const own = ownConsent(request, caller, today)
  if (own === undefined) return request
  return { ...request, form: { ...request.form, ground: { ...ground, consents: [own] } } }
}

/** An intake vouches for its users, the window has it on paper; an applicant speaks for nobody else. */
function requireConsents(consents: readonly Consent[], { role }: Caller, today: string): void {
  if (role === 'applicant' && consents.length > 0)
    throw new Refusal('forbidden', '申请人不能代户主表示同意；由受理渠道或综窗补记', 'form.ground.consents')
  consents.forEach(({ signedOn, scanSha256 }, index) => {
    const field = `form.ground.consents.${index}`
    if (signedOn > today) throw new Refusal('validation-failed', '同意之日不能在将来', `${field}.signedOn`)
    if (role === 'clerk' && scanSha256 === undefined)
      throw new Refusal('validation-failed', '综窗须填签名的纸质同意书的扫描件（SHA-256）', `${field}.scanSha256`)
  })
}

function ownConsent({ agent, form }: TransferRequest, caller: Caller, today: string): Consent | undefined {
  const { role, identity } = caller
  if (role !== 'applicant' || identity === undefined || agent !== undefined) return undefined
  const holder = SIDES.find((side: Side) => isIdentityOf(identity, form[side]))
  return holder && { holder, signer: form[holder].name, signedOn: today }
}
