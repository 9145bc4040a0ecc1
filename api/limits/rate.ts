/** How many requests may come: so many a second for ever, and so many more at once. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

/** Of `50:200` as the environment has it: fifty a second, two hundred at once; undefined of `off`. */
export function rateOf(setting: string): Rate | undefined {
  const [perSecond, burst] = setting.split(':').map(Number)
  return perSecond === undefined || burst === undefined ? undefined : { perSecond, burst }
}
