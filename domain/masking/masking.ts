/**
 * how personal data is shown to whoever does not work on it. One rule holds for every mask: no run of four digits
 * of what was given survives, and of what is short nothing does.
 */
import { withoutInvisible } from '../invisible.ts'
import { startsWithCompoundSurname } from './compound-surnames.ts'

/** In place of what may hold anything. */
export const HIDDEN = '***'

const SEPARATOR = /^[\s\p{Pd}()（）+·•・.'’/]$/u
const LEAST_HIDDEN = 4

/** 湖北赤壁某某有限公司 → 湖北******公司; six characters or fewer keep only the first. For organisations. */
export function maskName(name: string): string {
  const characters = charactersOf(name)
  const [head, tail] = characters.length > 6 ? [2, 2] : [1, 0]
  return characters.length <= head
    ? '*'.repeat(characters.length)
    : characters.map((each, index) => (index < head || index >= characters.length - tail ? each : '*')).join('')
}

/**
 * 王小明 → 王**, 欧阳修远 → 欧阳**, 买买提·艾力 → 买**·**, John Smith → J*** *****: the surname, or the first letter where
 * there is none; a single character is hidden too.
 */
export function maskPerson(name: string): string {
  const characters = charactersOf(name)
  return hidden(characters, { head: startsWithCompoundSurname(characters) ? 2 : 1, tail: 0, least: 1 })
}

/** A user's name by what they are. */
export function maskUser(kind: 'enterprise' | 'individual', name: string): string {
  return kind === 'individual' ? maskPerson(name) : maskName(name)
}

/** 13812345678 → 138*****678, 0715-5351234 → 071*-****234, 95598 → *****. */
export function maskPhone(phone: string): string {
  return hidden(charactersOf(phone), { head: 3, tail: 3 })
}

/** 91350200MA2YJ1XR9G → 913************R9G. */
export function maskCreditCode(code: string): string {
  return hidden(charactersOf(code), { head: 3, tail: 3 })
}

/** 11010519491231002X → 110*************2X: the province stays, the birth date does not. */
export function maskIdentityNumber(number: string): string {
  return hidden(charactersOf(number), { head: 3, tail: 2 })
}

/** A user's account with a utility (户号): 0012345678 → 001*****78. */
export function maskAccountNumber(number: string): string {
  return hidden(charactersOf(number), { head: 3, tail: 2 })
}

/**
 * 赤壁市赤马港街道河北大道 188 号 → 赤壁市赤马港******, 河北大道 188 号 → 河北大道******: the quarter stays, the house does not;
 * never more than half.
 */
export function maskAddress(address: string): string {
  const characters = charactersOf(address)
  const house = characters.findIndex((character) => /\p{N}/u.test(character))
  const most = Math.min(6, Math.floor(characters.length / 2), house < 0 ? Infinity : house)
  return `${characters.slice(0, most).join('').trimEnd()}******`
}

function charactersOf(text: string): readonly string[] {
  const seen = Array.from(withoutInvisible(text))
  return seen.length === 0 && text !== '' ? ['*'] : seen
}

interface Ends {
  readonly head: number
  readonly tail: number
  readonly least?: number
}

/** Keeps separators and the ends; of what has few characters fewer, so that `least` are hidden or all are. */
function hidden(characters: readonly string[], { head, tail, least = LEAST_HIDDEN }: Ends): string {
  const places = characters.flatMap((character, index) => (SEPARATOR.test(character) ? [] : [index]))
  if (places.length === 0) return '*'.repeat(characters.length)
  const spare = Math.max(0, places.length - least)
  const [first, last] = tail === 0 ? [Math.min(head, spare), 0] : evenly(spare, head, tail)
  const kept = new Set([...places.slice(0, first), ...places.slice(places.length - last)])
  return characters.map((character, index) => (SEPARATOR.test(character) || kept.has(index) ? character : '*')).join('')
}

function evenly(spare: number, head: number, tail: number): readonly [number, number] {
  const half = Math.floor(spare / 2)
  return [Math.min(head, half), Math.min(tail, half)]
}
