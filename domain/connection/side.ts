/** the two sides of an appointment. */
export const SIDES = ['user', 'utility'] as const
export type Side = (typeof SIDES)[number]
