/** What may be done to a transfer, a credit record, a rating, instalments and a later inspection. */
import { ACTS } from '../../domain/act/act.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { CREDIT_ACTS } from '../../domain/credit/credit.ts'
import { INSTALMENTS_ACTS } from '../../domain/instalments/instalments.ts'
import type { MatterKind, MatterState } from '../../domain/matter/matter.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { Refusal } from '../../domain/problem.ts'
import { RATING_ACTS } from '../../domain/rating/rating.ts'
import { TRANSFER_ACTS } from '../../domain/transfer/transfer.ts'
import { CLERK, INTAKE, officer } from '../../test/fixtures/actors.ts'
import { logicOf } from '../../workflows/core/matter-logics.ts'
import { can } from '../../workflows/matter/core/matter-logic.ts'
import type { CreditState } from '../../workflows/credit/core/state.ts'
import type { InstalmentsState } from '../../workflows/instalments/core/state.ts'
import type { LaterInspectionBodies } from '../../workflows/later-inspection/core/acts.ts'
import type { LaterInspectionState } from '../../workflows/later-inspection/core/state.ts'
import type { RatingState } from '../../workflows/rating/core/state.ts'
import type { TransferState } from '../../workflows/transfer/core/state.ts'
import type { KnownMatter } from './subjects.ts'
import { raterOf } from './rater.ts'
import { APPLICATIONS } from './world.ts'

/** `forward`: one that brings the matter nearer to its end. */
export interface MatterTry {
  readonly type: string
  readonly actor: Actor
  /** What the API makes of them, where that is another name. */
  readonly recordedAs?: Actor
  readonly path: string
  readonly body: unknown
  readonly forward: boolean
}

const DAY = 86_400_000

/** `legal`: what its rules allow now; else anything that could be tried. */
export function matterActs(
  known: KnownMatter,
  city: City,
  { legal }: { readonly legal: boolean },
): readonly MatterTry[] {
  const tries = triesOf(known, city)
  const { state } = known
  return !legal || state === undefined ? tries : tries.filter((one) => isLegal(known.kind, state, one))
}

function isLegal(kind: MatterKind, state: MatterState, one: MatterTry): boolean {
  const { type, actor, recordedAs, body } = one
  try {
    can(logicOf(kind), state, { type, actor: recordedAs ?? actor, at: new Date().toISOString(), body })
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

function triesOf(known: KnownMatter, city: City): readonly MatterTry[] {
  if (known.state === undefined) return []
  switch (known.kind) {
    case 'transfer':
      return ofTransfer(known.state)
    case 'creditRecord':
      return ofCredit(known.state)
    case 'rating':
      return ofRating(known.state)
    case 'instalments':
      return ofInstalments(known.state, city)
    case 'laterInspection':
      return ofLaterInspection(known.state, city)
  }
}

function ofTransfer({ id, leader, accounts, conduct }: TransferState): readonly MatterTry[] {
  const act = (type: keyof typeof TRANSFER_ACTS, actor: Actor, body: object, forward = true) => ({
    type,
    actor,
    path: `/api/v1/transfers/${id}/${TRANSFER_ACTS[type].path}`,
    body,
    forward,
  })
  return [
    act('decideOwnership', officer(leader), { confirmed: true }),
    act('decideOwnership', officer(leader), { confirmed: false, reason: '产权不清' }, false),
    ...Object.values(accounts).flatMap(({ id: account, utility }) => [
      act('settleAccount', officer(utility), {
        account,
        readOn: localDate(new Date().toISOString(), conduct ?? { utcOffsetMinutes: 480 }),
        reading: 1234,
        arrearsFen: 0,
      }),
      act('confirmAccount', officer(utility), { account, newAccountNumber: '4200999' }),
      act('reportAccountFailed', officer(utility), { account, reason: '欠费' }, false),
      act('retryAccount', INTAKE, { account, remarks: '已缴清' }),
      act('closeAccount', CLERK, { account, reason: '另行新装' }),
    ]),
    act('withdrawTransfer', INTAKE, { reason: '不办了' }, false),
  ]
}

function ofCredit({
  id,
  subject,
  decider,
  confirmers: [proposer = decider] = [],
  dueProcess,
}: CreditState): readonly MatterTry[] {
  const act = (type: keyof typeof CREDIT_ACTS, actor: Actor, body: object, forward = true) => ({
    type,
    actor,
    path: `/api/v1/credit-records/${id}/${CREDIT_ACTS[type].path}`,
    body,
    forward,
  })
  const [own, lead, theirs] = [officer(proposer), officer(proposer, 'lead'), officer(subject.org ?? 'shuiwu')]
  const today = localDate(new Date().toISOString(), dueProcess ?? { utcOffsetMinutes: 0 })
  const document = { kind: 'penalty', number: '罚决 1 号', issuer: proposer, date: today, inForceFrom: today }
  const notice = { reason: '逾期', basis: '条例', grade: 'minor', months: 3, approvals: dueProcess?.blockable ?? [] }
  const decision = { grade: 'minor', months: 2, approvals: [], reason: '属实', onAnswer: '不予采纳' }
  return [
    act('giveNotice', own, { ...notice, document, delivery: 'online' }),
    act('giveNotice', own, { ...notice, delivery: 'online' }, false),
    act('answerNotice', theirs, { waived: true }),
    act('answerNotice', theirs, { waived: false, statement: '已整改' }, false),
    act('decideRecord', lead, { outcome: 'recorded', ...decision }),
    // Without a document in force nothing else goes on.
    act('decideRecord', lead, { outcome: 'performance', reason: '未受处罚', onAnswer: '采纳' }),
    act('decideRecord', lead, { outcome: 'dismissed', reason: '不属实', onAnswer: '采纳' }, false),
    act('confirmRecord', lead, { confirmed: true, remarks: '已核对' }),
    act('contestRecord', theirs, { reason: '已按期整改' }, false),
    act('decideContest', officer(decider), { upheld: true, reason: '属实' }, false),
    act('decideContest', officer(decider), { upheld: false, reason: '有误' }),
    act('requestRepair', theirs, { correction: '已整改' }),
    act('acceptRepair', own, { accepted: true }),
    act('acceptRepair', own, { accepted: false, reason: '未整改' }, false),
    act('decideRepair', lead, { granted: true, reason: '已纠正' }),
    act('withdrawRecord', officer(decider), { reason: '已修复' }),
  ]
}

function ofRating({ serviceNumber, answerer, side }: RatingState): readonly MatterTry[] {
  const rater = raterOf(serviceNumber)
  const act = (type: keyof typeof RATING_ACTS, actor: Actor, body: object) => ({
    type,
    actor,
    path: `${APPLICATIONS}/${serviceNumber}/rating/${RATING_ACTS[type].path}`,
    body,
    forward: true,
  })
  return [
    act('answerRating', officer(answerer), { answer: '已约谈', measures: '整改' }),
    { ...act('addToRating', rater, { text: '好多了' }), recordedAs: { ...rater, sub: side.applicant ?? rater.sub } },
  ]
}

function ofInstalments(
  { id, serviceNumber, line, utility, parts }: InstalmentsState,
  city: City,
): readonly MatterTry[] {
  const today = localDate(new Date().toISOString(), city.hours)
  const act = (type: keyof typeof INSTALMENTS_ACTS, body: object, forward: boolean) => ({
    type,
    actor: officer(utility),
    path: `/api/v1/instalments/${id}/${INSTALMENTS_ACTS[type].path}`,
    body,
    forward,
  })
  return [
    ...parts.map((_, index) => ({
      type: 'recordPayment',
      actor: officer(utility),
      path: `${APPLICATIONS}/${serviceNumber}/${ACTS.recordPayment.path}`,
      body: { line, part: index + 1, paidOn: today },
      forward: true,
    })),
    act('confirmInnerWorks', { remarks: '已施工' }, true),
    act('releaseInstalments', { reason: '未施工' }, false),
  ]
}

function ofLaterInspection(
  { serviceNumber, org, utility, order }: LaterInspectionState,
  city: City,
): readonly MatterTry[] {
  if (order === undefined) return []
  const later = localDate(new Date(Date.now() + 9 * DAY).toISOString(), city.hours)
  const act = (type: keyof LaterInspectionBodies, actor: Actor, body: object, forward = true) => ({
    type,
    actor,
    path: `${APPLICATIONS}/${serviceNumber}/${ACTS[type].path}`,
    body: { order: order.id, ...body },
    forward,
  })
  return [
    act('reportRectified', officer(utility), { remarks: '已改' }),
    act('reinspect', officer(org, 'inspector'), { passed: true, evidence: '照片' }),
    act('reinspect', officer(org, 'inspector'), { passed: false, evidence: '照片' }, false),
    act('requestExtension', officer(utility), { dueDate: later, reason: '雨' }, false),
    act('decideExtension', officer(org), { granted: true }, false),
  ]
}

/** Where a matter is read. */
export function pathOf({ kind, id, state }: KnownMatter): string {
  switch (kind) {
    case 'transfer':
      return `/api/v1/transfers/${id}`
    case 'creditRecord':
      return `/api/v1/credit-records/${id}`
    case 'rating':
      return `${APPLICATIONS}/${state?.serviceNumber ?? id.slice('rating:'.length)}/rating`
    case 'instalments':
      return `/api/v1/instalments/${id}`
    case 'laterInspection':
      return `/api/v1/later-inspections/${id}`
  }
}
