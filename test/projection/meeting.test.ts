import { describe, expect, it } from 'vitest'
import { projectEvents } from '../../db/projection.ts'
import { quartersToReport } from '../../db/queries/quarters.ts'
import { CLERK, officer } from '../fixtures/actors.ts'
import { local, madeCase, projectCase } from '../fixtures/assessed.ts'
import { needsOuterWorks } from '../fixtures/opinions.ts'
import { testDatabase } from './database.ts'
import {
  answeredRating,
  brokenInspection,
  heldReport,
  overdueInstalments,
  partlyTransferred,
  withdrawnRecord,
} from './matters.ts'
import type { WholeMatter } from './matters.ts'
import { project, overdue, disputes, givenDeadlines } from './assessing.ts'

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
