import { officer } from '../../fixtures/actors.ts'
import { guowang, shuiwu, WATER } from '../../fixtures/branch-case.ts'
import {
  chengguan,
  director,
  promised,
  promisedWorks,
  PROPOSAL,
  propose,
  verified,
} from '../../fixtures/promised-case.ts'
import { after, LATE_IS_TAKEN } from './row.ts'
import type { Matrix } from './row.ts'

type Subject =
  | 'reportBackfill'
  | 'proposeRevocation'
  | 'answerRevocation'
  | 'holdHearing'
  | 'reportSiteSafe'
  | 'decideRevocation'

const ONE = { revocation: '1' } as const
const STATEMENT = { ...ONE, statement: '已探测，报告随附' }
const HEARD = { ...ONE, hearing: true } as const
const HEARING = { ...ONE, chair: '赵科长', report: '双方陈述如下' }
const DISMISSED = { ...ONE, outcome: 'dismissed', reason: '事实不清', onAnswer: '采纳', official: '吴局长' } as const
const SAFE = { ...ONE, measures: '已铺钢板并围挡' }
const proposed = after(promisedWorks, (the) => propose(the, PROPOSAL))
const answered = after(proposed, (the) => {
  the.act('answerRevocation', shuiwu, STATEMENT)
})
const asked = after(proposed, (the) => {
  the.act('answerRevocation', shuiwu, HEARD)
})
const decided = after(answered, (the) => {
  the.act('decideRevocation', director, DISMISSED)
})
const UNKNOWN = { the: promisedWorks, code: 'revocation-unknown', field: 'revocation' } as const
const OTHER_AUTHORITY = { by: officer('zigui', 'lead'), code: 'not-concerned', field: 'revocation' } as const
const OTHER_UTILITY = { by: guowang, code: 'not-concerned', field: 'revocation' } as const
const DONE = { the: decided, code: 'already-done', field: 'revocation', says: '已经作出决定' } as const
const DROPPED = { code: 'wrong-stage', field: 'revocation', says: '相关服务已撤销，无须再办' } as const

/** */
export const PROMISES_KEPT: Pick<Matrix, Subject> = {
  reportBackfill: {
    ready: () => verified(),
    actor: shuiwu,
    body: { line: WATER, evidence: '影像 12 张' },
    wrongStage: { the: promisedWorks, code: 'verification-missing', field: 'line' },
    wrongOrganisation: { by: guowang, code: 'not-concerned', field: 'line' },
    twice: { code: 'already-done', field: 'line' },
    tooLate: LATE_IS_TAKEN,
    droppedService: { code: 'wrong-stage', field: 'line', says: '用水已撤销' },
  },
  proposeRevocation: {
    ready: promised,
    actor: chengguan,
    body: PROPOSAL,
    wrongStage: { the: proposed, code: 'wrong-stage' },
    wrongOrganisation: { by: officer('zigui', 'lead'), code: 'not-concerned' },
    twice: { code: 'wrong-stage' },
    tooLate: { notApplicable: 'R-16: what deception obtained is revoked whenever it is found out' },
    droppedService: { code: 'wrong-stage' },
  },
  answerRevocation: {
    ready: proposed,
    actor: shuiwu,
    body: STATEMENT,
    wrongStage: UNKNOWN,
    wrongOrganisation: OTHER_UTILITY,
    twice: { code: 'already-done', field: 'revocation', says: '已经陈述申辩' },
    tooLate: DONE,
    droppedService: DROPPED,
  },
  holdHearing: {
    ready: asked,
    actor: director,
    body: HEARING,
    wrongStage: { the: answered, code: 'wrong-stage', field: 'revocation', says: '没有要求听证' },
    wrongOrganisation: OTHER_AUTHORITY,
    twice: { code: 'already-done', field: 'revocation', says: '已经听证' },
    tooLate: DONE,
    droppedService: DROPPED,
  },
  reportSiteSafe: {
    ready: proposed,
    actor: shuiwu,
    body: SAFE,
    wrongStage: UNKNOWN,
    wrongOrganisation: OTHER_UTILITY,
    twice: { code: 'already-done', field: 'revocation', says: '已报告现场安全' },
    tooLate: DONE,
    droppedService: DROPPED,
  },
  decideRevocation: {
    ready: answered,
    actor: director,
    body: DISMISSED,
    wrongStage: { the: proposed, code: 'answer-pending', field: 'revocation' },
    wrongOrganisation: OTHER_AUTHORITY,
    twice: { code: 'already-done', field: 'revocation', says: '已经作出决定' },
    tooLate: LATE_IS_TAKEN,
    droppedService: DROPPED,
  },
}
