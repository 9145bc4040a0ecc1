import { signerShown } from '../../domain/case/form-masking.ts'
import type { Lens } from '../../domain/visibility/lens.ts'

/** Whom an organisation has put on a task: whole to who works there, and remembered as given. */
export function assigneeShown(
  { org, person }: { readonly org: string; readonly person: string | null },
  own: string | undefined,
  lens: Lens,
): string | null {
  if (person === null) return null
  if (org !== own) return signerShown(person, lens)
  lens.gave('signers')
  return person
}
