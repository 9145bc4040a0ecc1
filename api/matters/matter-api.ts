import type { z } from 'zod'
import type { MatterStates } from '../../db/queries/matters.ts'
import type { MatterActDescription, MatterEvent, MatterKind } from '../../domain/matter.ts'
import type { Refusal } from '../../domain/problem.ts'
import type { Caller } from '../auth/caller.ts'

/** What the API knows of one kind of matter: who sees what of it, and its acts. */
export interface MatterApi<Kind extends MatterKind> {
  readonly kind: Kind
  /** Operations are grouped under it. */
  readonly tag: string
  /** The path's parameter, and the matter's id by it. */
  readonly parameter: { readonly name: string; readonly description: string }
  readonly idOf: (parameter: string) => string
  /** Where a parameter means something in its city only: the one that `idOf` and the others take. */
  readonly qualify?: (parameter: string, caller: Caller) => string
  /** Whether a number of this kind could be the caller's city's at all. */
  readonly mayExist: (parameter: string, caller: Caller) => boolean
  readonly notFound: (parameter: string) => Refusal
  readonly mayRead: (caller: Caller, state: MatterStates[Kind]) => boolean
  /** names and numbers in full. */
  readonly seesPersonalData: (caller: Caller, state: MatterStates[Kind]) => boolean
  readonly viewSchema: z.ZodType
  readonly view: (state: MatterStates[Kind], caller: Caller, now: Date) => object
  readonly eventNames: Readonly<Record<string, string>>
  readonly maskEvent: (event: MatterEvent) => MatterEvent
  readonly acts: Readonly<Record<string, MatterActDescription>>
  readonly bodies: Readonly<Record<string, z.ZodType>>
  readonly statuses: readonly [string, ...string[]]
}

/** The concerned organisations, and who sees the whole city. */
export function isConcerned({ org }: Caller, { concerned }: { readonly concerned: readonly string[] }): boolean {
  return concerned.includes(org)
}
