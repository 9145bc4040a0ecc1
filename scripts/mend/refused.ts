/** Why nothing is mended: a sentence for the operator, without personal data. */
export class MendRefused extends Error {
  override name = 'MendRefused'
}
