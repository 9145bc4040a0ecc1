export const APPROVAL_KINDS = ['permit', 'consent', 'filing'] as const
export type ApprovalKind = (typeof APPROVAL_KINDS)[number]

export const APPROVAL_KIND_NAMES: Readonly<Record<ApprovalKind, string>> = {
  permit: '许可',
  consent: '同意',
  filing: '备案',
}

/** No statute gives more. */
export const MOST_TERM = 90

/** how long an authority may take by law, whatever it promises. */
export interface Ceiling {
  readonly workingDays: number
  readonly legalBasis: string
}

const OF_PERMITS: Ceiling = { workingDays: 20, legalBasis: '《中华人民共和国行政许可法》第四十二条' }

/** by its own law, or as for every permit. */
export function ceilingOf({ ceiling }: { readonly ceiling?: Ceiling | undefined }): Ceiling {
  return ceiling ?? OF_PERMITS
}

/** days (YYYY-MM-DD), inclusive, on which something is in force; open where one is not said. */
export interface InForce {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export function isInForce({ from, to }: InForce, day: string): boolean {
  return (from === undefined || from <= day) && (to === undefined || day <= to)
}
