/** What is said of an event of a matter. */
import type { MatterStates } from '../workflows/core/matter-logics.ts'
import type { MatterStep } from '../db/matters/write.ts'
import { defined } from '../domain/defined.ts'
import { toldForUser } from '../domain/actor/applicant-side.ts'
import { partOfDeadline, remainingFenOf } from '../domain/instalments/instalments.ts'
import type { MatterEvent, MatterKind, MatterState } from '../domain/matter/matter.ts'
import { describedAs } from '../domain/matter/matter-kinds.ts'
import { hiddenTextOf, wordsShown } from '../domain/matter/matter-masking.ts'
import type { MeetingReportEvents } from '../domain/assessment/meeting-report.ts'
import { NOTHING_HIDDEN } from '../domain/masking/words.ts'
import { isTransferSaidToUser } from '../domain/transfer/transfer-masking.ts'
import { matterEventName, matterStatusName } from '../domain/matter/matter-words.ts'
import { lensOnMatter } from '../domain/visibility/lens-on.ts'
import { cloudEvent } from './cloud-event.ts'
import type { Message } from './cloud-event.ts'
import { readerIn } from './reader.ts'
import type { ToldCity } from './reader.ts'

/** Bytes of JSON. nginx and most frameworks take a body of 1 MiB, the rest of the message included. */
const LARGEST_CONTENT = 1_000_000

/**
 * What is particular to a kind; a kind that says nothing is told as it is read.
 */
interface Telling<State> {
  /** Who takes part besides the concerned: who wrote it all down themself. */
  readonly alsoTakesPart?: (state: State) => string | undefined
  /** What is written to the user, and so told to their channel in words. */
  readonly saidToUser?: (event: MatterEvent, org: string, state: State) => boolean
  /** What an event says, where its own data are not enough for those who hear of it first. */
  readonly detail?: (event: MatterEvent, state: State) => object
}

const TELLINGS: { readonly [K in MatterKind]?: Telling<MatterStates[K]> } = {
  transfer: {
    alsoTakesPart: ({ requestedBy }) => (requestedBy.role === 'clerk' ? requestedBy.org : undefined),
    saidToUser: isTransferSaidToUser,
  },
  creditRecord: { detail: reported },
  rating: { alsoTakesPart: ({ side }) => toldForUser(side) },
  meetingReport: { detail: compiled },
  instalments: { alsoTakesPart: ({ side }) => toldForUser(side), detail: inMoney },
}

/**
 * its subject hears of the record first by the notice, the credit platform and the authorities of the joint
 * sanction by its report: both say all of it.
 */
function reported({ type, data }: MatterEvent, state: MatterStates['creditRecord']): object {
  if (type !== 'recordReported' && type !== 'noticeGiven') return data
  const { kind, subject, source, reason, expiresAt, determination, approvals, notice } = state
  const { account: _account, ...named } = subject
  const told = { ...data, kind, subject: named, source }
  if (type === 'noticeGiven') return told
  return {
    ...told,
    reason,
    ...defined({
      expiresAt,
      number: determination?.number,
      grade: determination?.grade,
      approvals,
      document: determination === undefined ? undefined : notice?.document,
    }),
  }
}

/**
 * whoever hears of a part also hears when it is due, of how much, and what is left after the event; amounts in
 * fen.
 */
function inMoney({ data }: MatterEvent, { parts }: MatterStates['instalments']): object {
  const number = partOf(data)
  const part = number === undefined ? undefined : parts[number - 1]
  if (part === undefined) return data
  return {
    ...data,
    part: number,
    dueDate: part.dueDate,
    amountFen: part.amountFen,
    remainingFen: remainingFenOf(parts),
  }
}

function partOf(data: object): number | undefined {
  const { part, deadline } = data as { part?: number; deadline?: string | { readonly id: string } }
  return (
    part ?? (deadline === undefined ? undefined : partOfDeadline(typeof deadline === 'string' ? deadline : deadline.id))
  )
}

/** a report is told whole, with where it lies; larger than receivers commonly take, only with where it lies. */
function compiled({ type, data }: MatterEvent, { period }: MatterStates['meetingReport']): object {
  if (type !== 'reportCompiled') return data
  const links = { report: `/api/v1/reports/${period}`, document: `/api/v1/reports/${period}/document` }
  const { content, ...rest } = data as MeetingReportEvents['reportCompiled']
  return Buffer.byteLength(JSON.stringify(content)) > LARGEST_CONTENT ? { ...rest, links } : { ...rest, content, links }
}

/**
 * the message for an organisation: the event as it would read it; who has no part in the matter is not told who
 * in an organisation acted.
 */
export function matterMessageFor(org: string, kind: MatterKind, { event, state }: MatterStep, city: ToldCity): Message {
  const { seq, type, at, rule, actor } = event
  const telling = TELLINGS[kind] as Telling<MatterState> | undefined
  const takesPart = state.concerned.includes(org) || telling?.alsoTakesPart?.(state) === org
  const lens = lensOnMatter(kind, readerIn(city, org), state as never, city)
  const whole: MatterEvent = { ...event, data: telling?.detail?.(event, state) ?? event.data }
  const isWritten = telling?.saidToUser?.(event, org, state) === true
  if (isWritten) lens.gave('words')
  const hidden = isWritten ? NOTHING_HIDDEN : hiddenTextOf(kind)
  const said = wordsShown(describedAs(kind).shown(whole, lens), hidden, lens)
  return cloudEvent(
    { subject: state.id, city: state.city, seq, type, at },
    {
      kind,
      kindName: describedAs(kind).name,
      seq,
      event: type,
      name: matterEventName(kind, type),
      rule,
      actor: takesPart ? said.actor : { org: actor.org, role: actor.role },
      status: state.status,
      statusName: matterStatusName(kind, state.status),
      detail: withoutOrigin(said.data),
    },
    lens.given,
  )
}

/** The hashes of the opening request are nobody's business. */
function withoutOrigin(data: object): object {
  const { origin: _origin, ...rest } = data as { origin?: unknown }
  return rest
}
