/** How many requests may come: so many a second for ever, and so many more at once. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
  /** It was given as so many in 24 hours, and is told so. */
  readonly ofDay?: true
}

const DAY_SECONDS = 86_400

/**
 * So many in whatever 24 hours, or undefined of `off`: half of them at once, the other half as time goes by, for a
 * bucket that held a whole day's would let two days' through in its first.
 */
export function quotaOf(setting: string): Rate | undefined {
  if (setting === 'off') return undefined
  const burst = Math.ceil(Number(setting) / 2)
  return { perSecond: (Number(setting) - burst) / DAY_SECONDS, burst, ofDay: true }
}

/** Of `50:200` as the environment has it: fifty a second, two hundred at once; undefined of `off`. */
export function rateOf(setting: string): Rate | undefined {
  const [perSecond, burst] = setting.split(':').map(Number)
  return perSecond === undefined || burst === undefined ? undefined : { perSecond, burst }
}

/** How many may come, for whoever sent too many. */
export function saidOf({ perSecond, burst, ofDay }: Rate): string {
  const inAll = Math.round(perSecond * DAY_SECONDS) + burst
  return ofDay === true ? `24 小时至多 ${inAll} 次` : `每秒至多 ${perSecond} 次`
}
