import { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'

/**
 * an intake system by its own channel, a clerk by the window, an applicant by the online hall; anybody else by
 * `otherwise`. Throws a {@link Refusal}.
 */
export function requireChannel(
  caller: Caller,
  channel: string,
  otherwise: (isWindow: boolean) => boolean,
  detail: (channelName: string) => string,
): void {
  const { city, kind, role, org } = caller
  const { window, onlineHall } = city.registration
  const channels = city.organisations.filter(
    (organisation) => organisation.kind === 'intake' || organisation.key === window,
  )
  const known = channels.find(({ key }) => key === channel)
  if (known === undefined)
    throw new Refusal(
      'validation-failed',
      `${city.name}没有受理渠道 ${channel}，可选：${channels.map(({ key }) => key).join('、')}`,
      'channel',
    )
  const allowed =
    role === 'system'
      ? kind === 'intake' && org === channel
      : role === 'clerk'
        ? org === window && channel === window
        : role === 'applicant'
          ? channel === onlineHall
          : otherwise(channel === window)
  if (!allowed) throw new Refusal('forbidden', detail(known.name), 'channel')
}
