/** what of a city's credit policy a clock may have the length of. */
const CREDIT_LENGTHS = [
  'confirmation',
  'notice',
  'answer',
  'determination',
  'objection',
  'decision',
  'repairAcceptance',
  'repairDecision',
] as const

export function creditLengthsOf<Length>(
  credit: Readonly<Record<(typeof CREDIT_LENGTHS)[number], Length>>,
): readonly Length[] {
  return CREDIT_LENGTHS.map((name) => credit[name])
}
