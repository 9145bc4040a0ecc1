import { officer } from '../../fixtures/actors.ts'
import { guowang, shuiwu, WATER } from '../../fixtures/branch-case.ts'
import { filedAcceptance, FILING, filingCompleted, INVITATION, invitedAcceptance } from '../../fixtures/filing-case.ts'
import { after, DAY, LATE_IS_TAKEN, later } from './row.ts'
import type { Matrix } from './row.ts'

type Subject = 'inviteToAcceptance' | 'fileAcceptance' | 'laySurface'

const OTHERS_LINE = { by: guowang, code: 'not-concerned', field: 'line' } as const
const DROPPED = { code: 'wrong-stage', field: 'line', says: '用水已撤销' } as const
const accepted = after(filedAcceptance, (the) => {
  the.act('acceptWorks', officer('zhujian'), { line: WATER, passed: true })
})
const restored = after(accepted, (the) => {
  the.act('reportRestored', shuiwu, { line: WATER })
})
const DONE = { the: accepted, code: 'already-done', field: 'line', says: '已验收合格' } as const

/** */
export const ACCEPTANCE_FILING: Pick<Matrix, Subject> = {
  inviteToAcceptance: {
    ready: filingCompleted,
    actor: shuiwu,
    body: INVITATION,
    wrongStage: { the: filedAcceptance, code: 'already-done', field: 'line', says: '已验收备案' },
    wrongOrganisation: OTHERS_LINE,
    twice: { notApplicable: 'R-21: another time may be set until it is filed' },
    tooLate: { the: after(filingCompleted, later(9 * DAY)), code: 'date-past', field: 'at' },
    droppedService: DROPPED,
  },
  fileAcceptance: {
    ready: invitedAcceptance,
    actor: shuiwu,
    body: FILING,
    wrongStage: { the: filingCompleted, code: 'wrong-stage', field: 'line', says: '先组织验收，验收之后备案' },
    wrongOrganisation: OTHERS_LINE,
    twice: { code: 'already-done', field: 'line', says: '已验收备案' },
    tooLate: DONE,
    droppedService: DROPPED,
  },
  laySurface: {
    ready: filingCompleted,
    actor: shuiwu,
    body: { line: WATER },
    wrongStage: { the: restored, code: 'already-done', field: 'line', says: '已报告恢复原貌' },
    wrongOrganisation: OTHERS_LINE,
    twice: { code: 'already-done', field: 'line', says: '已报告临时路面' },
    tooLate: LATE_IS_TAKEN,
    droppedService: { notApplicable: 'R-37: what a dropped service opened is made safe' },
    withdrawnCase: 'windsUp',
  },
}
