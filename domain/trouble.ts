/**
 * What stands in the way of one case, matter or city until somebody puts it right; told by /readyz and counted. No
 * personal data.
 */
export const TROUBLE_KINDS = ['projection-gap', 'projection-conflict', 'city-unknown'] as const
export type TroubleKind = (typeof TROUBLE_KINDS)[number]

export function isTroubleKind(kind: unknown): kind is TroubleKind {
  return (TROUBLE_KINDS as readonly unknown[]).includes(kind)
}
