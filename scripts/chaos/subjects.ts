/** The cases and matters of a run, as far as anybody has seen them. */
import type { MatterStates } from '../../workflows/core/matter-logics.ts'
import type { MatterKind } from '../../domain/matter/matter.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'

export interface KnownCase {
  readonly kind: 'application'
  readonly id: string
  state?: CaseState
  /** The highest that an act answered. */
  answeredSeq: number
}

export type KnownMatterKind = Exclude<MatterKind, 'meetingReport'>

/** A matter with its state, by its kind. */
export type KnownMatter = {
  [K in KnownMatterKind]: { readonly kind: K; readonly id: string; state?: MatterStates[K]; answeredSeq: number }
}[KnownMatterKind]

export type Known = KnownCase | KnownMatter

export class Subjects {
  readonly #all = new Map<string, Known>()

  add(kind: Known['kind'], id: string): Known {
    const known = this.#all.get(id) ?? { kind, id, answeredSeq: 0 }
    this.#all.set(id, known)
    return known
  }

  get(id: string): Known | undefined {
    return this.#all.get(id)
  }

  /** An older sight than the last is of no use. */
  saw(known: Known, state: { readonly seq: number }): void {
    if ((known.state?.seq ?? 0) <= state.seq) known.state = state as never
  }

  get cases(): readonly KnownCase[] {
    return [...this.#all.values()].filter((known): known is KnownCase => known.kind === 'application')
  }

  get matters(): readonly KnownMatter[] {
    return [...this.#all.values()].filter((known): known is KnownMatter => known.kind !== 'application')
  }

  get open(): readonly Known[] {
    return [...this.#all.values()].filter(isOpen)
  }
}

export function isOpen(known: Known): boolean {
  return known.state?.closedAt === undefined
}
