import { makeServiceNumber } from '../../domain/case/service-number.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { CLOSED_SHAPES, DRAWN_CODE, DRAWN_PROJECT, OPEN_SHAPES } from './shapes.ts'
import type { Shape } from './shapes.ts'

/** `registeredAt`: ISO UTC. */
export interface FilledCase {
  readonly serviceNumber: string
  readonly shape: Shape
  readonly registeredAt: string
  readonly projectCode: string
  readonly creditCode: string
  readonly name: string
  readonly road: string
}

const DAY_MS = 86_400_000
const DAYS = 3 * 365
/** What is younger is still open. */
const OPEN_DAYS = 60
const [EVERY_ORDERED, EVERY_RARE] = [100, 1_000]
const APPLICANTS = 500

/** So many cases, evenly over the three years before `until`, the oldest first. */
export function* casesToFill(number: number, city: City, until: Date): Generator<FilledCase> {
  const from = until.getTime() - DAYS * DAY_MS
  const sequences = new Map<string, number>()
  for (let index = 0; index < number; index += 1) {
    const at = from + Math.floor((index * DAYS * DAY_MS) / number)
    const day = new Date(at + city.hours.utcOffsetMinutes * 60_000).toISOString().slice(0, 10)
    const sequence = (sequences.get(day) ?? 0) + 1
    sequences.set(day, sequence)
    yield {
      serviceNumber: makeServiceNumber(city.servicePrefix, day, sequence),
      shape: shapeOf(index, until.getTime() - at < OPEN_DAYS * DAY_MS),
      registeredAt: new Date(at).toISOString(),
      projectCode: filledProject(index),
      creditCode: filledApplicant(index),
      name: filledName(index),
      road: filledRoad(index),
    }
  }
}

/** The project of the case of this index. */
export function filledProject(index: number): string {
  return `${DRAWN_PROJECT.slice(0, -6)}${String(index).padStart(6, '0')}`
}

/** The credit code of whoever applied in the case of this index. */
export function filledApplicant(index: number): string {
  return `${DRAWN_CODE.slice(0, -6)}${String(index % APPLICANTS).padStart(6, '0')}`
}

const NAMES = '湖畔江河山海云天金木水火土春夏秋冬东南西北'
/** Characters that stand for a number, as many as asked for. */
function written(number: number, length: number): string {
  const digits = Array.from(NAMES)
  return Array.from({ length }, (_, at) => digits[Math.floor(number / digits.length ** at) % digits.length]).join('')
}

/** The middle of the name of whoever applied in the case of this index. */
export function filledName(index: number): string {
  return written(index % APPLICANTS, 4)
}

/** The road of the case of this index, among some nine thousand. */
export function filledRoad(index: number): string {
  return `${written(index, 3)}路`
}

function shapeOf(index: number, open: boolean): Shape {
  if (open) return OPEN_SHAPES[index % OPEN_SHAPES.length] ?? 'surveyed'
  if (index % EVERY_RARE === 7) return 'rareOperator'
  if (index % EVERY_ORDERED === 3) return 'ordered'
  return CLOSED_SHAPES[index % 5 === 0 ? 1 : 0]
}
