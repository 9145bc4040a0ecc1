import type { FileRef } from './file-ref.schema.ts'

export interface NamedFile extends FileRef {
  /** Where the body names it: `opinions.0.opinion.files.1`. */
  readonly field: string
}

/** Every file that a body, as it was parsed, names. */
export function namedFiles(body: unknown, place = ''): readonly NamedFile[] {
  if (typeof body !== 'object' || body === null) return []
  return Object.entries(body).flatMap(([name, value]: [string, unknown]) => {
    const field = place === '' ? name : `${place}.${name}`
    return name === 'files' && Array.isArray(value)
      ? (value as readonly FileRef[]).map((ref, index) => ({ ...ref, field: `${field}.${index}` }))
      : namedFiles(value, field)
  })
}
