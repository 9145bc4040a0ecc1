import type { z } from 'zod'
import { commitmentShown, participantsShown, signerShown } from '../../domain/case/form-masking.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import { PROMISES } from '../../domain/commitment/promise.ts'
import type { CaseState } from '../case.ts'
import type { Writing } from './writing.ts'
import { byText, times } from './writing.ts'
import type { CommitmentViewSchema, RectificationViewSchema, WorksViewSchema } from './works.schema.ts'

type Works = NonNullable<CaseState['lines'][string]['works']>
type Commitment = CaseState['commitments'][string]
type Order = CaseState['orders'][string]

export function worksView(
  {
    designs,
    plans,
    handovers,
    percent,
    inspectionsPassed,
    unsupervised,
    verified,
    extensions,
    acceptance,
    ...rest
  }: Works,
  lens: Lens,
  writing: Writing,
): z.infer<typeof WorksViewSchema> {
  const {
    clearedAt,
    startedAt,
    backfilledAt,
    completedAt,
    acceptedAt,
    surfaceLaidAt,
    restoredAt,
    restorationConfirmedAt,
    confirmedBy,
  } = rest
  return {
    designs,
    plans,
    percent,
    inspectionsPassed,
    ...participantsShown(rest, lens),
    unsupervised,
    extensions: extensions?.map((extension) => extensionView(extension, writing)),
    acceptance: acceptance === undefined ? undefined : acceptanceView(acceptance, lens, writing),
    confirmedBy: confirmedBy === undefined ? undefined : Object.keys(confirmedBy).sort(byText).map(writing.nameOf),
    verified: verified === undefined ? undefined : verifiedView(verified, writing),
    handovers: Object.entries(handovers)
      .sort(([a], [b]) => byText(a, b))
      .map(([org, signedAt]) => ({
        org,
        orgName: writing.nameOf(org),
        ...times({}, { signedAt: signedAt ?? undefined }, writing),
      })),
    ...times(
      {},
      {
        clearedAt,
        startedAt,
        backfilledAt,
        completedAt,
        acceptedAt,
        surfaceLaidAt,
        restoredAt,
        restorationConfirmedAt,
      },
      writing,
    ),
  }
}

/** who came is named in full only to those who need it. */
function acceptanceView(
  { at, invited, filed }: NonNullable<Works['acceptance']>,
  lens: Lens,
  { nameOf, time }: Writing,
) {
  return {
    at: time(at),
    invited: invited.map((org) => ({ org, orgName: nameOf(org) })),
    filed:
      filed === undefined
        ? undefined
        : {
            at: time(filed.at),
            heldOn: filed.heldOn,
            report: filed.report,
            attended: filed.attended.map(({ org, person }) => ({
              org,
              orgName: nameOf(org),
              person: signerShown(person, lens),
            })),
          },
  }
}

function extensionView(
  { dueDate, reason, requestedAt, decision }: NonNullable<Works['extensions']>[number],
  { nameOf, time }: Writing,
) {
  return {
    dueDate,
    reason,
    requestedAt: time(requestedAt),
    decision:
      decision === undefined ? undefined : { ...decision, at: time(decision.at), orgName: nameOf(decision.org) },
  }
}

function verifiedView(verified: NonNullable<Works['verified']>, { nameOf, time }: Writing) {
  return Object.entries(verified)
    .sort(([a], [b]) => byText(a, b))
    .map(([org, { at, found }]) => ({ org, orgName: nameOf(org), at: time(at), found }))
}

/** In the order in which they were signed; who signed is named in full only to those who need it. */
export function commitmentsView(
  state: CaseState,
  lens: Lens,
  writing: Writing,
): z.infer<typeof CommitmentViewSchema>[] {
  return Object.values(state.commitments)
    .sort((a, b) => byText(a.signedAt, b.signedAt) || byText(a.org, b.org))
    .map((signed) => commitmentView(signed, ordersOf(state), lens, writing))
}

function commitmentView(
  { org, version, signedAt, lines, commitment, grants, promises }: Commitment,
  orders: readonly Order[],
  lens: Lens,
  writing: Writing,
): z.infer<typeof CommitmentViewSchema> {
  const { legalRepresentative, address, contact, phone, responsible, worksFrom, worksTo, sections } = commitmentShown(
    commitment,
    lens,
  )
  return {
    org,
    orgName: writing.nameOf(org),
    version,
    signedAt: writing.time(signedAt),
    lines: [...lines],
    legalRepresentative,
    address,
    contact,
    phone,
    responsible,
    worksFrom,
    worksTo,
    sections,
    grants: Object.entries(grants)
      .sort(([a], [b]) => byText(a, b))
      .map(([authority, approvals]) => ({
        authority,
        authorityName: writing.nameOf(authority),
        approvals: [...approvals],
      })),
    promises: promises.map(({ number, checks, brokenAt }) => ({
      number,
      text: PROMISES[number],
      ...times({}, { brokenAt }, writing),
      checks: checks.map(({ at, by, line, kept, evidence }) => ({
        at: writing.time(at),
        by,
        byName: writing.nameOf(by),
        line,
        kept,
        evidence,
      })),
      orders: orders.filter((order) => order.utility === org && order.promises.includes(number)).map(({ id }) => id),
    })),
  }
}

export function rectificationsView(state: CaseState, writing: Writing): z.infer<typeof RectificationViewSchema>[] {
  return ordersOf(state).map(
    ({
      id,
      line,
      org,
      utility,
      requirement,
      dueDate,
      promises,
      orderedAt,
      reportedAt,
      closedAt,
      extension,
      brokenAt,
      creditRecord,
      stop,
    }) => ({
      order: id,
      line,
      org,
      orgName: writing.nameOf(org),
      utility,
      utilityName: writing.nameOf(utility),
      requirement,
      dueDate,
      promises: [...promises],
      ...times({ orderedAt }, { reportedAt, closedAt, brokenAt }, writing),
      extension,
      creditRecord,
      stop,
    }),
  )
}

function ordersOf(state: CaseState): readonly Order[] {
  return Object.values(state.orders).sort((a, b) => byText(a.orderedAt, b.orderedAt) || byText(a.id, b.id))
}
