import { officer } from '../../fixtures/actors.ts'
import { guowang, shuiwu, WATER } from '../../fixtures/branch-case.ts'
import { timed, timedWorks } from '../../fixtures/timed-case.ts'
import { after, DAY, later } from './row.ts'
import type { Matrix } from './row.ts'

type Subject = 'requestWorksExtension' | 'decideWorksExtension' | 'requestVariation' | 'decideVariation'

const EXTENSION = { line: WATER, dueDate: '2026-11-30', reason: '连续暴雨' }
const VARIATION = { line: WATER, worksTo: '2026-12-20', reason: '遇既有管线，须绕行' }
const OTHERS_LINE = { by: guowang, code: 'not-concerned', field: 'line' } as const
const MONTHS_ON = later(60 * DAY)
const asked = after(timedWorks, (the) => {
  the.act('requestWorksExtension', shuiwu, EXTENSION)
})
const varying = after(timedWorks, (the) => {
  the.act('requestVariation', shuiwu, VARIATION)
})
const varied = after(varying, (the) => {
  the.act('decideVariation', officer('chengguan'), { variation: '1', approved: true })
})
const DROPPED = { code: 'wrong-stage', field: 'line', says: '用水已撤销' } as const

/** */
export const WORKS_TIME: Pick<Matrix, Subject> = {
  requestWorksExtension: {
    ready: timedWorks,
    actor: shuiwu,
    body: EXTENSION,
    wrongStage: { the: timed, code: 'wrong-stage', field: 'line', says: '施工时限尚未开始计' },
    wrongOrganisation: OTHERS_LINE,
    twice: { code: 'already-done', field: 'line', says: '已申请延期，等待决定' },
    tooLate: { the: after(timedWorks, MONTHS_ON), code: 'date-past', field: 'dueDate' },
    droppedService: DROPPED,
  },
  decideWorksExtension: {
    ready: asked,
    actor: officer('zhujian'),
    body: { line: WATER, granted: true },
    wrongStage: { the: timedWorks, code: 'wrong-stage', field: 'line', says: '用水没有待决定的延期申请' },
    wrongOrganisation: { by: officer('chengguan'), code: 'not-concerned' },
    twice: { code: 'wrong-stage', field: 'line' },
    tooLate: { the: after(asked, MONTHS_ON), code: 'date-past', field: 'granted' },
    droppedService: { code: 'wrong-stage', field: 'line', says: '用水不在施工中' },
  },
  requestVariation: {
    ready: timedWorks,
    actor: shuiwu,
    body: VARIATION,
    wrongStage: { the: varying, code: 'already-done', field: 'line', says: '已申请施工变更，等待决定' },
    wrongOrganisation: OTHERS_LINE,
    twice: { code: 'already-done', field: 'line' },
    tooLate: { the: after(timedWorks, MONTHS_ON), code: 'date-past', field: 'worksTo' },
    droppedService: DROPPED,
  },
  decideVariation: {
    ready: varying,
    actor: officer('chengguan'),
    body: { variation: '1', approved: true },
    wrongStage: { the: timedWorks, code: 'variation-unknown', field: 'variation' },
    wrongOrganisation: { by: officer('zigui'), code: 'not-concerned', field: 'variation' },
    twice: { code: 'already-done', field: 'variation', says: '该施工变更已经决定' },
    tooLate: { the: varied, code: 'already-done', field: 'variation' },
    droppedService: { code: 'wrong-stage', field: 'variation', says: '该项工程已完工或撤销' },
  },
}
