import { sha256 } from '../../config/canonical-json.ts'
import { accountName } from '../../domain/actor/account.ts'
import type { Account } from '../../domain/actor/account.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { Refusal } from '../../domain/problem.ts'

const ISSUER_DIGITS = 8

/** How the issuer of tokens stands in accounts; their `iss` is of any length. */
export function issuerOf(iss: string): string {
  return sha256(iss).slice(0, ISSUER_DIGITS)
}

/** The channel of an account whose token names none, as all did before accounts had one. */
function ownChannelOf({ registration: { onlineHall, window } }: City): string {
  return onlineHall ?? window
}

/** of an applicant's token. Throws a {@link Refusal} where it names no intake of the city. */
export function accountOf(
  { iss, channel, sub }: { readonly iss?: string | undefined; readonly channel?: string | undefined; sub: string },
  city: City,
): Account {
  if (iss === undefined) throw new Refusal('forbidden', '申请人的令牌须有签发方 iss')
  const own = ownChannelOf(city)
  if (channel === undefined || channel === own) return { issuer: issuerOf(iss), channel: own, subject: sub, own: true }
  if (!isChannelOf(city, channel))
    throw new Refusal('forbidden', `${city.name}没有接入系统 ${channel}：令牌的 channel 应为用户登录的接入系统`)
  return { issuer: issuerOf(iss), channel, subject: sub, own: false }
}

/** Whether users have accounts there: the online hall, and every intake system. */
export function isChannelOf(city: City, channel: string): boolean {
  return (
    channel === ownChannelOf(city) || city.organisations.some(({ key, kind }) => kind === 'intake' && key === channel)
  )
}

interface Naming {
  readonly issuer: string
  readonly kind: string
  readonly org: string
  readonly city: City
}

/**
 * the account that is named for a user, at the channel that is told; unless one is, an intake names its own
 * user's, others one of the online hall.
 */
export function accountNamed(subject: string, { issuer, kind, org, city }: Naming, told?: string): string {
  const own = ownChannelOf(city)
  const channel = told ?? (kind === 'intake' ? org : own)
  return accountName({ issuer, channel, subject, own: channel === own })
}

/** What was sent, as it is recorded: with the whole account where one is named. */
export function withAccount<Sent extends { applicantSubject?: string | undefined }>(sent: Sent, by: Naming): Sent {
  const { applicantSubject } = sent
  return applicantSubject === undefined ? sent : { ...sent, applicantSubject: accountNamed(applicantSubject, by) }
}
