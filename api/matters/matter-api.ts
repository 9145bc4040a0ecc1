import type { z } from 'zod'
import type { Database } from '../../db/client.ts'
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import type { MatterActDescription, MatterEvent, MatterKind } from '../../domain/matter/matter.ts'
import { describedAs } from '../../domain/matter/matter-kinds.ts'
import { Refusal } from '../../domain/problem.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
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
  /** Its numbers do not name their city: whose it is, is asked before an act. */
  readonly cityless?: true
  readonly notFound: (parameter: string) => Refusal
  /** Whether an id was given away before its workflow began; asked where there is no row. */
  readonly registered?: (database: Database, id: string) => Promise<boolean>
  readonly mayRead: (caller: Caller, state: MatterStates[Kind]) => boolean
  /** Who reads an event of it as it is, but for words and numbers: amounts are no personal field. */
  readonly seesFigures?: (caller: Caller, state: MatterStates[Kind]) => boolean
  /** The event as they read it: what of it is a personal field nevertheless. */
  readonly figuresShown?: (event: MatterEvent, lens: Lens) => MatterEvent
  /** What is written to the user, and so not hidden from their channel's system; nothing unless told. */
  readonly saidToUser?: (event: MatterEvent, org: string, state: MatterStates[Kind]) => boolean
  readonly viewSchema: z.ZodType
  readonly view: (state: MatterStates[Kind], caller: Caller, now: Date, lens: Lens) => object
  readonly eventNames: Readonly<Record<string, string>>
  readonly eventShown: (event: MatterEvent, lens: Lens) => MatterEvent
  readonly acts: Readonly<Record<string, MatterActDescription>>
  readonly bodies: Readonly<Record<string, z.ZodType>>
  readonly statuses: readonly [string, ...string[]]
}

/** What the description of its kind says for it. */
export function describedBy<Kind extends MatterKind>(
  kind: Kind,
): Pick<MatterApi<Kind>, 'kind' | 'tag' | 'eventNames' | 'eventShown' | 'acts' | 'statuses'> {
  const { name, eventNames, shown, acts, statuses } = describedAs(kind)
  return { kind, tag: name, eventNames, eventShown: shown, acts, statuses }
}

export function unknownMatter(kind: MatterKind, detail: string): Refusal {
  return new Refusal(describedAs(kind).notFound, detail)
}

/** The concerned organisations, and who sees the whole city. */
export function isConcerned({ org }: Caller, { concerned }: { readonly concerned: readonly string[] }): boolean {
  return concerned.includes(org)
}
