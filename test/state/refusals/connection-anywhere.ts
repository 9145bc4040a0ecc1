import { INTAKE, officer } from '../../fixtures/actors.ts'
import { SERVICE_NUMBER } from '../../fixtures/pure-case.ts'
import {
  BranchCase,
  guowang,
  inspector,
  office,
  POWER,
  shuiwu,
  STRANGER,
  WATER,
  WATER_AND_POWER,
} from '../../fixtures/branch-case.ts'
import { CHIBI } from '../../fixtures/cities.ts'
import { connectable } from '../../fixtures/opinions.ts'
import {
  accepted,
  after,
  appointed,
  constructing,
  DAY,
  LATE_IS_TAKEN,
  later,
  surveying,
  WHOLE,
  withWorks,
  WOUND_UP,
} from './row.ts'
import type { Matrix } from './row.ts'
import { ordered } from './supervision-acceptance.ts'

type Subject =
  | 'requestInnerWorks'
  | 'quoteInnerWorks'
  | 'agreeInstalments'
  | 'requestInstalments'
  | 'recordPayment'
  | 'appointConnection'
  | 'reportConnected'
  | 'reportMissedAppointment'
  | 'dropServices'
  | 'hasten'
  | 'reassignTask'
  | 'suspendClock'
  | 'resumeClock'
  | 'withdrawApplication'

const REQUEST = { line: WATER, scope: '厂区内 DN100 支管' }
const QUOTE = { line: WATER, items: [{ name: '管材', amountFen: 400_01 }], priceDocument: '赤发改价〔2024〕12 号' }
const PLAN = {
  line: WATER,
  parts: [
    { dueDate: '2026-12-01', amountFen: 400_00 },
    { dueDate: '2027-03-01', amountFen: 1 },
  ],
}
const requested = after(withWorks, (the) => {
  the.act('requestInnerWorks', INTAKE, REQUEST)
})
const quoted = after(requested, (the) => {
  the.act('quoteInnerWorks', shuiwu, QUOTE)
})
const agreed = after(quoted, (the) => {
  the.act('agreeInstalments', INTAKE, PLAN)
})

/** a case of now, whose instalments both sides sign. */
const signing = () => {
  const the = new BranchCase(WATER_AND_POWER, {}, CHIBI, [], { signsInstalments: true }).atSurvey()
  the.act('fileOpinion', shuiwu, connectable(WATER))
  the.act('fileOpinion', guowang, connectable(POWER))
  the.closeSurvey()
  the.act('requestInnerWorks', INTAKE, REQUEST)
  the.act('quoteInnerWorks', shuiwu, QUOTE)
  return the
}

const AT = '2026-11-23T10:00:00+08:00'
const connectPower = (the: BranchCase) => {
  the.act('reportConnected', guowang, { line: POWER })
}
const allConnected = after(accepted, (the) => {
  the.act('appointConnection', INTAKE, { at: AT })
  the.act('reportConnected', shuiwu, { line: WATER })
  connectPower(the)
})

const TASK = `${SERVICE_NUMBER}:rectify:shuiwu:water:shuiwu:1`
const CLOCK = { deadline: 'rectification:water:shuiwu:1' }
const STOP = { ...CLOCK, reason: 'forceMajeure' as const, note: '台风' }
const reported = after(ordered, (the) => {
  the.act('reportRectified', shuiwu, { order: 'water:shuiwu:1', remarks: '已改' })
})
const stopped = after(ordered, (the) => {
  the.act('suspendClock', office, STOP)
})

const STRANGERS = { by: STRANGER, code: 'not-concerned' } as const
const OTHERS_LINE = { by: guowang, code: 'not-concerned', field: 'line' } as const
const DROPPED = { code: 'wrong-stage', field: 'line', says: '用水已撤销' } as const

/** */
export const CONNECTION_AND_ANYWHERE: Pick<Matrix, Subject> = {
  requestInnerWorks: {
    ready: withWorks,
    actor: INTAKE,
    body: REQUEST,
    wrongStage: { notApplicable: 'R-22: whenever the user wishes' },
    wrongOrganisation: STRANGERS,
    twice: { code: 'already-done', field: 'line' },
    tooLate: { notApplicable: 'R-22: whenever the user wishes' },
    droppedService: DROPPED,
  },
  quoteInnerWorks: {
    ready: requested,
    actor: shuiwu,
    body: QUOTE,
    wrongStage: {
      the: withWorks,
      code: 'wrong-stage',
      field: 'line',
      says: '用户没有提出红线内施工需求：红线外不收任何费用',
    },
    wrongOrganisation: OTHERS_LINE,
    twice: { notApplicable: 'R-22: a new quote replaces the last until instalments are agreed' },
    tooLate: { the: agreed, code: 'already-done', field: 'line' },
    droppedService: DROPPED,
  },
  agreeInstalments: {
    ready: quoted,
    actor: INTAKE,
    body: PLAN,
    wrongStage: { the: requested, code: 'wrong-stage', field: 'line', says: '尚未报价' },
    wrongOrganisation: STRANGERS,
    twice: { code: 'already-done', field: 'line' },
    tooLate: { the: after(quoted, later(9 * DAY)), code: 'date-past', field: 'parts.0.dueDate' },
    droppedService: DROPPED,
  },
  requestInstalments: {
    ready: signing,
    actor: INTAKE,
    body: { line: WATER, mode: 'payLater' },
    wrongStage: { the: quoted, code: 'wrong-stage', says: '本件的分期由用户直接约定，无须另提意愿' },
    wrongOrganisation: STRANGERS,
    twice: { code: 'already-done', field: 'line', says: '已提出分期意愿' },
    tooLate: { notApplicable: 'R-23: whenever the user wishes' },
    droppedService: DROPPED,
  },
  recordPayment: {
    ready: agreed,
    actor: shuiwu,
    body: { line: WATER, part: 1, paidOn: '2026-11-23' },
    wrongStage: { the: quoted, code: 'wrong-stage', field: 'part', says: '尚未约定分期' },
    wrongOrganisation: OTHERS_LINE,
    twice: { code: 'already-done', field: 'part' },
    tooLate: LATE_IS_TAKEN,
    droppedService: { notApplicable: 'R-23: what was agreed is still paid' },
    withdrawnCase: 'windsUp',
  },
  appointConnection: {
    ready: withWorks,
    actor: INTAKE,
    body: { at: AT, lines: [POWER] },
    drops: POWER,
    wrongStage: { the: surveying, code: 'wrong-stage' },
    wrongOrganisation: STRANGERS,
    twice: { code: 'already-done', field: 'at', says: '已约定在此时接入' },
    tooLate: { the: after(withWorks, later(61)), code: 'appointment-past', field: 'at' },
    droppedService: { code: 'wrong-stage', field: 'lines.0', says: '用电已撤销' },
  },
  reportConnected: {
    ready: appointed,
    actor: guowang,
    body: { line: POWER },
    drops: POWER,
    wrongStage: { the: withWorks, code: 'line-not-ready', field: 'line' },
    wrongOrganisation: { by: shuiwu, code: 'not-concerned', field: 'line' },
    twice: { code: 'already-done', field: 'line' },
    tooLate: LATE_IS_TAKEN,
    droppedService: { code: 'wrong-stage', field: 'line', says: '用电已撤销' },
  },
  reportMissedAppointment: {
    ready: after(appointed, later(61)),
    actor: guowang,
    body: { line: POWER, by: 'user', note: '无人到场' },
    drops: POWER,
    wrongStage: { the: appointed, code: 'wrong-stage', field: 'line', says: '约定时间未到' },
    wrongOrganisation: { by: shuiwu, code: 'not-concerned', field: 'line' },
    twice: { code: 'already-done', field: 'line', says: '该次约定的失约已经报告' },
    tooLate: { the: after(appointed, later(61), connectPower), code: 'wrong-stage', field: 'line' },
    droppedService: { code: 'wrong-stage', field: 'line' },
  },
  dropServices: {
    ready: appointed,
    actor: INTAKE,
    body: { lines: [POWER], reason: '自备电源' },
    drops: POWER,
    wrongStage: { notApplicable: 'R-37: at any stage' },
    wrongOrganisation: STRANGERS,
    twice: { code: 'already-done', field: 'lines.0' },
    tooLate: {
      the: after(appointed, connectPower),
      code: 'already-done',
      field: 'lines.0',
      says: '用电已接入或已撤销',
    },
    droppedService: { code: 'already-done', field: 'lines.0' },
  },
  hasten: {
    ready: ordered,
    actor: INTAKE,
    body: { task: TASK, note: '请尽快' },
    wrongStage: { the: constructing, code: 'task-unknown', field: 'task' },
    wrongOrganisation: STRANGERS,
    twice: { notApplicable: 'R-38: anyone may ask again' },
    tooLate: { the: reported, code: 'task-unknown', field: 'task' },
    droppedService: WOUND_UP,
    withdrawnCase: 'windsUp',
  },
  reassignTask: {
    ready: ordered,
    actor: shuiwu,
    body: { task: TASK, person: '陈工' },
    wrongStage: { the: constructing, code: 'task-unknown', field: 'task' },
    wrongOrganisation: { by: guowang, code: 'not-concerned', field: 'task' },
    twice: { notApplicable: 'R-38: a task may be passed on again' },
    tooLate: { the: reported, code: 'task-unknown', field: 'task' },
    droppedService: WOUND_UP,
    withdrawnCase: 'windsUp',
  },
  suspendClock: {
    ready: ordered,
    actor: office,
    body: STOP,
    wrongStage: { the: constructing, code: 'deadline-unknown', field: 'deadline' },
    wrongOrganisation: { by: shuiwu, code: 'own-clock', field: 'deadline' },
    twice: { code: 'clock-not-running', field: 'deadline' },
    tooLate: { the: after(ordered, later(120)), code: 'clock-not-running', field: 'deadline' },
    droppedService: WOUND_UP,
    withdrawnCase: 'windsUp',
  },
  resumeClock: {
    ready: stopped,
    actor: office,
    body: CLOCK,
    wrongStage: { the: ordered, code: 'clock-not-running', field: 'deadline' },
    wrongOrganisation: { by: guowang, code: 'not-concerned' },
    twice: { code: 'clock-not-running', field: 'deadline' },
    tooLate: {
      the: after(stopped, (the) => {
        the.act('reportRectified', shuiwu, { order: 'water:shuiwu:1', remarks: '已改' })
        the.act('reinspect', inspector, { order: 'water:shuiwu:1', passed: true })
      }),
      code: 'clock-not-running',
      field: 'deadline',
    },
    droppedService: WOUND_UP,
    withdrawnCase: 'windsUp',
  },
  withdrawApplication: {
    ready: withWorks,
    actor: INTAKE,
    body: { reason: '项目取消' },
    wrongStage: { notApplicable: 'R-37: at any stage' },
    wrongOrganisation: { by: officer('shuiwu'), code: 'not-concerned' },
    twice: { code: 'application-closed' },
    tooLate: { the: allConnected, code: 'wrong-stage', says: '各项服务均已接入或撤销，不能撤回' },
    droppedService: WHOLE,
  },
}
