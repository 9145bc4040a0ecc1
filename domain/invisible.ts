/**
 * What nobody sees in a text, and what turns it round: a name that holds one is not the name that is read. Variation
 * selectors are part of the rare characters of names and stay.
 */
const INVISIBLE = /(?!\p{VS})[\p{DI}\p{Cf}\p{Cc}\p{Zl}\p{Zp}\p{NChar}\u2800\uFFFD]/u
/** A line's end is not seen, and yet it parts what stands before and behind it. */
const ALL_INVISIBLE = new RegExp(`(?![\\t-\\r\\u0085\\u2028\\u2029])${INVISIBLE.source}`, 'gu')
/** Selectors are seen where they select. */
const LOOSE_SELECTOR = /(?:^|[^\p{L}\p{N}\p{S}])\p{VS}/u

/** Whether everything in a name can be seen, and stands where it is seen. */
export function isVisible(text: string): boolean {
  return !INVISIBLE.test(text) && !LOOSE_SELECTOR.test(text)
}

/** The first character of a text that is not seen, as `U+200B`, with its place counted from 1. */
export function invisibleWords(text: string): string {
  const characters = Array.from(text)
  const place = characters.findIndex((character) => INVISIBLE.test(character))
  const code = characters[place]?.codePointAt(0)
  if (code === undefined) return '含有看不见的字符，请删去'
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  return code === 0xfffd
    ? `第 ${place + 1} 个字已损坏（${name}，多半是编码转换所致），请重新填写`
    : `第 ${place + 1} 个字看不见或会颠倒文字方向（${name}），请删去`
}

/** The text without what is not seen; broken characters too are nothing that was written. */
export function withoutInvisible(text: string): string {
  return text.replace(ALL_INVISIBLE, '')
}
