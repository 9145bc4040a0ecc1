/**
 * The states of cases and matters as they are kept: carried by continue-as-new and by mending, and in the projection's
 * jsonb. Whoever reads one from there passes it through {@link upgrade} first.
 */
import type { SubjectKind } from '../matter/subject.ts'
import type { FormatVersion, Versioned } from './format.ts'

type Plain = Readonly<Record<string, unknown>>

/** `upgrade` makes this version of the one before: pure, and the same for ever, for cases under way replay it. */
interface LaterVersion extends FormatVersion {
  readonly upgrade: (before: Plain) => Plain
}

/** Version 1, and those after it in their order. */
export interface StateFormat {
  readonly first: FormatVersion
  readonly later: readonly LaterVersion[]
}

export const STATE_FORMATS: Readonly<Record<SubjectKind, StateFormat>> = {
  application: { first: { readSince: '0.1', writtenSince: '0.1' }, later: [] },
  transfer: { first: { readSince: '0.2', writtenSince: '0.2' }, later: [] },
  creditRecord: { first: { readSince: '0.2', writtenSince: '0.2' }, later: [] },
  rating: { first: { readSince: '0.2', writtenSince: '0.2' }, later: [] },
  meetingReport: { first: { readSince: '0.2', writtenSince: '0.2' }, later: [] },
  instalments: { first: { readSince: '0.2', writtenSince: '0.2' }, later: [] },
  laterInspection: { first: { readSince: '0.2', writtenSince: '0.2' }, later: [] },
}

/** A state of a version that this release does not know. */
export class NewerState extends Error {
  override name = 'NewerState'
  readonly code = 'state-from-newer-release'

  constructor(kind: SubjectKind, state: Versioned, known: number) {
    super(
      `${nameOf(kind, state)} 的状态是第 ${state.stateVersion} 版，本程序只认得到第 ${known} 版：它由更新的版本办理，请先升级本程序`,
    )
  }
}

/** The last version that this release knows. */
export function knownVersion(kind: SubjectKind): number {
  return STATE_FORMATS[kind].later.length + 1
}

/**
 * A state in the version that this release writes, step by step. One that is read already, and not yet written, stays
 * as it is. Throws {@link NewerState}.
 */
export function upgrade<State extends Versioned>(
  kind: SubjectKind,
  state: State,
  { later }: StateFormat = STATE_FORMATS[kind],
): State {
  const { stateVersion: version = 1 } = state
  if (!Number.isSafeInteger(version) || version < 1 || version > later.length + 1)
    throw new NewerState(kind, state, later.length + 1)
  return later.slice(version - 1).reduce<Versioned>((before, step, index) => {
    if (step.writtenSince === undefined) return before
    return { ...step.upgrade(before as Plain), stateVersion: version + index + 1 }
  }, state) as State
}

/** The version in which this release writes a state. */
export function writtenVersion({ later }: StateFormat): number {
  return later.filter(({ writtenSince }) => writtenSince !== undefined).length + 1
}

function nameOf(
  kind: SubjectKind,
  state: Versioned & { readonly serviceNumber?: unknown; readonly id?: unknown },
): string {
  return `${kind} ${String(state.serviceNumber ?? state.id)}`
}
