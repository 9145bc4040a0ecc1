import { CLERK, INTAKE, officer } from '../../fixtures/actors.ts'
import { CHIBI } from '../../fixtures/cities.ts'
import { connectable } from '../../fixtures/opinions.ts'
import { commitment } from '../../fixtures/works.ts'
import { BranchCase, shuiwu, STRANGER, surveyed, WATER, WATER_AND_POWER } from '../../fixtures/branch-case.ts'
import { after, closeSurvey, DAY, LATE_IS_TAKEN, later, registered, surveying, WHOLE } from './row.ts'
import type { Matrix } from './row.ts'

type Subject =
  | 'acceptDemand'
  | 'acknowledgeReceipt'
  | 'requestSupplement'
  | 'supplementDemand'
  | 'recordJointVisit'
  | 'correctContact'
  | 'fileOpinion'
  | 'fileJointRecord'
  | 'waiveSurvey'
  | 'bookSurvey'
  | 'declareUnavailable'
  | 'conveneSurvey'
  | 'putOffSurvey'
  | 'takeUpSurvey'
  | 'recordAttendance'
  | 'orderResurvey'
  | 'fileResurvey'
  | 'scheduleSurvey'

const lead = officer('zhujian', 'lead')
const NOT_CONCERNED = { code: 'not-concerned' } as const
const WRONG_STAGE = { code: 'wrong-stage' } as const
const SURVEY_CLOSED = { code: 'survey-closed', the: after(surveying, closeSurvey) } as const
const DOUBT = { field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' } as const

/** proposed, and the letter not yet sent. */
const proposed = after(registered, (the) => {
  the.record({ type: 'demandAccepted', rule: 'R-03', data: { how: 'complete' } })
  the.record({ type: 'demandPushed', rule: 'R-03', data: { recipients: [] } })
  const data = { parties: Object.keys(the.state.parties), opinionRequired: [], visitAt: '2026-11-24T01:00:00.000Z' }
  the.record({ type: 'surveyProposed', rule: 'R-11', data })
})

const early = () => new BranchCase(WATER_AND_POWER, { phase: 'landTransfer' }).atSurvey()
/** the visit is over. */
const visited = after(
  surveying,
  (the) => {
    the.act('scheduleSurvey', lead, { at: '2026-11-23T10:00:00+08:00' })
  },
  later(DAY),
)
const resurveying = after(surveyed, (the) => {
  the.act('orderResurvey', lead, { line: WATER, reason: '接口压力不足' })
})

const doubtful = () => new BranchCase(WATER_AND_POWER, {}, CHIBI, [DOUBT])
const incomplete = () => new BranchCase({ water: { business: 'new' }, power: { business: 'new' } })
const deemed = (the: BranchCase) => {
  the.record({ type: 'demandAccepted', rule: 'R-03', data: { how: 'deemed' } })
}
const ASKED = { items: ['services.water.tonsPerDay', 'services.power.kilovoltAmperes'], message: '请补填用量' }
const asked = after(incomplete, (the) => {
  the.act('requestSupplement', CLERK, ASKED)
})

/** */
export const REGISTRATION_AND_SURVEY: Pick<Matrix, Subject> = {
  acceptDemand: {
    ready: doubtful,
    actor: CLERK,
    body: {},
    wrongStage: { the: incomplete, code: 'demand-incomplete' },
    wrongOrganisation: { by: officer('zigui'), ...NOT_CONCERNED },
    twice: { code: 'already-done' },
    tooLate: { the: after(doubtful, deemed), code: 'already-done' },
    droppedService: WHOLE,
  },
  acknowledgeReceipt: {
    ready: surveying,
    actor: shuiwu,
    body: {},
    wrongStage: { the: registered, ...WRONG_STAGE },
    wrongOrganisation: { by: officer('mobile'), ...NOT_CONCERNED },
    twice: { code: 'already-done' },
    tooLate: LATE_IS_TAKEN,
    droppedService: WRONG_STAGE,
  },
  requestSupplement: {
    ready: incomplete,
    actor: CLERK,
    body: ASKED,
    wrongStage: { the: surveying, ...WRONG_STAGE },
    wrongOrganisation: { by: officer('zigui'), ...NOT_CONCERNED },
    twice: { code: 'already-done' },
    tooLate: { the: after(incomplete, deemed), ...WRONG_STAGE },
    droppedService: WHOLE,
  },
  supplementDemand: {
    ready: asked,
    actor: INTAKE,
    body: { services: { water: { business: 'new', tonsPerDay: 9 }, power: { business: 'new', kilovoltAmperes: 100 } } },
    wrongStage: { the: registered, ...WRONG_STAGE },
    wrongOrganisation: { by: STRANGER, ...NOT_CONCERNED },
    twice: { code: 'already-done' },
    tooLate: { the: after(asked, (the) => the.atSurvey(), closeSurvey), ...WRONG_STAGE },
    droppedService: { code: 'validation-failed', field: 'services', says: '补正不能增减服务，应为：用电' },
  },
  recordJointVisit: {
    ready: surveying,
    actor: shuiwu,
    body: { date: '2026-11-23', orgs: ['shuiwu', 'guowang'], findings: '红线外已有管线' },
    wrongStage: { the: registered, ...WRONG_STAGE },
    wrongOrganisation: { by: officer('zigui'), ...NOT_CONCERNED },
    twice: { code: 'already-done' },
    tooLate: { the: after(surveying, closeSurvey), ...WRONG_STAGE },
    droppedService: WRONG_STAGE,
  },
  correctContact: {
    ready: registered,
    actor: INTAKE,
    body: { contact: '李四' },
    facts: { corrections: 0 },
    wrongStage: { notApplicable: 'R-37: at any stage' },
    wrongOrganisation: { by: STRANGER, ...NOT_CONCERNED },
    twice: { code: 'already-done', says: '与现有的完全相同，没有可更正的' },
    tooLate: { notApplicable: 'R-37: until the case is closed' },
    droppedService: WHOLE,
  },
  fileOpinion: {
    ready: surveying,
    actor: shuiwu,
    body: connectable(WATER),
    facts: { corrections: 0 },
    wrongStage: { the: registered, ...WRONG_STAGE },
    wrongOrganisation: { by: officer('mobile'), ...NOT_CONCERNED },
    twice: { code: 'already-done', says: '与现有的完全相同，没有可更正的' },
    tooLate: {
      the: after(
        surveying,
        (the) => {
          the.act('fileOpinion', shuiwu, connectable(WATER))
        },
        closeSurvey,
      ),
      code: 'survey-closed',
    },
    droppedService: WRONG_STAGE,
  },
  fileJointRecord: {
    ready: surveying,
    actor: lead,
    body: { opinions: [{ org: 'shuiwu', opinion: connectable(WATER) }] },
    wrongStage: { the: registered, ...WRONG_STAGE },
    wrongOrganisation: { by: officer('zigui', 'lead'), ...NOT_CONCERNED },
    twice: {
      the: after(surveying, (the) => {
        the.act('fileOpinion', shuiwu, connectable(WATER))
      }),
      code: 'already-done',
    },
    tooLate: SURVEY_CLOSED,
    droppedService: { code: 'wrong-stage', field: 'opinions.0.opinion.lines.0.line' },
  },
  waiveSurvey: {
    ready: surveying,
    actor: lead,
    body: { reason: '管网已到位', signer: '王局' },
    wrongStage: { the: registered, ...WRONG_STAGE },
    wrongOrganisation: { by: officer('zigui', 'lead'), ...NOT_CONCERNED },
    twice: { code: 'already-done' },
    tooLate: SURVEY_CLOSED,
    droppedService: WHOLE,
  },
  bookSurvey: {
    ready: surveying,
    actor: INTAKE,
    body: { date: '2026-12-01' },
    wrongStage: { the: registered, ...WRONG_STAGE },
    wrongOrganisation: { by: STRANGER, ...NOT_CONCERNED },
    twice: { code: 'already-done', field: 'date', says: '已约定 2026-12-01 踏勘' },
    tooLate: SURVEY_CLOSED,
    droppedService: WHOLE,
  },
  declareUnavailable: {
    ready: surveying,
    actor: shuiwu,
    body: { from: '2026-11-24T09:00:00+08:00', to: '2026-11-24T11:00:00+08:00' },
    wrongStage: { the: registered, ...WRONG_STAGE },
    wrongOrganisation: { by: officer('mobile'), ...NOT_CONCERNED },
    twice: { code: 'already-done' },
    tooLate: { the: after(surveying, later(2 * DAY)), code: 'date-past', field: 'to' },
    droppedService: WRONG_STAGE,
  },
  conveneSurvey: {
    ready: proposed,
    actor: lead,
    body: { at: '2026-11-24T10:00:00+08:00', parties: ['zigui', 'chengguan'] },
    wrongStage: { the: registered, ...WRONG_STAGE },
    wrongOrganisation: { by: officer('zigui'), ...NOT_CONCERNED },
    twice: { code: 'already-done' },
    tooLate: { the: after(proposed, closeSurvey), code: 'survey-closed' },
    droppedService: WHOLE,
  },
  putOffSurvey: {
    ready: early,
    actor: lead,
    body: { reason: '待用地规划' },
    wrongStage: { the: surveying, ...WRONG_STAGE },
    wrongOrganisation: { by: officer('zigui'), ...NOT_CONCERNED },
    twice: { code: 'already-done' },
    tooLate: { the: after(early, closeSurvey), code: 'survey-closed' },
    droppedService: WHOLE,
  },
  takeUpSurvey: {
    ready: after(early, (the) => {
      the.act('putOffSurvey', lead, { reason: '待用地规划' })
    }),
    actor: lead,
    body: {},
    wrongStage: { the: early, ...WRONG_STAGE },
    wrongOrganisation: { by: officer('zigui'), ...NOT_CONCERNED },
    twice: WRONG_STAGE,
    tooLate: { the: after(early, closeSurvey), code: 'survey-closed' },
    droppedService: WHOLE,
  },
  recordAttendance: {
    ready: visited,
    actor: shuiwu,
    body: { people: [{ org: 'shuiwu', person: '陈工' }] },
    wrongStage: { the: surveying, ...WRONG_STAGE },
    wrongOrganisation: { by: officer('mobile'), ...NOT_CONCERNED },
    twice: { code: 'already-done' },
    tooLate: { notApplicable: 'R-11: who came is recorded afterwards, too' },
    droppedService: { notApplicable: 'R-11: who came has come' },
  },
  orderResurvey: {
    ready: surveyed,
    actor: shuiwu,
    body: { line: WATER, reason: '接口压力不足' },
    wrongStage: { the: surveying, code: 'wrong-stage', field: 'line' },
    wrongOrganisation: { by: officer('mobile'), code: 'not-concerned', field: 'line' },
    twice: { code: 'already-done', field: 'line' },
    tooLate: {
      the: after(surveyed, (the) => {
        the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30', ['roadExcavation']))
      }),
      code: 'wrong-stage',
      field: 'line',
    },
    droppedService: { code: 'wrong-stage', field: 'line' },
  },
  fileResurvey: {
    ready: resurveying,
    actor: shuiwu,
    body: { line: WATER, connectable: true },
    wrongStage: { the: surveyed, code: 'wrong-stage', field: 'line' },
    wrongOrganisation: { by: officer('mobile'), code: 'not-concerned', field: 'line' },
    twice: { code: 'wrong-stage', field: 'line' },
    tooLate: LATE_IS_TAKEN,
    droppedService: { code: 'wrong-stage', field: 'line' },
  },
  scheduleSurvey: {
    ready: surveying,
    actor: lead,
    body: { at: '2026-11-24T10:00:00+08:00' },
    wrongStage: { the: registered, ...WRONG_STAGE },
    wrongOrganisation: { by: officer('zigui'), ...NOT_CONCERNED },
    twice: { code: 'already-done', field: 'at' },
    tooLate: { the: after(surveying, later(2 * DAY)), code: 'date-past', field: 'at', says: '踏勘时间应在此刻之后' },
    droppedService: WHOLE,
  },
}
