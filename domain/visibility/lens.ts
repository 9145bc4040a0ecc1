import { HIDDEN } from '../masking/masking.ts'
import type { Degree, PersonalField, Sees } from './fields.ts'
import { PERSONAL_FIELDS } from './fields.ts'

/**
 * through it one reader sees one case or matter, once; it remembers what was given whole, for the audit log, and
 * whether anything was not.
 */
export class Lens {
  readonly #sees: Sees
  readonly #given = new Set<PersonalField>()
  #masked = false

  constructor(sees: Sees) {
    this.#sees = sees
  }

  /** The value as the reader sees it; where it is of several fields, as the least of them is seen. */
  show(
    fields: PersonalField | readonly PersonalField[],
    value: string,
    mask: (value: string) => string = () => HIDDEN,
  ): string {
    if (value === '') return value
    const all = typeof fields === 'string' ? [fields] : fields
    if (this.isWhole(...all)) return value
    return all.some((field) => this.#sees[field] === 'none') ? HIDDEN : mask(value)
  }

  /** Whether they see it as it is, which is remembered; for what is left out otherwise. */
  isWhole(...fields: readonly PersonalField[]): boolean {
    const whole = this.sees(...fields)
    if (whole) for (const field of fields) this.#given.add(field)
    else this.#masked = true
    return whole
  }

  /** Whether they would see all of these as they are; nothing is remembered. */
  sees(...fields: readonly PersonalField[]): boolean {
    return fields.every((field) => this.#sees[field] === 'whole')
  }

  /** What is written to the user is read as it is by who tells them, whatever else they see. */
  gave(field: PersonalField): void {
    this.#given.add(field)
  }

  /** What was shown whole so far, in the order of the table. */
  get given(): readonly PersonalField[] {
    return PERSONAL_FIELDS.filter((field) => this.#given.has(field))
  }

  /** Whether something was not shown whole so far. */
  get masked(): boolean {
    return this.#masked
  }
}

/** For what is masked for everybody: names and numbers are, words are not shown. */
export function maskingLens(): Lens {
  const degree = (field: PersonalField): Degree =>
    field === 'words' || field === 'sharedData' || field === 'userAccount' ? 'none' : 'masked'
  return new Lens(Object.fromEntries(PERSONAL_FIELDS.map((field) => [field, degree(field)])) as Sees)
}
