/** Full-width letters, digits and signs of numbers as an input method leaves them: Ｋ０＋１２０, ９１４２…, ８号. */
/** Letters and digits in the width in which they are kept; the words beside them stay as they are. */
export function narrowed(given: string): string {
  return given.replaceAll(/[０-９Ａ-Ｚａ-ｚ]/gu, (sign) => sign.normalize('NFKC'))
}

/** A number of letters, digits and hyphens: one way to write it, without blanks. */
export function normalNumber(given: string): string {
  return given
    .normalize('NFKC')
    .replaceAll(/\p{Pd}/gu, '-')
    .replaceAll(/\s/gu, '')
}

/** The same of a code in which capitals are no other letters. */
export const normalCode = (given: string): string => normalNumber(given).toUpperCase()
