/** What a choice in an act's body is among: by it whoever shows an option finds its name. */
export const CHOICES_OF = [
  'line',
  'order',
  'approval',
  'repair',
  'deadline',
  'task',
  'organisation',
  'need',
  'demandField',
  'service',
  'part',
  'works',
  'account',
  'side',
  'claim',
  'variation',
  'revocation',
  'resolution',
] as const
export type ChoiceOf = (typeof CHOICES_OF)[number]
