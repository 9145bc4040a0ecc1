/** what an authority did with credit records in a period; its clocks (⁺) are outside 考核 until adopted. */
const CREDIT_COUNTS = [
  'opened',
  'noticed',
  'answered',
  'recorded',
  'performance',
  'dismissed',
  'contested',
  'upheld',
  'withdrawn',
  'repairsAsked',
  'repaired',
] as const
type CreditCount = (typeof CREDIT_COUNTS)[number]

/** `onTime`, `overdue`, `running`: clocks that it owned, each counted once, as those of applications are. */
export interface CreditFigures extends Readonly<Record<CreditCount | 'onTime' | 'overdue' | 'running', number>> {
  readonly org: string
}

export const NO_CREDIT_FIGURES: Readonly<Omit<CreditFigures, 'org'>> = {
  opened: 0,
  noticed: 0,
  answered: 0,
  recorded: 0,
  performance: 0,
  dismissed: 0,
  contested: 0,
  upheld: 0,
  withdrawn: 0,
  repairsAsked: 0,
  repaired: 0,
  onTime: 0,
  overdue: 0,
  running: 0,
}
