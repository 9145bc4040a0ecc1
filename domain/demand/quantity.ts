/** A sum of tenths made by a machine is off by this part of itself at the most. */
const NOISE = 1e-9

/** 0.30000000000000004 → 0.3; a number that says more than hundredths stays as it is. */
export function inHundredths(quantity: number): number {
  const rounded = Math.round(quantity * 100) / 100
  return Math.abs(quantity - rounded) <= NOISE * Math.abs(quantity) ? rounded : quantity
}

export function isInHundredths(quantity: number): boolean {
  return quantity >= 0.01 && Math.round(quantity * 100) / 100 === quantity
}

/** 120 吨/日; what 0.2 took in finer parts is rounded, and what would vanish is said to be less. */
export function quantityWords(quantity: number, unit: string): string {
  const rounded = Math.round(quantity * 100) / 100
  return rounded === 0 ? `不足 0.01 ${unit}` : `${rounded} ${unit}`
}
