import type { CreditBody } from '../../../domain/credit/credit-event.ts'
import type { CreditBodies } from '../../../domain/credit/credit.schema.ts'
import type { CreditState } from '../../../workflows/credit/core/state.ts'
import { officer } from '../../fixtures/actors.ts'
import { answeredRecord, decidedRecord, NOTICE, noticedRecord, openedRecord, RECORDED } from '../../fixtures/credit.ts'
import type { PureRecord } from '../../fixtures/credit.ts'
import { creditInput, dueProcessInput, proposedInput } from '../../fixtures/matters.ts'
import type { PureMatter } from '../../fixtures/pure-matter.ts'
import { after, CLOSED, LATE_IS_TAKEN } from './matters.ts'
import type { Rows } from './matters.ts'

const [own, lead, office, theirs] = [
  officer('chengguan'),
  officer('chengguan', 'lead'),
  officer('office'),
  officer('shuiwu'),
]
/** As before 0.4. */
const recorded = () => openedRecord(creditInput('credit:1'))
/** As by 0.5. */
const proposed = () => openedRecord(proposedInput('credit:1'))
const rejected = after(proposed, (the) => {
  the.act('confirmRecord', officer('office', 'lead'), { confirmed: false, reason: '证据不足' })
})
const opened = () => openedRecord(dueProcessInput('credit:1'))
const noticed = () => noticedRecord()
const answered = () => answeredRecord()
const decided = () => decidedRecord()
const contested = after(decided, (the) => {
  the.act('contestRecord', theirs, { reason: '已按期整改' })
})
const expired = after(decided, (the) => {
  the.record({ type: 'recordExpired', rule: 'R-29', data: {} })
})
/** Three months on, of six; nobody objected. */
const ripe = after(decided, (the) => {
  the.at = '2026-12-03T01:00:00.000Z'
  the.record({ type: 'objectionTermEnded', rule: 'R-29', data: {} })
  the.at = '2027-02-26T01:00:00.000Z'
})
const asked = after(ripe, (the) => {
  the.act('requestRepair', theirs, { correction: '已恢复' })
})
const accepted = after(asked, (the) => {
  the.act('acceptRepair', own, { accepted: true })
})
const dismissed = () => decidedRecord({ outcome: 'dismissed', reason: '证据不足', onAnswer: '采纳' })

const OTHERS = { code: 'not-concerned', says: '由提请（或责令整改）的部门或其上级单位办理' } as const
const NOT_DECIDER = {
  by: officer('zigui'),
  code: 'not-concerned',
  says: '由协调小组办公室或作出记录的部门决定',
} as const
const notTheirs = (what: string) =>
  ({
    by: officer('guowang'),
    code: 'not-concerned',
    says: `只有被记录的单位或个人（或由综窗代为）可以${what}`,
  }) as const
const NO_NOTICE = { the: opened, code: 'wrong-stage', says: '尚未事先告知' } as const
const EXPIRED = { the: expired, ...CLOSED } as const

export const CREDITS: Rows<PureMatter<CreditState, CreditBodies, CreditBody>, CreditBodies> = {
  confirmRecord: {
    ready: proposed,
    actor: lead,
    body: { confirmed: true },
    wrongStage: { the: recorded, code: 'wrong-stage', says: '该记录作出时即已生效，无须确认' },
    wrongOrganisation: { by: officer('zigui', 'lead'), ...OTHERS },
    twice: { code: 'already-done', says: '该记录已经确认' },
    tooLate: { the: answered, code: 'wrong-stage', says: '该记录须事先告知、听取陈述申辩后认定，不以确认代替' },
    over: { the: rejected, ...CLOSED },
  },
  giveNotice: {
    ready: opened,
    actor: own,
    body: NOTICE,
    wrongStage: { the: proposed, code: 'wrong-stage', says: '该记录按提请时的规定办理：由第二人确认' },
    wrongOrganisation: { by: officer('zigui'), ...OTHERS },
    twice: { code: 'already-done', says: '已经事先告知' },
    tooLate: LATE_IS_TAKEN,
    over: EXPIRED,
  },
  answerNotice: {
    ready: noticed,
    actor: theirs,
    body: { waived: false, statement: '已整改' },
    wrongStage: NO_NOTICE,
    wrongOrganisation: notTheirs('陈述申辩'),
    twice: { code: 'already-done', says: '已经陈述申辩' },
    tooLate: { the: decided, code: 'wrong-stage', says: '已经认定：不服的请提出异议' },
    over: { the: dismissed, ...CLOSED },
  },
  decideRecord: {
    ready: answered,
    actor: lead,
    body: RECORDED,
    wrongStage: { the: noticed, code: 'wrong-stage', says: '陈述申辩的期限未到，被告知者也没有答复' },
    wrongOrganisation: { by: officer('zigui', 'lead'), ...OTHERS },
    twice: { code: 'already-done', says: '该记录已经认定' },
    tooLate: LATE_IS_TAKEN,
    over: { the: dismissed, ...CLOSED },
  },
  contestRecord: {
    ready: decided,
    actor: theirs,
    body: { reason: '已按期整改' },
    wrongStage: { the: answered, code: 'wrong-stage', says: '该记录尚未认定，没有报送，无须提出异议' },
    wrongOrganisation: notTheirs('提出异议'),
    twice: { code: 'already-done', says: '已经提出过异议' },
    tooLate: {
      the: after(decided, (the) => {
        the.at = '2026-12-03T01:00:00.000Z'
      }),
      code: 'term-over',
      says: '提出异议的期限已过',
    },
    over: EXPIRED,
  },
  decideContest: {
    ready: contested,
    actor: office,
    body: { upheld: true, reason: '属实' },
    wrongStage: { the: decided, code: 'wrong-stage', says: '没有待裁定的异议' },
    wrongOrganisation: NOT_DECIDER,
    twice: { code: 'already-done', says: '异议已经裁定' },
    tooLate: LATE_IS_TAKEN,
    over: EXPIRED,
  },
  withdrawRecord: {
    ready: decided,
    actor: office,
    body: { reason: '误记' },
    wrongStage: { the: contested, code: 'wrong-stage', says: '异议未决：请以裁定撤销' },
    wrongOrganisation: NOT_DECIDER,
    twice: CLOSED,
    tooLate: EXPIRED,
    over: EXPIRED,
  },
  requestRepair: {
    ready: ripe,
    actor: theirs,
    body: { correction: '已恢复' },
    wrongStage: { the: decided, code: 'wrong-stage', says: '自 2027-02-26 起可以申请修复' },
    wrongOrganisation: notTheirs('申请信用修复'),
    twice: { code: 'already-done', says: '已经申请信用修复，尚待决定' },
    tooLate: EXPIRED,
    over: EXPIRED,
  },
  acceptRepair: {
    ready: asked,
    actor: own,
    body: { accepted: true },
    wrongStage: { the: ripe, code: 'wrong-stage', says: '没有待办理的信用修复申请' },
    wrongOrganisation: NOT_DECIDER,
    twice: { code: 'already-done', says: '已经受理' },
    tooLate: LATE_IS_TAKEN,
    over: EXPIRED,
  },
  decideRepair: {
    ready: accepted,
    actor: lead,
    body: { granted: true, reason: '已纠正' },
    wrongStage: { the: asked, code: 'wrong-stage', says: '信用修复尚未受理' },
    wrongOrganisation: NOT_DECIDER,
    twice: CLOSED,
    tooLate: LATE_IS_TAKEN,
    over: EXPIRED,
  },
}

/** Bodies of every sort that could make an act right, whatever the record says. */
export function creditBodies(type: string): readonly unknown[] {
  const { document: _document, ...undocumented } = NOTICE
  const bodies: Partial<Record<string, readonly unknown[]>> = {
    giveNotice: [{ ...undocumented, approvals: [], delivery: 'post', deliveredOn: '2026-11-23' }, NOTICE],
    answerNotice: [{ waived: false, statement: '略' }, { waived: true }],
    decideRecord: [{ outcome: 'dismissed', reason: '略', onAnswer: '略' }, RECORDED],
    acceptRepair: [{ accepted: true }],
    decideRepair: [{ granted: false, reason: '略' }],
  }
  return bodies[type] ?? [{ type }]
}

/** What a record can look like, besides what the rows name. */
export const CREDIT_SITUATIONS: readonly (() => PureRecord)[] = [recorded, opened, noticed, answered, ripe, accepted]
