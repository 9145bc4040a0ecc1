import { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'

/**
 * an intake system by its own channel, a clerk by the window, an applicant by the online hall and with an account
 * of it; a bureau, where it may (`isCollector`), by none but its own: itself. Throws a {@link Refusal}.
 */
export function requireChannel(
  caller: Caller,
  channel: string,
  isCollector: boolean,
  detail: (channelName: string) => string,
): void {
  const { city, kind, role, org, account } = caller
  const { window, onlineHall, collectors } = city.registration
  const channels = city.organisations.filter(
    ({ key, kind: of }) => of === 'intake' || key === window || Object.values(collectors).includes(key),
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
          ? channel === onlineHall && account?.channel === channel
          : isCollector && kind !== 'window' && channel === org
  if (!allowed) throw new Refusal('forbidden', detail(known.name), 'channel')
}
