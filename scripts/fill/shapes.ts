/** The shapes that filled cases have: open and closed ones, late ones, one with an order, and a rare one. */
import type { City } from '../../domain/city/city.schema.ts'
import type { WorkingCalendar } from '../../domain/clocks/working-time.ts'
import { RegistrationSchema } from '../../domain/demand/registration.schema.ts'
import type { Registration } from '../../domain/demand/registration.schema.ts'
import { DrawnCase } from './drawn-case.ts'

export const OPEN_SHAPES = ['registered', 'surveyed', 'surveyedLate', 'constructing'] as const
export const CLOSED_SHAPES = ['connected', 'connectedLate'] as const
/** The last two are few among the closed. */
export type Shape = (typeof OPEN_SHAPES)[number] | (typeof CLOSED_SHAPES)[number] | 'ordered' | 'rareOperator'

/** Stands in a shape where each case has its own. */
export const DRAWN_PROJECT = '2601-421281-04-01-000000'
/** Stands in a shape where each applicant has their own. */
export const DRAWN_CODE = '91440101MA5CJQ4N59'
/** Stand in the applicant's name, and in the address, where each applicant and each case has its own. */
export const DRAWN_NAME = '填充数据'
export const DRAWN_ROAD = '填充路'
/** Concerned by `rareOperator` alone. */
export const RARE_OPERATOR = 'unicom'

const UTILITIES = { 'water:shuiwu': 'shuiwu', 'power:guowang': 'guowang', 'gas:ranqi': 'ranqi' } as const

/** What the service numbers of shapes begin with, and no other text has. */
export const DRAWN_NUMBERS = 'filled-'

export function numberOfShape(shape: Shape): string {
  return `${DRAWN_NUMBERS}${shape}`
}

/** One case of each shape. */
export function drawnCases(policy: City, calendar: WorkingCalendar): ReadonlyMap<Shape, DrawnCase> {
  const draw = (shape: Shape, operator = 'telecom') =>
    new DrawnCase(numberOfShape(shape), registration(operator), { policy, calendar }).clock(
      { id: 'registration', kind: 'registration', owner: 'window', rule: 'R-03' },
      0.5,
    )
  return new Map<Shape, DrawnCase>([
    ['registered', draw('registered')],
    ['surveyed', inSurvey(draw('surveyed'))],
    ['surveyedLate', passed(inSurvey(draw('surveyedLate')))],
    ['constructing', constructing(draw('constructing'))],
    ['connected', connected(inSurvey(draw('connected')))],
    ['connectedLate', connected(passed(inSurvey(draw('connectedLate'))))],
    ['ordered', ordered(constructing(draw('ordered')))],
    ['rareOperator', connected(inSurvey(draw('rareOperator', RARE_OPERATOR)), RARE_OPERATOR)],
  ])
}

function registration(operator: string): Registration {
  return RegistrationSchema.parse({
    channel: 'hubeiGovernmentService',
    phase: 'none',
    form: {
      applicant: { kind: 'enterprise', name: `${DRAWN_NAME}有限公司`, creditCode: DRAWN_CODE },
      address: `赤壁市${DRAWN_ROAD} 1 号`,
      contact: '填充人',
      phone: '13871234567',
      projectCode: DRAWN_PROJECT,
      services: {
        water: { business: 'new', tonsPerDay: 120 },
        power: { business: 'new', kilovoltAmperes: 800 },
        gas: { business: 'new', use: 'production', cubicMetresPerDay: 300 },
        network: { operators: [operator], access: ['broadband'] },
      },
    },
  })
}

function inSurvey(the: DrawnCase): DrawnCase {
  const parties = Object.keys(the.state.parties)
  return the
    .later(1)
    .record({ type: 'demandAccepted', rule: 'R-03', data: { how: 'complete' } })
    .record({ type: 'demandPushed', rule: 'R-03', data: { recipients: parties } })
    .record({ type: 'surveyConvened', rule: 'R-11', data: { parties, opinionRequired: [] } })
    .clock({ id: 'survey', kind: 'survey', owner: 'zhujian', rule: 'R-12' }, 2)
    .act('fileOpinion', 'zigui', { remarks: '无意见' })
}

/** The survey ends without the gas utility. */
function passed(the: DrawnCase): DrawnCase {
  the.at = the.state.deadlines['survey']?.dueAt ?? the.at
  const data = { deadline: 'survey', owner: 'zhujian', absent: ['ranqi'] }
  return the
    .record({ type: 'deadlinePassed', rule: 'R-33', data })
    .record({ type: 'surveyClosed', rule: 'R-13', data: { absent: ['ranqi'], plan: [] } })
}

function connected(the: DrawnCase, operator = 'telecom'): DrawnCase {
  const lines = [...Object.entries(UTILITIES), [`network:${operator}`, operator] as const]
  the.later(2).act('fileOpinion', 'chengguan', { remarks: '不占路' })
  for (const [line, org] of lines)
    the.act('fileOpinion', org, { lines: [{ line: line as keyof typeof UTILITIES, connectable: true }] })
  if (the.state.survey?.closedAt === undefined)
    the.record({ type: 'surveyClosed', rule: 'R-13', data: { absent: [], plan: [] } })
  const day = new Date(Date.parse(the.at) + 86_400_000).toISOString()
  the.act('appointConnection', 'hubeiGovernmentService', { at: day })
  the.at = day
  for (const [line, owner] of lines)
    the.clock({ id: `connection:${line}`, kind: 'connection', owner, rule: 'R-25', line }, 1)
  the.later(3)
  for (const [line, org] of lines) the.act('reportConnected', org, { line: line as keyof typeof UTILITIES })
  return the.record({ type: 'applicationClosed', rule: 'R-26', data: { outcome: 'connected' } })
}

function constructing(the: DrawnCase): DrawnCase {
  const section = { road: '填充路', from: '甲', to: '乙' }
  const outerWorks = { touches: ['road' as const], sections: [section], lengthMetres: 150, preliminaryDesign: '敷设' }
  const [worksFrom, worksTo] = [the.at.slice(0, 10), '2026-01-30']
  return inSurvey(the)
    .act('fileOpinion', 'shuiwu', { lines: [{ line: 'water:shuiwu', connectable: false, outerWorks }] })
    .record({ type: 'surveyClosed', rule: 'R-13', data: { absent: [], plan: [] } })
    .act('signCommitment', 'shuiwu', {
      legalRepresentative: '填充人',
      address: '赤壁市填充路 2 号',
      contact: '填充人',
      phone: '0715-5222110',
      worksFrom,
      worksTo,
      sections: [section],
      promises: [1, 2, 3, 4],
      approvals: ['roadExcavation'],
      responsible: '填充人',
    })
    .act('fileDesign', 'shuiwu', { line: 'water:shuiwu', title: '方案', summary: '沿路敷设' })
    .act('fileConstructionPlan', 'shuiwu', {
      line: 'water:shuiwu',
      title: '方案',
      summary: '分段施工',
      nearbyOwners: [],
    })
    .act('startWorks', 'shuiwu', { line: 'water:shuiwu' })
    .clock({ id: 'works:water:shuiwu', kind: 'works', owner: 'shuiwu', rule: 'R-19', line: 'water:shuiwu' }, 10)
}

/** An order that was missed; then the user took the application back. */
function ordered(the: DrawnCase): DrawnCase {
  const checklist = ([1, 2, 3, 4] as const).map((promise) => ({ promise, kept: promise !== 3, evidence: '照片' }))
  const order = { requirement: '补设围挡', dueDate: '2026-01-09' }
  the.later(1).act('fileInspection', 'chengguan', { line: 'water:shuiwu', checklist, order }, 'inspector')
  const id = Object.keys(the.state.orders)[0] ?? ''
  return the
    .later(120)
    .record({
      type: 'promiseBroken',
      rule: 'R-20',
      data: { org: 'shuiwu', order: id, promises: [3], creditRecord: 'credit:filled', office: 'office' },
    })
    .record({ type: 'applicationWithdrawn', rule: 'R-37', data: { reason: '不再需要' } })
    .record({ type: 'applicationClosed', rule: 'R-37', data: { outcome: 'withdrawn' } })
}
