import { signerShown } from '../../domain/case/form-masking.ts'
import type { TaskKind } from '../../domain/case/task.ts'
import { maskPerson } from '../../domain/masking/masking.ts'
import type { Lens } from '../../domain/visibility/lens.ts'

/**
 * Whom an organisation has put on a task: whole to who works there, and remembered as given. What the user is asked for
 * names whom the form names.
 */
export function assigneeShown(
  { kind, org, person }: { readonly kind: TaskKind; readonly org: string; readonly person: string | null },
  own: string | undefined,
  lens: Lens,
): string | null {
  if (person === null) return null
  if (kind === 'supplementDemand') return lens.show('contact', person, maskPerson)
  if (org !== own) return signerShown(person, lens)
  lens.gave('signers')
  return person
}
