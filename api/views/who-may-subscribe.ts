import type { SubscriptionRow } from '../../db/queries/subscriptions.ts'
import { Refusal } from '../../domain/problem.ts'
import type { SubscriptionScope } from '../../domain/push.ts'
import type { Caller } from '../auth/caller.ts'

/**
 * Whose pushes a caller may see: an administrator's and an auditor's are those of the city (undefined), a system's
 * those of its organisation.
 */
export function ownOnly({ role, org }: Caller): string | undefined {
  return role === 'system' ? org : undefined
}

/** Throws where the caller may not subscribe for this organisation, or there is none. */
export function requireSubscriber(caller: Caller, org: string): void {
  if (!caller.city.organisations.some(({ key }) => key === org))
    throw new Refusal('organisation-not-found', `${caller.city.name}没有单位 ${org}`, 'org')
  if (caller.role === 'system' && caller.org !== org) throw new Refusal('forbidden', '只能为本单位订阅', 'org')
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
