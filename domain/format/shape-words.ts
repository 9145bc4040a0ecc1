/** Words by which the shapes of acts are written down shortly: a worker keeps them in its bundle. */
import type { Shape } from './shape.ts'

/** Of so many UTF-16 units; any number of them where it is not said. */
export function text(least = 0, most?: number): Shape {
  return {
    type: 'string',
    ...(least === 0 ? {} : { minLength: least }),
    ...(most === undefined ? {} : { maxLength: most }),
  }
}

export function oneOf(...values: readonly string[]): Shape {
  return { type: 'string', enum: values }
}

export function list(items: Shape, least = 0, most?: number): Shape {
  return {
    type: 'array',
    items,
    ...(least === 0 ? {} : { minItems: least }),
    ...(most === undefined ? {} : { maxItems: most }),
  }
}

/** An object of these fields and no others. */
export function fields(required: Readonly<Record<string, Shape>>, optional?: Readonly<Record<string, Shape>>): Shape {
  return { ...having(required, optional), additionalProperties: false }
}

/** An object with these fields, and whatever else. */
export function having(required: Readonly<Record<string, Shape>>, optional?: Readonly<Record<string, Shape>>): Shape {
  const names = Object.keys(required)
  return {
    type: 'object',
    properties: { ...required, ...optional },
    ...(names.length === 0 ? {} : { required: names }),
  }
}
