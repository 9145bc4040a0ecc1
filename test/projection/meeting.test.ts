import { describe, expect, it } from 'vitest'
import { projectEvents } from '../../db/projection.ts'
import { quartersToReport } from '../../db/queries/quarters.ts'
import { ratingFiguresOf } from '../../db/queries/rating-figures.ts'
import { resolutionsBefore } from '../../db/queries/resolutions.ts'
import type { RatingBody } from '../../domain/rating/rating-event.ts'
import { RATING } from '../../workflows/rating/core/acts.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { surveyed } from '../fixtures/branch-case.ts'
import { ratingInput } from '../fixtures/matters.ts'
import { PureMatter } from '../fixtures/pure-matter.ts'
import { local, madeCase, projectCase } from '../fixtures/assessed.ts'
import { needsOuterWorks } from '../fixtures/opinions.ts'
import { testDatabase } from './database.ts'
import {
  answeredRating,
  brokenInspection,
  followedReport,
  heldReport,
  overdueInstalments,
  partlyTransferred,
  withdrawnRecord,
} from './matters.ts'
import type { WholeMatter } from './matters.ts'
import { project, overdue, disputes, givenDeadlines, within } from './assessing.ts'

const server = testDatabase()
givenDeadlines(server)

/** a bad rating whose answer is overdue. */
function lateRating(serviceNumber: string): WholeMatter {
  const { kind, id, events } = answeredRating(serviceNumber)
  const until = events.slice(0, events.findIndex(({ type }) => type === 'deadlineStarted') + 1)
  return {
    kind,
    id,
    events: [
      ...until,
      {
        type: 'deadlinePassed',
        rule: 'R-33',
        data: { deadline: 'answer', owner: 'office' },
        seq: until.length + 1,
        at: '2026-11-30T01:00:00.000Z',
        actor: CLERK,
      },
    ],
  }
}

describe('the meeting', () => {
  it('R-31: what is red and open, the longest first, with its owner', async () => {
    const { total, items } = await overdue(server)
    expect(items.filter(({ kind }) => kind === 'connection')).toEqual([
      expect.objectContaining({ owner: 'ranqi', dueAt: local('2026-12-09T09:00'), advisory: false }),
    ])
    expect(total).toBe(items.length)
  })

  it('R-31, R-17: a refused approval is in dispute until its design is filed anew or it is applied for again', async () => {
    const the = madeCase()
    the.at = local('2027-03-08T09:00')
    the.atSurvey()
    the.act('fileOpinion', officer('ranqi'), needsOuterWorks('gas:ranqi', ['planning']))
    the.closeSurvey()
    const schedule = {
      worksFrom: '2027-03-15',
      worksTo: '2027-03-31',
      sections: [{ road: '河北大道', from: '甲', to: '乙' }],
      responsible: '陈工',
    }
    the.act('applyForApprovals', officer('ranqi'), { ...schedule, approvals: ['worksPlanning'] })
    the.act('decideApproval', officer('zigui'), {
      approval: 'ranqi:worksPlanning:1',
      approved: false,
      reason: '与规划道路冲突',
    })
    await projectCase(server.database, the)
    expect((await disputes(server)).refused).toEqual({
      total: 1,
      items: [
        {
          serviceNumber: the.state.serviceNumber,
          approval: 'ranqi:worksPlanning:1',
          org: 'ranqi',
          authority: 'zigui',
          since: the.at,
        },
      ],
    })
    const before = the.events.length
    the.act('fileDesign', officer('ranqi'), { line: 'gas:ranqi', title: '改线', summary: '绕行' })
    await projectEvents(server.database, the.state.serviceNumber, the.events.slice(before))
    expect((await disputes(server)).refused).toEqual({ total: 0, items: [] })
  })

  it('R-31, R-33: what organisations owe to matters is overdue until it is done; not what the user owes, nor what has ended', async () => {
    const number = await projectCase(server.database, madeCase('elsewhere'))
    const times = {
      filedAt: local('2027-03-08T09:00'),
      dueDate: '2027-03-09',
      extendedTo: '2027-03-10',
      rectifiedAt: local('2027-03-12T09:00'),
    }
    const red = [
      withdrawnRecord(`credit:${number}:water:shuiwu:1`),
      partlyTransferred('CBT-20270308-00001-0'),
      brokenInspection(number, times),
      heldReport('2026-Q1'),
      overdueInstalments(number),
    ]
    for (const the of red) await project(server, the, the.events.findIndex(({ type }) => type === 'deadlinePassed') + 1)
    await project(server, lateRating(number))
    const listed = async () =>
      (await overdue(server)).items
        .filter(({ of }) => of !== 'application')
        .map(({ of, kind, owner, advisory }) => `${of} ${kind} ${owner}${advisory ? ' 参照' : ''}`)
        .sort()
    expect(await listed()).toEqual([
      'creditRecord decision office',
      'laterInspection rectification shuiwu 参照',
      'meetingReport review fagai',
      'rating answer office',
      'transfer account guowang',
    ])
    for (const the of red) await project(server, the)
    expect(await listed()).toEqual(['rating answer office'])
  })

  it('R-31, R-28: a transfer that is withdrawn leaves nothing overdue behind', async () => {
    const { kind, id, events } = partlyTransferred('CBT-20270308-00002-0')
    const until = events.slice(0, events.findIndex(({ type }) => type === 'deadlinePassed') + 1)
    await project(server, { kind, id, events: until })
    const listed = async () => (await overdue(server)).items.filter(({ number }) => number === id).length
    expect(await listed()).toBe(1)
    const withdrawn = { type: 'transferWithdrawn', rule: 'R-37', data: { reason: '不再过户' } }
    const closed = { type: 'transferClosed', rule: 'R-28', data: { outcome: 'withdrawn' } }
    await project(server, {
      kind,
      id,
      events: [
        ...until,
        ...[withdrawn, closed].map((body, index) => ({
          ...body,
          seq: until.length + 1 + index,
          at: '2026-11-26T01:00:00.000Z',
          actor: CLERK,
        })),
      ],
    })
    expect(await listed()).toBe(0)
  })

  it('R-31, R-25: “missed” that the other side contests is in dispute until the window decides', async () => {
    const [line, claim] = ['power:guowang', 'power:guowang:1'] as const
    const the = surveyed()
    the.act('appointConnection', INTAKE, { at: '2026-11-23T10:00:00+08:00', lines: [line] })
    the.clock(`connection:${line}`, 'connection', 'guowang', { line })
    the.later(61).act('reportMissedAppointment', INTAKE, { line, by: 'utility', note: '无人到场' })
    const { serviceNumber } = the.state
    await projectEvents(server.database, serviceNumber, the.events)
    expect((await disputes(server)).missed).toEqual({ total: 0, items: [] })
    let before = the.events.length
    the.act('answerMissed', officer('guowang'), { claim, confirmed: false, note: '当时在场' })
    await projectEvents(server.database, serviceNumber, the.events.slice(before))
    const toldBy = the.state.missed?.[claim]?.by
    expect((await disputes(server)).missed).toEqual({
      total: 1,
      items: [{ serviceNumber, line, claim, toldBy, since: the.at }],
    })
    before = the.events.length
    the.act('decideMissed', CLERK, { claim, missed: 'neither', reason: '双方均到，未遇' })
    await projectEvents(server.database, serviceNumber, the.events.slice(before))
    expect((await disputes(server)).missed).toEqual({ total: 0, items: [] })
  })

  it('R-31: what a meeting resolved is told in the next report until it is done, and once after', async () => {
    await project(server, followedReport('2025-Q3'))
    const told = async (period: string) => {
      const { from, to } = within(period)
      const { items } = await server.database.transaction((transaction) =>
        resolutionsBefore(transaction, { city: 'chibi', period, from, day: to.slice(0, 10) }),
      )
      return items.map(({ resolution, status, overdue: late }) => `${resolution} ${status}${late ? ' overdue' : ''}`)
    }
    expect(await told('2025-Q3')).toEqual([])
    expect(await told('2025-Q4')).toEqual(['1 done', '2 open overdue', '3 dropped'])
    expect(await told('2026-Q1')).toEqual(['2 open overdue'])
  })

  it('R-31, R-32: who was rated is counted by organisation, and each that has still to answer is in dispute', async () => {
    const number = 'CB-20270308-00009-0'
    const organisations = [
      { org: 'shuiwu', grade: 'veryDissatisfied' },
      { org: 'guowang', grade: 'verySatisfied' },
    ]
    const { id, rating, answerer, parties, side } = ratingInput(number, { grade: 'satisfied', organisations })
    const origin = { keyHash: 'key', bodyHash: 'body' }
    const data = { city: 'chibi', policyHash: 'p', origin, serviceNumber: number, rating, bad: true, answerer, side }
    const opening: RatingBody = {
      type: 'caseRated',
      rule: 'R-32',
      data: { ...data, parties: [...parties], rated: ['shuiwu'] },
    }
    const the = new PureMatter(RATING, id, opening, INTAKE, local('2025-02-03T09:00'))
    await project(server, { kind: 'rating', id, events: the.events })
    const awaiting = async () =>
      (await disputes(server)).ratings.items
        .filter(({ serviceNumber }) => serviceNumber === number)
        .map(({ answerer: org }) => org)
    expect(await awaiting()).toEqual(['office', 'shuiwu'])
    the.act('answerAsRated', officer('shuiwu'), { answer: '已上门致歉' })
    await project(server, { kind: 'rating', id, events: the.events })
    expect(await awaiting()).toEqual(['office'])
    const grades = { verySatisfied: 0, satisfied: 0, fairlySatisfied: 0, dissatisfied: 0, veryDissatisfied: 0 }
    expect(await ratingFiguresOf(server.database, { city: 'chibi', ...within('2025-Q1') })).toEqual([
      { org: 'guowang', total: 1, grades: { ...grades, verySatisfied: 1 }, bad: 0, answered: 0, late: 0 },
      { org: 'shuiwu', total: 1, grades: { ...grades, veryDissatisfied: 1 }, bad: 1, answered: 1, late: 0 },
    ])
    expect(await ratingFiguresOf(server.database, { city: 'drill', ...within('2025-Q1') })).toEqual([])
  })

  it('R-31: the quarters that want a report begin with the first application, at most four back', async () => {
    const quarters = (at: string, city = 'chibi') =>
      quartersToReport(server.database, { city, at: local(at), utcOffsetMinutes: 480 })
    expect(await quarters('2026-12-31T23:59')).toEqual([])
    expect(await quarters('2027-01-01T00:05')).toEqual(['2026-Q4'])
    expect(await quarters('2027-07-01T00:05')).toEqual(['2026-Q4', '2027-Q1', '2027-Q2'])
    expect(await quarters('2028-04-01T00:05')).toEqual(['2027-Q2', '2027-Q3', '2027-Q4', '2028-Q1'])
    expect(await quarters('2027-07-01T00:05', 'drill')).toEqual([])
  })
})
