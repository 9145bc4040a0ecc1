import { officer } from '../../fixtures/actors.ts'
import { SERVICE_NUMBER } from '../../fixtures/pure-case.ts'
import { commitment } from '../../fixtures/works.ts'
import {
  application,
  bothUnderWorks,
  guowang,
  planned,
  POWER,
  shuiwu,
  surveyed,
  WATER,
} from '../../fixtures/branch-case.ts'
import {
  after,
  committed,
  completed,
  constructing,
  DAY,
  inspected,
  LATE_IS_TAKEN,
  later,
  startable,
  surveying,
  withWorks,
} from './row.ts'
import type { Matrix } from './row.ts'

type Subject =
  | 'signCommitment'
  | 'applyForApprovals'
  | 'requestApprovalSupplement'
  | 'supplyApproval'
  | 'decideApproval'
  | 'issueJointResult'
  | 'fileDesign'
  | 'fileConstructionPlan'
  | 'signHandover'
  | 'startWorks'
  | 'reportProgress'
  | 'agreeSharedTrench'
  | 'completeWorks'

const zigui = officer('zigui')
const APPROVAL = { approval: 'shuiwu:worksPlanning:1', message: '请补交管线综合图' }
const DECISION = { approval: APPROVAL.approval, approved: true }
const toApprove = () => surveyed(['planning'])
const applied = after(toApprove, (the) => {
  the.act('applyForApprovals', shuiwu, application(['worksPlanning']))
})
const supplementing = after(applied, (the) => {
  the.act('requestApprovalSupplement', zigui, APPROVAL)
})
const decided = after(applied, (the) => {
  the.act('decideApproval', zigui, DECISION)
})

const LINE = { line: WATER }
const OTHERS_LINE = { by: guowang, code: 'not-concerned', field: 'line' } as const
const DROPPED = { code: 'wrong-stage', field: 'line', says: '用水已撤销' } as const
const NOT_STARTED = { the: committed, code: 'wrong-stage', field: 'line', says: '尚未开工' } as const
const NOT_SURVEYED = { the: surveying, code: 'wrong-stage', field: 'line', says: '联合踏勘结果尚未确定' } as const
const COMPLETED = { the: completed, code: 'already-done', field: 'line', says: '该项外线工程已完工' } as const
const VERSIONS = { notApplicable: 'R-18: each filing is a new version' } as const

/** R-16…. */
export const APPROVAL_AND_WORKS: Pick<Matrix, Subject> = {
  signCommitment: {
    ready: withWorks,
    actor: shuiwu,
    body: commitment('2026-11-23', '2026-11-30'),
    wrongStage: { the: surveying, code: 'wrong-stage' },
    wrongOrganisation: { by: officer('mobile'), code: 'not-concerned' },
    twice: { notApplicable: 'R-19: a later commitment supersedes' },
    tooLate: { the: after(withWorks, later(DAY)), code: 'date-past', field: 'worksFrom' },
    droppedService: { code: 'no-outer-works' },
  },
  applyForApprovals: {
    ready: toApprove,
    actor: shuiwu,
    body: application(['worksPlanning']),
    wrongStage: { the: surveying, code: 'wrong-stage' },
    wrongOrganisation: { by: officer('mobile'), code: 'not-concerned' },
    twice: { code: 'already-done', field: 'approvals.0' },
    tooLate: {
      the: after(toApprove, later(DAY)),
      code: 'date-past',
      field: 'worksFrom',
      says: '施工开始日期应在今日或以后',
    },
    droppedService: { code: 'no-outer-works' },
  },
  requestApprovalSupplement: {
    ready: applied,
    actor: zigui,
    body: APPROVAL,
    wrongStage: { the: toApprove, code: 'approval-unknown', field: 'approval' },
    wrongOrganisation: { by: officer('jiaotong'), code: 'not-concerned', field: 'approval' },
    twice: { code: 'already-done', field: 'approval', says: '一次性告知只能作一次' },
    tooLate: { the: decided, code: 'already-done', field: 'approval' },
    droppedService: { code: 'wrong-stage', field: 'approval' },
  },
  supplyApproval: {
    ready: supplementing,
    actor: shuiwu,
    body: APPROVAL,
    wrongStage: { the: applied, code: 'wrong-stage', field: 'approval' },
    wrongOrganisation: { by: guowang, code: 'not-concerned', field: 'approval' },
    twice: { code: 'already-done', field: 'approval', says: '已经补正' },
    tooLate: {
      the: after(supplementing, (the) => {
        the.act('decideApproval', zigui, DECISION)
      }),
      code: 'already-done',
      field: 'approval',
    },
    droppedService: { code: 'wrong-stage', field: 'approval' },
  },
  decideApproval: {
    ready: applied,
    actor: zigui,
    body: DECISION,
    wrongStage: { the: toApprove, code: 'approval-unknown', field: 'approval' },
    wrongOrganisation: { by: officer('jiaotong'), code: 'not-concerned', field: 'approval' },
    twice: { code: 'already-done', field: 'approval' },
    tooLate: LATE_IS_TAKEN,
    droppedService: { code: 'wrong-stage', field: 'approval', says: '相关服务已撤销或无须再批' },
  },
  issueJointResult: {
    ready: decided,
    actor: zigui,
    body: { utility: 'shuiwu' },
    wrongStage: { the: applied, code: 'wrong-stage', field: 'utility', says: '还有审批未作决定' },
    wrongOrganisation: { by: officer('jiaotong'), code: 'not-concerned', field: 'utility' },
    twice: { code: 'already-done', field: 'utility' },
    tooLate: LATE_IS_TAKEN,
    droppedService: { code: 'wrong-stage', field: 'utility', says: '相关服务已撤销' },
  },
  fileDesign: {
    ready: withWorks,
    actor: shuiwu,
    body: { ...LINE, title: '给水设计', summary: 'DN200' },
    wrongStage: NOT_SURVEYED,
    wrongOrganisation: OTHERS_LINE,
    twice: VERSIONS,
    tooLate: COMPLETED,
    droppedService: DROPPED,
  },
  fileConstructionPlan: {
    ready: withWorks,
    actor: shuiwu,
    body: { ...LINE, title: '施工方案', summary: '明挖', nearbyOwners: ['ranqi'] },
    wrongStage: NOT_SURVEYED,
    wrongOrganisation: OTHERS_LINE,
    twice: VERSIONS,
    tooLate: COMPLETED,
    droppedService: DROPPED,
  },
  signHandover: {
    ready: after(withWorks, (the) => {
      the.act('fileConstructionPlan', shuiwu, { ...LINE, title: '施工方案', summary: '明挖', nearbyOwners: ['ranqi'] })
    }),
    actor: officer('ranqi'),
    body: { ...LINE, positions: '埋深 1.2 米', signer: '刘工' },
    wrongStage: NOT_SURVEYED,
    wrongOrganisation: { by: officer('unicom'), code: 'not-concerned' },
    twice: { code: 'already-done' },
    tooLate: { notApplicable: 'R-19: nothing starts before it' },
    droppedService: DROPPED,
  },
  startWorks: {
    ready: startable,
    actor: shuiwu,
    body: LINE,
    wrongStage: {
      the: after(withWorks, (the) => {
        planned(the)
      }),
      code: 'commitment-required',
      field: 'line',
    },
    wrongOrganisation: OTHERS_LINE,
    twice: { code: 'already-done', field: 'line', says: '已经开工' },
    tooLate: LATE_IS_TAKEN,
    droppedService: DROPPED,
  },
  reportProgress: {
    ready: constructing,
    actor: shuiwu,
    body: { ...LINE, percent: 40 },
    wrongStage: NOT_STARTED,
    wrongOrganisation: OTHERS_LINE,
    twice: { notApplicable: 'R-18: progress is told again and again' },
    tooLate: COMPLETED,
    droppedService: DROPPED,
  },
  agreeSharedTrench: {
    ready: () => bothUnderWorks(['road']),
    actor: shuiwu,
    body: { ...LINE, with: { serviceNumber: SERVICE_NUMBER, line: POWER } },
    wrongStage: NOT_SURVEYED,
    wrongOrganisation: OTHERS_LINE,
    twice: { code: 'already-done' },
    tooLate: COMPLETED,
    droppedService: DROPPED,
  },
  completeWorks: {
    ready: inspected,
    actor: shuiwu,
    body: LINE,
    wrongStage: NOT_STARTED,
    wrongOrganisation: OTHERS_LINE,
    twice: { code: 'already-done', field: 'line' },
    tooLate: LATE_IS_TAKEN,
    droppedService: DROPPED,
  },
}
