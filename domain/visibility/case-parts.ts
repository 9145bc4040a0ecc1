import { wayInOf } from '../actor/applicant-side.ts'
import type { Part, Reader } from './part.ts'

/** Of a case, as its state has them. */
interface CaseFacts {
  readonly registration: { readonly channel: string }
  readonly registeredBy: { readonly org: string }
  readonly claimed?: { readonly by: { readonly sub: string; readonly org: string } }
  readonly collector: string
  readonly convener: string
  readonly works: {
    readonly acceptor: string
    readonly restorationConfirmer: string
    readonly restorationConfirmers?: readonly { readonly org: string }[] | undefined
  }
  readonly parties: Readonly<
    Record<
      string,
      { readonly kind: 'authority' | 'utility'; readonly opinionRequired: boolean; readonly pipelineOwner?: true }
    >
  >
  readonly opinions: Readonly<Record<string, unknown>>
  readonly lines: Readonly<Record<string, { readonly utility: string; readonly outerWorks?: unknown }>>
  readonly approvals: Readonly<Record<string, { readonly authority: string }>>
  readonly commitments: Readonly<Record<string, { readonly grants: Readonly<Record<string, readonly string[]>> }>>
  readonly orders: Readonly<Record<string, { readonly org: string }>>
  readonly revocations?: Readonly<Record<string, { readonly org: string }>>
}

/** what an organisation has to do with a case, of its own making and not of what it could be asked some day. */
export function partsInCase({ org }: Pick<Reader, 'org'>, state: CaseFacts): readonly Part[] {
  const party = state.parties[org]
  const isUtility = Object.values(state.lines).some(({ utility }) => utility === org)
  const parts: readonly (readonly [Part, boolean])[] = [
    ['collector', state.collector === org],
    ['lead', state.convener === org],
    ['utility', isUtility],
    ['opinion', party?.kind === 'authority' && (party.opinionRequired || Object.hasOwn(state.opinions, org))],
    ['supervising', supervises(org, state)],
    ['invited', party?.kind === 'authority'],
    ['neighbour', party?.kind === 'utility' && !isUtility],
    ['channel', Object.values(wayInOf(state)).includes(org)],
  ]
  return parts.flatMap(([part, has]) => (has ? [part] : []))
}

/** Who approves, by decision or by a promise, ordered something, or is to accept or confirm the works of a line. */
function supervises(
  org: string,
  { works, lines, approvals, commitments, orders, revocations = {} }: CaseFacts,
): boolean {
  const confirmers = works.restorationConfirmers?.map((each) => each.org) ?? []
  const building = Object.values(lines).some(({ outerWorks }) => outerWorks !== undefined)
  return (
    (building && [works.acceptor, works.restorationConfirmer, ...confirmers].includes(org)) ||
    Object.values(approvals).some(({ authority }) => authority === org) ||
    Object.values(commitments).some(({ grants }) => Object.hasOwn(grants, org)) ||
    [...Object.values(orders), ...Object.values(revocations)].some((each) => each.org === org)
  )
}
