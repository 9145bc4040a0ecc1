import { CLERK, INTAKE } from '../../fixtures/actors.ts'
import { guowang, POWER, shuiwu, STRANGER } from '../../fixtures/branch-case.ts'
import type { BranchCase } from '../../fixtures/branch-case.ts'
import { after, appointed, DAY, later, LATE_IS_TAKEN, withWorks, WOUND_UP } from './row.ts'
import type { Matrix } from './row.ts'

type Subject = 'cancelAppointment' | 'offerTime' | 'answerOffer' | 'answerMissed' | 'decideMissed'

const CLAIM = `${POWER}:1`
const OFFER = { line: POWER, at: '2026-11-23T16:00:00+08:00', reason: '抢修占用班组' }
const OTHERS_LINE = { by: shuiwu, code: 'not-concerned', field: 'line' } as const
const STRANGERS = { by: STRANGER, code: 'not-concerned' } as const
const connectPower = (the: BranchCase) => {
  the.act('reportConnected', guowang, { line: POWER })
}

const offered = after(appointed, (the) => {
  the.act('offerTime', guowang, OFFER)
})
const told = after(appointed, later(61), (the) => {
  the.act('reportMissedAppointment', guowang, { line: POWER, by: 'user', note: '无人到场' })
})
const contested = after(told, (the) => {
  the.act('answerMissed', INTAKE, { claim: CLAIM, confirmed: false, note: '一直在场' })
})

/** a time that is offered, cancelled, missed. */
export const AGREED_TIMES: Pick<Matrix, Subject> = {
  cancelAppointment: {
    ready: appointed,
    actor: INTAKE,
    body: { lines: [POWER], reason: '厂房未完工' },
    drops: POWER,
    wrongStage: { the: withWorks, code: 'wrong-stage', field: 'lines.0', says: '用电没有待履行的约定' },
    wrongOrganisation: STRANGERS,
    twice: { code: 'wrong-stage', field: 'lines.0' },
    tooLate: { the: after(appointed, connectPower), code: 'already-done', field: 'lines.0' },
    droppedService: { code: 'wrong-stage', field: 'lines.0', says: '用电已撤销' },
  },
  offerTime: {
    ready: appointed,
    actor: guowang,
    body: OFFER,
    drops: POWER,
    wrongStage: { the: withWorks, code: 'wrong-stage', field: 'line', says: '用户尚未约定接入时间' },
    wrongOrganisation: OTHERS_LINE,
    twice: { code: 'already-done', field: 'line', says: '已另提时间，等待用户答复' },
    tooLate: { the: after(appointed, later(61)), code: 'wrong-stage', field: 'line', says: '约定时间已到，由用户另约' },
    droppedService: { code: 'wrong-stage', field: 'line', says: '用电已撤销' },
  },
  answerOffer: {
    ready: offered,
    actor: INTAKE,
    body: { line: POWER, answer: 'agreed' },
    drops: POWER,
    wrongStage: { the: appointed, code: 'wrong-stage', field: 'line', says: '用电没有待答复的时间' },
    wrongOrganisation: STRANGERS,
    twice: { code: 'wrong-stage', field: 'line' },
    tooLate: {
      the: after(offered, later(DAY)),
      code: 'appointment-past',
      field: 'answer',
      says: '所提的时间已过，请另定时间或维持原约',
    },
    droppedService: { code: 'wrong-stage', field: 'line' },
  },
  answerMissed: {
    ready: told,
    actor: INTAKE,
    body: { claim: CLAIM, confirmed: true },
    drops: POWER,
    wrongStage: { the: appointed, code: 'claim-unknown', field: 'claim' },
    wrongOrganisation: { by: guowang, code: 'not-concerned' },
    twice: { code: 'already-done', field: 'claim', says: '该失约报告已经答复' },
    tooLate: LATE_IS_TAKEN,
    droppedService: WOUND_UP,
    withdrawnCase: 'windsUp',
  },
  decideMissed: {
    ready: contested,
    actor: CLERK,
    body: { claim: CLAIM, missed: 'neither', reason: '双方各执一词' },
    drops: POWER,
    wrongStage: { the: told, code: 'wrong-stage', field: 'claim', says: '等待对方确认或提出异议' },
    wrongOrganisation: { by: guowang, code: 'not-concerned', says: '有异议的失约由综窗认定' },
    twice: { code: 'already-done', field: 'claim', says: '该次失约已经了结' },
    tooLate: LATE_IS_TAKEN,
    droppedService: WOUND_UP,
    withdrawnCase: 'windsUp',
  },
}
