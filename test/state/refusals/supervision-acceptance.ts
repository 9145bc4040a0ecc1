import { officer } from '../../fixtures/actors.ts'
import { inspection } from '../../fixtures/works.ts'
import { guowang, inspector, shuiwu, underWorks, WATER } from '../../fixtures/branch-case.ts'
import {
  accepted,
  after,
  committed,
  completed,
  constructing,
  drop,
  LATE_IS_TAKEN,
  restored,
  withWorks,
  WOUND_UP,
} from './row.ts'
import type { Matrix } from './row.ts'

type Subject =
  | 'fileInspection'
  | 'reportRectified'
  | 'reinspect'
  | 'requestExtension'
  | 'decideExtension'
  | 'acceptWorks'
  | 'reportRestored'
  | 'confirmRestoration'
  | 'reportEmergencyRepair'
  | 'fileEmergencyRepair'

const ORDER = 'water:shuiwu:1'
const CLOCK = `rectification:${ORDER}`
const REQUEST = { order: ORDER, dueDate: '2026-12-08', reason: '连日降雨' }
const REPAIR = { line: WATER, place: '河北大道 12 号', what: '挖破燃气支管' }
export const ordered = after(constructing, (the) => {
  the.act('fileInspection', inspector, inspection(WATER, [1], '2026-12-01'))
  the.clock(CLOCK, 'rectification', 'shuiwu')
})
const reported = after(ordered, (the) => {
  the.act('reportRectified', shuiwu, { order: ORDER, remarks: '已改' })
})
const requested = after(ordered, (the) => {
  the.act('requestExtension', shuiwu, REQUEST)
})
const repaired = after(constructing, (the) => {
  the.act('reportEmergencyRepair', shuiwu, REPAIR)
})

const NO_ORDER = { the: constructing, code: 'order-unknown', field: 'order' } as const
const OTHER_INSPECTOR = { by: officer('zhujian', 'inspector'), code: 'not-concerned', field: 'order' } as const

/** R-19…R-21. */
export const SUPERVISION_AND_ACCEPTANCE: Pick<Matrix, Subject> = {
  fileInspection: {
    ready: constructing,
    actor: inspector,
    body: inspection(WATER),
    wrongStage: { the: committed, code: 'wrong-stage', field: 'line', says: '尚未开工，无可检查' },
    wrongOrganisation: { by: officer('fagai', 'inspector'), code: 'not-concerned' },
    twice: { notApplicable: 'R-20: each inspection stands for itself' },
    tooLate: { notApplicable: 'R-20: after the acceptance too (事后监管)' },
    droppedService: { the: after(withWorks, drop(WATER)), code: 'wrong-stage', field: 'line' },
  },
  reportRectified: {
    ready: ordered,
    actor: shuiwu,
    body: { order: ORDER, remarks: '已改' },
    wrongStage: NO_ORDER,
    wrongOrganisation: { by: guowang, code: 'not-concerned', field: 'order' },
    twice: { code: 'already-done', field: 'order', says: '已报告整改，等待复查' },
    tooLate: LATE_IS_TAKEN,
    droppedService: WOUND_UP,
    withdrawnCase: 'windsUp',
  },
  reinspect: {
    ready: reported,
    actor: inspector,
    body: { order: ORDER, passed: true },
    wrongStage: { the: ordered, code: 'wrong-stage', field: 'order', says: '被责令单位尚未报告整改' },
    wrongOrganisation: OTHER_INSPECTOR,
    twice: { code: 'already-done', field: 'order' },
    tooLate: LATE_IS_TAKEN,
    droppedService: WOUND_UP,
    withdrawnCase: 'windsUp',
  },
  requestExtension: {
    ready: ordered,
    actor: shuiwu,
    body: REQUEST,
    wrongStage: NO_ORDER,
    wrongOrganisation: { by: guowang, code: 'not-concerned', field: 'order' },
    twice: { code: 'already-done', field: 'order', says: '延期申请尚待决定' },
    tooLate: {
      the: after(ordered, (the) => {
        the.pass(CLOCK)
      }),
      code: 'wrong-stage',
      field: 'order',
      says: '整改期限已过',
    },
    droppedService: WOUND_UP,
    withdrawnCase: 'windsUp',
  },
  decideExtension: {
    ready: requested,
    actor: inspector,
    body: { order: ORDER, granted: true },
    wrongStage: { the: ordered, code: 'wrong-stage', field: 'order' },
    wrongOrganisation: OTHER_INSPECTOR,
    twice: { code: 'wrong-stage', field: 'order', says: '没有待决定的延期申请' },
    tooLate: {
      the: after(requested, (the) => {
        the.pass(CLOCK)
      }),
      code: 'wrong-stage',
      field: 'order',
      says: '整改期限已过',
    },
    droppedService: WOUND_UP,
    withdrawnCase: 'windsUp',
  },
  acceptWorks: {
    ready: completed,
    actor: officer('zhujian'),
    body: { line: WATER, passed: true },
    wrongStage: { the: constructing, code: 'works-not-completed', field: 'line' },
    wrongOrganisation: { by: officer('chengguan'), code: 'not-concerned' },
    twice: { code: 'already-done', field: 'line' },
    tooLate: LATE_IS_TAKEN,
    droppedService: { code: 'wrong-stage', field: 'line', says: '用水已撤销' },
  },
  reportRestored: {
    ready: accepted,
    actor: shuiwu,
    body: { line: WATER },
    wrongStage: { the: completed, code: 'wrong-stage', field: 'line', says: '竣工验收合格后恢复原貌' },
    wrongOrganisation: { by: guowang, code: 'not-concerned', field: 'line' },
    twice: { code: 'already-done', field: 'line' },
    tooLate: LATE_IS_TAKEN,
    droppedService: WOUND_UP,
    withdrawnCase: 'windsUp',
  },
  confirmRestoration: {
    ready: restored,
    actor: officer('chengguan'),
    body: { line: WATER },
    wrongStage: { the: accepted, code: 'wrong-stage', field: 'line', says: '施工单位尚未报告恢复原貌' },
    wrongOrganisation: { by: officer('zhujian'), code: 'not-concerned' },
    twice: { code: 'already-done', field: 'line' },
    tooLate: LATE_IS_TAKEN,
    droppedService: WOUND_UP,
    withdrawnCase: 'windsUp',
  },
  reportEmergencyRepair: {
    ready: constructing,
    actor: shuiwu,
    body: REPAIR,
    wrongStage: { the: committed, code: 'wrong-stage', field: 'line', says: '尚未开工' },
    wrongOrganisation: { by: guowang, code: 'not-concerned', field: 'line' },
    twice: { notApplicable: 'R-19: each repair is one of its own' },
    tooLate: {
      the: after(restored, (the) => {
        the.act('confirmRestoration', officer('chengguan'), { line: WATER })
        drop(WATER)(the)
      }),
      code: 'wrong-stage',
      field: 'line',
      says: '该项工程已了结',
    },
    droppedService: {
      the: after(() => underWorks(['traffic'], [], ['roadTraffic']), drop(WATER)),
      code: 'wrong-stage',
      field: 'line',
      says: '该项工程已了结',
    },
  },
  fileEmergencyRepair: {
    ready: repaired,
    actor: shuiwu,
    body: { repair: `${WATER}:repair:1`, report: '已更换 3 米' },
    wrongStage: { the: constructing, code: 'repair-unknown', field: 'repair' },
    wrongOrganisation: { by: guowang, code: 'not-concerned', field: 'repair' },
    twice: { code: 'already-done', field: 'repair' },
    tooLate: LATE_IS_TAKEN,
    droppedService: WOUND_UP,
    withdrawnCase: 'windsUp',
  },
}
