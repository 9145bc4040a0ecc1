/** How many requests may come: so many a second for ever, and so many more at once. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

const DAY_SECONDS = 86_400

/**
 * So many in whatever 24 hours, or undefined of `off`: half of them at once, the other half as time goes by, for a
 * bucket that held a whole day's would let two days' through in its first.
 */
export function quotaOf(setting: string): Rate | undefined {
  if (setting === 'off') return undefined
  const burst = Math.ceil(Number(setting) / 2)
  return { perSecond: (Number(setting) - burst) / DAY_SECONDS, burst }
}

/** Of `50:200` as the environment has it: fifty a second, two hundred at once; undefined of `off`. */
export function rateOf(setting: string): Rate | undefined {
  const [perSecond, burst] = setting.split(':').map(Number)
  return perSecond === undefined || burst === undefined ? undefined : { perSecond, burst }
}
