import type { ActType } from '../../domain/act/act.ts'
import { connectable, needsOuterWorks } from '../fixtures/opinions.ts'
import { commitment, inspection } from '../fixtures/works.ts'

type Wrong = readonly [type: ActType, what: string, body: unknown, code: string, field: string, detail: string]

const invalid = (type: ActType, what: string, body: unknown, field: string, message: string): Wrong => [
  type,
  what,
  body,
  'validation-failed',
  field,
  `${field}：${message}`,
]

export const LINE = { line: 'water:shuiwu' } as const

const [WATER_OPINION, WORKS_OPINION] = [
  connectable('water:shuiwu').lines?.[0],
  needsOuterWorks('water:shuiwu').lines?.[0],
]

const BOTH = { lines: [{ ...WORKS_OPINION, connectable: true }] }
const NEITHER = { lines: [{ ...LINE, connectable: false }] }

export const SCHEDULE = {
  approvals: ['worksPlanning'],
  worksFrom: '2026-12-02',
  worksTo: '2026-12-01',
  sections: [{ road: '河北大道', from: '东', to: '西' }],
  responsible: '陈工',
}

export const PART = { dueDate: '2026-12-01', amountFen: 1 }
const { order: ORDER, checklist: CHECKLIST } = inspection('water:shuiwu', [1])
const VISIT = { date: '2026-11-24', orgs: ['shuiwu', 'shuiwu'], findings: '略' }

export const CONTRADICTORY: readonly Wrong[] = [
  [
    'fileOpinion',
    'connectable and outer works',
    BOTH,
    'opinion-contradictory',
    'lines.0.outerWorks',
    'lines.0.outerWorks：“具备接入条件”与“需外线工程”只能选其一',
  ],
  [
    'fileOpinion',
    'neither connectable nor outer works',
    NEITHER,
    'opinion-contradictory',
    'lines.0.outerWorks',
    'lines.0.outerWorks：不具备接入条件时须填写外线工程',
  ],
  [
    'fileJointRecord',
    'connectable and outer works',
    { opinions: [{ org: 'shuiwu', opinion: BOTH }] },
    'opinion-contradictory',
    'opinions.0.opinion.lines.0.outerWorks',
    'opinions.0.opinion.lines.0.outerWorks：“具备接入条件”与“需外线工程”只能选其一',
  ],
  invalid(
    'fileJointRecord',
    'two opinions of one party',
    { opinions: [WATER_OPINION, WATER_OPINION].map((line) => ({ org: 'shuiwu', opinion: { lines: [line] } })) },
    'opinions',
    '同一单位只能有一条意见',
  ),
  invalid(
    'signCommitment',
    'works end before they start',
    commitment('2026-12-02', '2026-12-01'),
    'worksTo',
    '施工结束日期不能早于开始日期',
  ),
  invalid(
    'signCommitment',
    'three of four promises',
    { ...commitment('2026-12-01', '2026-12-02'), promises: [1, 2, 3] },
    'promises',
    '四项承诺（1、2、3、4）均须作出，各一次',
  ),
  invalid(
    'signCommitment',
    'one approval twice',
    commitment('2026-12-01', '2026-12-02', ['roadExcavation', 'roadExcavation']),
    'approvals',
    '审批事项不能重复',
  ),
  invalid('applyForApprovals', 'works end before they start', SCHEDULE, 'worksTo', '施工结束日期不能早于开始日期'),
  invalid(
    'applyForApprovals',
    'one approval twice',
    { ...SCHEDULE, worksTo: '2026-12-03', approvals: ['worksPlanning', 'worksPlanning'] },
    'approvals',
    '审批事项不能重复',
  ),
  invalid(
    'decideApproval',
    'refused without a reason',
    { approval: 'shuiwu:worksPlanning:1', approved: false },
    'reason',
    '不予批准时须说明理由',
  ),
  invalid(
    'fileConstructionPlan',
    'one owner twice',
    { ...LINE, title: '方案', summary: '略', nearbyOwners: ['ranqi', 'ranqi'] },
    'nearbyOwners',
    '单位不能重复',
  ),
  invalid('reportProgress', 'more than done', { ...LINE, percent: 101 }, 'percent', '最多 100'),
  [
    'fileInspection',
    'a promise broken and no order',
    { ...LINE, checklist: CHECKLIST },
    'inspection-contradictory',
    'order',
    'order：有承诺未达到时须责令限期整改',
  ],
  [
    'fileInspection',
    'all kept and an order',
    { ...inspection('water:shuiwu'), order: ORDER },
    'inspection-contradictory',
    'order',
    'order：四项承诺均达到时不能责令整改',
  ],
  invalid(
    'fileInspection',
    'one promise checked twice',
    { ...LINE, checklist: [...CHECKLIST.slice(0, 3), CHECKLIST[0]], order: ORDER },
    'checklist',
    '四项承诺应各检查一次',
  ),
  invalid(
    'decideExtension',
    'refused without a reason',
    { order: 'water:shuiwu:1', granted: false },
    'reason',
    '不予延期时须说明理由',
  ),
  invalid('acceptWorks', 'not passed and no reason', { ...LINE, passed: false }, 'remarks', '验收不合格时须说明原因'),
  invalid(
    'declareUnavailable',
    'ends before it begins',
    { from: '2026-11-24T11:00:00+08:00', to: '2026-11-24T09:00:00+08:00' },
    'to',
    '结束时间应晚于开始时间',
  ),
  invalid(
    'declareUnavailable',
    'an instant of no zone',
    { from: '2026-11-23T09:00:00', to: '2026-11-24T11:00:00+08:00' },
    'from',
    '应为带时区的时间，如 2026-11-25T09:00:00+08:00',
  ),
  invalid('recordJointVisit', 'one utility twice', VISIT, 'orgs', '单位不能重复'),
  invalid(
    'agreeInstalments',
    'a part before the one before',
    { ...LINE, parts: [PART, { ...PART, dueDate: '2026-11-30' }] },
    'parts',
    '各期日期应依次递增',
  ),
  invalid(
    'agreeInstalments',
    'a part of nothing',
    { ...LINE, parts: [{ ...PART, amountFen: 0 }] },
    'parts.0.amountFen',
    '应大于 0',
  ),
  invalid(
    'dropServices',
    'one service twice',
    { lines: ['water:shuiwu', 'water:shuiwu'], reason: '略' },
    'lines',
    '服务不能重复',
  ),
  invalid('correctContact', 'nothing to correct', {}, '', '联系人与联系电话至少填一项'),
  invalid('bookSurvey', 'a day that does not exist', { date: '2026-02-30' }, 'date', '应为 YYYY-MM-DD'),
  invalid(
    'appointConnection',
    'an instant of no zone',
    { at: '2026-11-24' },
    'at',
    '应为带时区的时间，如 2026-11-25T09:00:00+08:00',
  ),
  invalid(
    'suspendClock',
    'a reason that is none',
    { deadline: 'survey', reason: 'tired', note: '略' },
    'reason',
    '应为下列之一：awaitingUser、forceMajeure、statutoryProcedure、userNotReady',
  ),
  invalid(
    'suspendClock',
    'a user whose side is not ready for a survey',
    { deadline: 'survey', reason: 'userNotReady', note: '略' },
    'reason',
    '用户侧尚不具备的，只停接入的时限',
  ),
  invalid(
    'reportMissedAppointment',
    'missed by somebody else',
    { ...LINE, by: 'weather', note: '略' },
    'by',
    '应为下列之一：user、utility',
  ),
]

export const near = '相近的工作日：2026-11-27、2026-11-30'

export const DAYS_OFF: readonly Wrong[] = [
  [
    'bookSurvey',
    'a Saturday',
    { date: '2026-11-28' },
    'date-not-working-day',
    'date',
    `踏勘日期 2026-11-28 不是工作日；${near}`,
  ],
  [
    'bookSurvey',
    'a holiday, with 调休 after it',
    { date: '2026-10-03' },
    'date-not-working-day',
    'date',
    '踏勘日期 2026-10-03 不是工作日；相近的工作日：2026-09-30、2026-10-08',
  ],
  [
    'bookSurvey',
    'beyond the calendar',
    { date: '2041-01-02' },
    'calendar-year-unknown',
    'date',
    '工作日历没有 2041 年',
  ],
  [
    'scheduleSurvey',
    'a Sunday here, still Saturday in UTC',
    { at: '2026-11-29T07:00:00+08:00' },
    'date-not-working-day',
    'at',
    `踏勘时间 2026-11-29 不是工作日；${near}`,
  ],
  [
    'requestExtension',
    'a Saturday',
    { order: 'water:shuiwu:1', dueDate: '2026-11-28', reason: '略' },
    'date-not-working-day',
    'dueDate',
    `新期限 2026-11-28 不是工作日；${near}`,
  ],
  [
    'fileInspection',
    'an order until a Sunday',
    inspection('water:shuiwu', [1], '2026-11-29'),
    'date-not-working-day',
    'order.dueDate',
    `整改期限 2026-11-29 不是工作日；${near}`,
  ],
  [
    'fileInspection',
    'an order beyond the calendar',
    inspection('water:shuiwu', [1], '2041-01-02'),
    'calendar-year-unknown',
    'order.dueDate',
    '工作日历没有 2041 年',
  ],
]
