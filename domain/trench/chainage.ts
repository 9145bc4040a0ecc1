import { narrowed } from '../narrow.ts'

/** 桩号: where on a road, by kilometres and metres, as `K1+250`. */
const SHAPE = /^k(\d{1,4})\+(\d{1,3}(?:\.\d+)?)$/

/** How chainages are read from a place's key (`k1+250`) and written; undefined where it is none. */
export interface Chainages {
  readonly read: (place: string) => number | undefined
  readonly write: (at: number) => string
}

/** In whole centimetres: K1+250, K1+250.3, K1+250.35. */
export const CENTIMETRES: Chainages = {
  read(place) {
    const [, kilometres, metres] = SHAPE.exec(place) ?? []
    return kilometres === undefined ? undefined : Number(kilometres) * 100_000 + Math.round(Number(metres) * 100)
  },
  write(at) {
    const [metres = '', hundredths = ''] = ((at % 100_000) / 100).toFixed(2).split('.')
    const fraction = hundredths.replace(/0+$/, '')
    return `K${Math.floor(at / 100_000)}+${metres.padStart(3, '0')}${fraction === '' ? '' : `.${fraction}`}`
  },
}

/** As 0.2 counted, in fractions of a metre: an act that it recorded must be recorded alike by every replay. */
export const FRACTIONS_OF_METRES: Chainages = {
  read(place) {
    const [, kilometres, metres] = SHAPE.exec(place) ?? []
    return kilometres === undefined ? undefined : Number(kilometres) * 1000 + Number(metres)
  },
  write: (at) => `K${Math.floor(at / 1000)}+${String(at % 1000).padStart(3, '0')}`,
}

/** K0+120, of k 0 + 120 and Ｋ０＋１２０, wherever it stands in the words for a place. */
export function normalPlace(given: string): string {
  return narrowed(given).replaceAll(
    /(?<![0-9a-z])k\s*(\d{1,4})\s*[+＋]\s*(\d{1,3})(?:[.．](\d+))?/giu,
    (_all, kilometres: string, metres: string, fraction?: string) =>
      `K${kilometres}+${metres}${fraction === undefined ? '' : `.${fraction}`}`,
  )
}

/** In centimetres, where the place is a chainage and nothing else. */
export function chainageOf(place: string): number | undefined {
  return CENTIMETRES.read(place.trim().toLowerCase())
}

export function isFinerThanCentimetres(place: string): boolean {
  return /^\s*k\s*\d+\s*\+\s*\d+\.\d{2}\d*[1-9]/i.test(place.normalize('NFKC'))
}
