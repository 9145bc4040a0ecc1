import type { Actor } from '../../../domain/actor/actor.ts'
import type { ProblemCode } from '../../../domain/problem.ts'
import type { RatingBody } from '../../../domain/rating/rating-event.ts'
import type { RatingBodies } from '../../../domain/rating/rating.schema.ts'
import type { TransferBody } from '../../../domain/transfer/transfer-event.ts'
import type { TransferBodies } from '../../../domain/transfer/transfer.schema.ts'
import { RATING } from '../../../workflows/rating/core/acts.ts'
import type { RatingState } from '../../../workflows/rating/core/state.ts'
import type { TransferState } from '../../../workflows/transfer/core/state.ts'
import { TRANSFER } from '../../../workflows/transfer/core/acts.ts'
import { APPLICANT_USER, CLERK, INTAKE, officer } from '../../fixtures/actors.ts'
import { ratingInput, settledTransferInput, transferInput, WATER } from '../../fixtures/matters.ts'
import { PureMatter } from '../../fixtures/pure-matter.ts'
import { STRANGER } from '../../fixtures/branch-case.ts'

export interface Refusing<M> {
  readonly the?: () => M
  readonly by?: Actor
  readonly code: ProblemCode
  readonly field?: string
  readonly says: string
}
export type Cell<M> = Refusing<M> | { readonly notApplicable: string }
/** `over`: the matter has come to its end. */
export interface Row<M, Body> {
  readonly ready: () => M
  readonly actor: Actor
  readonly body: Body
  readonly wrongStage: Cell<M>
  readonly wrongOrganisation: Refusing<M>
  readonly twice: Cell<M>
  readonly tooLate: Cell<M>
  readonly over: Refusing<M>
}
/** A new act without a row does not type-check. */
export type Rows<M, Bodies> = { readonly [A in keyof Bodies]: Row<M, Bodies[A]> }

/** The matter, gone on by what `steps` do. */
export const after =
  <M>(start: () => M, ...steps: readonly ((the: M) => void)[]) =>
  (): M => {
    const the = start()
    steps.forEach((step) => {
      step(the)
    })
    return the
  }

const origin = { keyHash: 'k', bodyHash: 'b' }
export const CLOSED = { code: 'matter-closed', says: '该事项已经办结，不能再办理' } as const
export const LATE_IS_TAKEN = {
  notApplicable: 'R-33: a deadline blocks nothing; late work is taken and marked',
} as const

type Transfer = PureMatter<TransferState, TransferBodies, TransferBody>
const [LEADER, shuiwu, guowang] = ['zigui', 'shuiwu', 'guowang'].map((org) => officer(org)) as [Actor, Actor, Actor]
const requested = (): Transfer => {
  const { request, leader } = transferInput('CBT-20261123-00001-0')
  const accounts = [{ id: WATER, service: 'water', utility: 'shuiwu', accountNumber: '4200118' }] as const
  return new PureMatter(
    TRANSFER,
    'CBT-20261123-00001-0',
    {
      type: 'transferRequested',
      rule: 'R-28',
      data: { city: 'chibi', policyHash: 'p', origin, request, leader, accounts: [...accounts] },
    },
    INTAKE,
  )
}
const confirmed = after(requested, (the) => {
  the.act('decideOwnership', LEADER, { confirmed: true })
})
const failed = after(confirmed, (the) => {
  the.act('reportAccountFailed', shuiwu, { account: WATER, reason: '欠费' })
})
const transferred = after(confirmed, (the) => {
  the.act('confirmAccount', shuiwu, { account: WATER })
})
const closedTransfer = after(transferred, (the) => {
  the.record({ type: 'transferClosed', rule: 'R-28', data: { outcome: 'transferred' } })
})
/** by the policy of today; `consents`: those that come with the request. */
const conducted = (consents = 2) => {
  const { request, leader } = settledTransferInput('CBT-20261123-00001-0')
  const { ground } = request.form
  if (ground?.kind !== 'consent') throw new Error('no consent')
  const form = { ...request.form, ground: { ...ground, consents: ground.consents.slice(0, consents) } }
  const accounts = [{ id: WATER, service: 'water', utility: 'shuiwu', accountNumber: '4200118' }] as const
  const data = {
    city: 'chibi',
    policyHash: 'p',
    origin,
    request: { ...request, form },
    leader,
    accounts: [...accounts],
    conduct: { utcOffsetMinutes: 480, metered: ['water'] as const },
  }
  return new PureMatter(TRANSFER, 'CBT-20261123-00001-0', { type: 'transferRequested', rule: 'R-28', data }, INTAKE)
}
const unconsented = (): Transfer => conducted(1)
const unsettled = after(
  () => conducted(),
  (the) => {
    the.act('decideOwnership', LEADER, { confirmed: true })
  },
)
const READ = { account: WATER, readOn: '2026-11-23', reading: 1234.5, arrearsFen: 0 }
const owing = after(unsettled, (the) => {
  the.act('settleAccount', shuiwu, { ...READ, arrearsFen: 128000 })
})
const closedConducted = after(unsettled, (the) => {
  the.act('settleAccount', shuiwu, READ)
  the.act('confirmAccount', shuiwu, { account: WATER })
  the.record({ type: 'transferClosed', rule: 'R-28', data: { outcome: 'transferred' } })
})
const CONSENT = {
  agreed: true,
  holder: 'to',
  signer: '王小明',
  signedOn: '2026-11-23',
  scanSha256: 'a'.repeat(64),
} as const
const OTHERS_ACCOUNT = {
  by: guowang,
  code: 'not-concerned',
  field: 'account',
  says: '账户由其公用事业单位办理',
} as const
const NOT_CONFIRMED = { the: requested, code: 'wrong-stage', says: '权属核验通过后各单位才能过户' } as const
const NOT_FAILED = { the: confirmed, code: 'wrong-stage', field: 'account', says: '该账户尚待其单位答复' } as const
const NOT_DECIDING = { by: shuiwu, code: 'not-concerned', says: '由申请人、原受理渠道、综窗或牵头单位决定' } as const
const DONE = { code: 'already-done', field: 'account', says: '该账户已经办结' } as const
const OVER = { the: closedTransfer, ...CLOSED } as const

export const TRANSFERS: Rows<Transfer, TransferBodies> = {
  decideOwnership: {
    ready: requested,
    actor: LEADER,
    body: { confirmed: true },
    wrongStage: {
      the: after(requested, (the) => {
        the.act('withdrawTransfer', INTAKE, { reason: '取消' })
      }),
      code: 'matter-closed',
      says: '该过户申请已撤回',
    },
    wrongOrganisation: { by: shuiwu, code: 'not-concerned', says: '权属由联动过户的牵头单位核验' },
    twice: { code: 'already-done', says: '权属已经核验过' },
    tooLate: LATE_IS_TAKEN,
    over: OVER,
  },
  giveConsent: {
    ready: unconsented,
    actor: CLERK,
    body: CONSENT,
    wrongStage: { the: requested, code: 'wrong-stage', says: '该过户不以户主同意为依据' },
    wrongOrganisation: { by: shuiwu, code: 'not-concerned', says: '户主的同意由原受理渠道或综窗补记' },
    twice: { code: 'already-done', says: '两位户主均已同意' },
    tooLate: { notApplicable: 'R-28: what is not answered in its term ends the transfer' },
    over: { the: closedConducted, ...CLOSED },
  },
  settleAccount: {
    ready: unsettled,
    actor: shuiwu,
    body: READ,
    wrongStage: { ...NOT_CONFIRMED, the: conducted },
    wrongOrganisation: OTHERS_ACCOUNT,
    twice: { code: 'already-done', field: 'account', says: '该账户已经结算' },
    tooLate: LATE_IS_TAKEN,
    over: { the: closedConducted, ...CLOSED },
  },
  recordArrearsPaid: {
    ready: owing,
    actor: shuiwu,
    body: { account: WATER, paidOn: '2026-11-23', amountFen: 128000 },
    wrongStage: { the: unsettled, code: 'wrong-stage', field: 'account', says: '该账户没有欠费' },
    wrongOrganisation: OTHERS_ACCOUNT,
    twice: { code: 'wrong-stage', field: 'account', says: '该账户没有欠费' },
    tooLate: {
      the: after(owing, (the) => {
        the.act('closeAccount', LEADER, { account: WATER, reason: '不再过户' })
      }),
      ...DONE,
    },
    over: { the: closedConducted, ...CLOSED },
  },
  confirmAccount: {
    ready: confirmed,
    actor: shuiwu,
    body: { account: WATER },
    wrongStage: NOT_CONFIRMED,
    wrongOrganisation: OTHERS_ACCOUNT,
    twice: DONE,
    tooLate: LATE_IS_TAKEN,
    over: OVER,
  },
  reportAccountFailed: {
    ready: confirmed,
    actor: shuiwu,
    body: { account: WATER, reason: '欠费' },
    wrongStage: NOT_CONFIRMED,
    wrongOrganisation: OTHERS_ACCOUNT,
    twice: { code: 'wrong-stage', field: 'account', says: '已说明不能过户；原因排除并重新办理后才能过户' },
    tooLate: LATE_IS_TAKEN,
    over: OVER,
  },
  retryAccount: {
    ready: failed,
    actor: INTAKE,
    body: { account: WATER, remarks: '已缴清' },
    wrongStage: NOT_FAILED,
    wrongOrganisation: NOT_DECIDING,
    twice: NOT_FAILED,
    tooLate: { the: transferred, ...DONE },
    over: OVER,
  },
  closeAccount: {
    ready: failed,
    actor: LEADER,
    body: { account: WATER, reason: '不再过户' },
    wrongStage: NOT_FAILED,
    wrongOrganisation: NOT_DECIDING,
    twice: DONE,
    tooLate: { the: transferred, ...DONE },
    over: OVER,
  },
  withdrawTransfer: {
    ready: requested,
    actor: INTAKE,
    body: { reason: '取消' },
    wrongStage: { notApplicable: 'R-37: at any stage' },
    wrongOrganisation: { by: STRANGER, code: 'not-concerned', says: '只有申请人、原受理渠道或综窗可以撤回' },
    twice: { code: 'matter-closed', says: '该过户申请已撤回' },
    tooLate: { the: transferred, code: 'wrong-stage', says: '各账户均已办结，不能撤回' },
    over: OVER,
  },
}

const office = officer('office')

type CaseRating = PureMatter<RatingState, RatingBodies, RatingBody>
const rated =
  (grade: 'dissatisfied' | 'satisfied' = 'dissatisfied') =>
  (): CaseRating => {
    const { serviceNumber, rating, answerer, parties, side } = ratingInput('CB-20261123-00001-0', { grade })
    return new PureMatter(
      RATING,
      'rating:1',
      {
        type: 'caseRated',
        rule: 'R-32',
        data: {
          city: 'chibi',
          policyHash: 'p',
          origin,
          serviceNumber,
          rating,
          bad: grade === 'dissatisfied',
          answerer,
          parties: [...parties],
          side,
        },
      },
      INTAKE,
    )
  }
const closedRating = after(rated(), (the) => {
  the.record({ type: 'ratingClosed', rule: 'R-32', data: {} })
})

/** by the policy of today: 水务 was rated badly, and answers too. */
const ratedOrganisation = (): CaseRating => {
  const input = ratingInput('CB-20261123-00001-0', {
    grade: 'satisfied',
    organisations: [{ org: 'shuiwu', grade: 'veryDissatisfied' }],
  })
  const { serviceNumber, rating, answerer, parties, side } = input
  const data = { city: 'chibi', policyHash: 'p', origin, serviceNumber, rating, bad: true, answerer, side }
  return new PureMatter(
    RATING,
    'rating:1',
    { type: 'caseRated', rule: 'R-32', data: { ...data, parties: [...parties], rated: ['shuiwu'] } },
    INTAKE,
  )
}
const closedRated = after(ratedOrganisation, (the) => {
  the.record({ type: 'ratingClosed', rule: 'R-32', data: {} })
})

export const RATINGS: Rows<CaseRating, RatingBodies> = {
  answerAsRated: {
    ready: ratedOrganisation,
    actor: shuiwu,
    body: { answer: '已上门致歉', measures: '预约前一日电话确认' },
    wrongStage: { the: rated(), code: 'not-concerned', says: '由被评为差评的单位回复自己的部分' },
    wrongOrganisation: { by: guowang, code: 'not-concerned', says: '由被评为差评的单位回复自己的部分' },
    twice: { code: 'already-done', says: '本单位已经回复过' },
    tooLate: LATE_IS_TAKEN,
    over: { the: closedRated, ...CLOSED },
  },
  answerRating: {
    ready: rated(),
    actor: office,
    body: { answer: '已上门致歉' },
    wrongStage: { the: rated('satisfied'), code: 'wrong-stage', says: '不是差评，无须回复' },
    wrongOrganisation: { by: officer('zhujian'), code: 'not-concerned', says: '差评由协调小组办公室回复' },
    twice: { code: 'already-done', says: '已经回复过' },
    tooLate: LATE_IS_TAKEN,
    over: { the: closedRating, ...CLOSED },
  },
  addToRating: {
    ready: rated(),
    actor: APPLICANT_USER,
    body: { text: '补充' },
    wrongStage: { notApplicable: 'R-32: within its term, before or after the answer' },
    wrongOrganisation: { by: STRANGER, code: 'not-concerned', says: '只有评价人自己可以追评' },
    twice: { code: 'already-done', says: '只能追评一次' },
    tooLate: {
      the: after(rated(), (the) => {
        the.clock({ id: 'addition', kind: 'addition', owner: 'applicant' }, '2026-12-07T01:00:00.000Z')
        the.at = '2026-12-07T01:00:01.000Z'
      }),
      code: 'wrong-stage',
      says: '追评期限已过',
    },
    over: { the: closedRating, ...CLOSED },
  },
}
