/** What stands in several shapes is written once: a worker keeps them in its bundle. */
import { defined } from '../../domain/defined.ts'
import type { Shape } from '../../domain/format/shape.ts'
import type { Shapes } from './shapes.ts'

const FEWEST = 2
const SHORTEST = 33

/** In the place of a part: the function that makes it. */
export interface Called extends Shape {
  readonly call: string
}

export function isCalled(shape: Shape): shape is Called {
  return 'call' in shape
}

/** Each part that stands in two places or more, and is longer than a word, by the name of what makes it. */
export interface Shared {
  readonly parts: Shapes
  readonly shapes: Shapes
}

export function sharedIn(shapes: Shapes): Shared {
  const counted = new Map<string, { times: number; shape: Shape }>()
  for (const shape of Object.values(shapes).flatMap(partsOf)) {
    const text = JSON.stringify(shape)
    counted.set(text, { times: (counted.get(text)?.times ?? 0) + 1, shape })
  }
  const often = [...counted].filter(([text, { times }]) => times >= FEWEST && text.length >= SHORTEST)
  const names = new Map(often.map(([text], index) => [text, `part${index + 1}`]))
  const within = (shape: Shape): Shape => inside(shape, names)
  return {
    parts: Object.fromEntries(often.map(([text, { shape }]) => [names.get(text) ?? '', within(shape)])),
    shapes: Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, within(shape)])),
  }
}

function partsOf({ properties, items, anyOf, additionalProperties }: Shape): readonly Shape[] {
  const parts = [...Object.values(properties ?? {}), ...(anyOf ?? []), items, additionalProperties || undefined]
  return parts.filter((part) => part !== undefined).flatMap((part) => [part, ...partsOf(part)])
}

function inside(shape: Shape, names: ReadonlyMap<string, string>): Shape {
  const called = (part: Shape): Shape => {
    const call = names.get(JSON.stringify(part))
    if (call === undefined) return inside(part, names)
    const instead: Called = { call }
    return instead
  }
  const { properties, items, anyOf, additionalProperties } = shape
  return {
    ...shape,
    ...defined({
      properties:
        properties && Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, called(part)])),
      items: items && called(items),
      anyOf: anyOf?.map(called),
      additionalProperties: additionalProperties && called(additionalProperties),
    }),
  }
}
