/**
 * A name or an address as it is looked for: full-width as half-width, without spaces, Latin letters small. PostgreSQL
 * writes the same in migration 0034, so nothing here may depend on a locale.
 */
export function soughtText(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[ \t\r\n]/g, '')
    .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** Whether there is enough of a part of a name or an address to look for it. */
export function isSearchable(part: string): boolean {
  return Array.from(soughtText(part)).length >= 2
}
