import type { SubscriptionRow } from '../../db/queries/subscriptions.ts'
import { Refusal } from '../../domain/problem.ts'
import type { SubscriptionScope } from '../../domain/push.ts'
import type { Caller } from '../auth/caller.ts'

/** Who runs the platform: an administrator of the office. Those of a bureau act for their own organisation. */
export function isPlatformAdministrator({ role, kind }: Caller): boolean {
  return role === 'administrator' && kind === 'office'
}

/**
 * Whose pushes a caller may see: those of the city (undefined) an auditor, and who runs the platform; all others those
 * of their organisation.
 */
export function ownOnly(caller: Caller): string | undefined {
  return caller.role === 'auditor' || isPlatformAdministrator(caller) ? undefined : caller.org
}

/** An address as the caller may know it: what stands behind `?` is often a key, and nothing that an auditor needs. */
export function addressFor(caller: Caller, { org, url }: Pick<SubscriptionRow, 'org' | 'url'>): string {
  if (caller.org === org || isPlatformAdministrator(caller)) return url
  return url.replace(/\?.*$/, '?***')
}

/**
 * Says whether a second person must confirm it: for any organisation but one's own. Throws where the caller may not
 * subscribe for it, or there is none.
 */
export function requireSubscriber(caller: Caller, org: string): { needsSecondPerson: boolean } {
  if (!caller.city.organisations.some(({ key }) => key === org))
    throw new Refusal('organisation-not-found', `${caller.city.name}没有单位 ${org}`, 'org')
  if (caller.org === org) return { needsSecondPerson: false }
  if (isPlatformAdministrator(caller)) return { needsSecondPerson: true }
  throw new Refusal('forbidden', '只能为本单位订阅；为其他单位订阅由办公室的管理员提出，另一人确认', 'org')
}

/** Throws where it is another organisation's. */
export function requireOwn(caller: Caller, { org }: Pick<SubscriptionRow, 'org'>): void {
  if (caller.org !== org) throw new Refusal('forbidden', '只有订阅的单位自己可以办理')
}

/** Throws where it is another organisation's, and the caller does not run the platform. */
export function requireOwnOrPlatform(caller: Caller, { org }: Pick<SubscriptionRow, 'org'>): void {
  if (caller.org !== org && !isPlatformAdministrator(caller))
    throw new Refusal('forbidden', '只有订阅的单位自己，或办公室的管理员可以办理')
}

/** Throws where the caller proposed it, under whatever organisation: the second person is another account. */
export function requireSecondPerson({ sub }: Caller, { createdBy }: Pick<SubscriptionRow, 'createdBy'>): void {
  if (createdBy.slice(createdBy.indexOf('/') + 1) === sub)
    throw new Refusal('second-person-required', '提出的人不能自己确认：请由该单位，或办公室的另一位管理员确认')
}

/** The subscription, or dead letter, as far as it is there for the caller: another's is unknown to them. */
export function visible<Owned extends Pick<SubscriptionRow, 'city' | 'org'>>(
  owned: Owned | undefined,
  caller: Caller,
  otherwise: Refusal,
): Owned {
  const own = ownOnly(caller)
  if (owned === undefined || owned.city !== caller.city.key || (own !== undefined && owned.org !== own)) throw otherwise
  return owned
}

/** What an organisation is told of besides its own cases, by the city's configuration. */
export function reachOf({ city }: Caller, org: string): { scope: SubscriptionScope; supervises: string[] } {
  const kind = city.organisations.find(({ key }) => key === org)?.kind
  return {
    scope: kind === 'office' || kind === 'group' ? 'city' : 'concerned',
    supervises: city.organisations
      .filter(({ supervisor }) => supervisor === org)
      .map(({ key }) => key)
      .sort(),
  }
}

/** As it is kept with what somebody did. */
export function whoDid({ org, sub }: Caller): string {
  return `${org}/${sub}`
}
