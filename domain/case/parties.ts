/** Of a case, as its state has them. */
interface TakingPart {
  readonly parties: Readonly<Record<string, unknown>>
  readonly collector: string
  readonly convener: string
}

/** Organisation keys, sorted: who takes part in the case, collects and convenes. */
export function partiesOf({ parties, collector, convener }: TakingPart): string[] {
  return [...new Set([...Object.keys(parties), collector, convener])].sort()
}
