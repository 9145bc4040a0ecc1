import { count, eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { eventsOfApplication } from '../../db/queries/events.ts'
import { concernedOrgs, findApplication } from '../../db/queries/applications.ts'
import { compareRebuilt, replaceSubject } from '../../db/rebuild.ts'
import { application } from '../../db/schema/application.ts'
import { deadline } from '../../db/schema/deadline.ts'
import { event, outbox } from '../../db/schema/event.ts'
import { serviceLine } from '../../db/schema/parts.ts'
import { task } from '../../db/schema/task.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { wholeCase } from './cases.ts'
import { testDatabase } from './database.ts'
import { projectionOf, derivedRows, nextNumber } from './projecting.ts'

const server = testDatabase()

const activities = projectionOf(server)

describe('projection of a whole case', () => {
  it('R-01…R-26: the rows say where the case stands, and the state is the one that the events fold to', async () => {
    const the = wholeCase(nextNumber())
    const { serviceNumber } = the.state
    await activities.project({ serviceNumber, events: the.events })
    expect(await findApplication(server.database, serviceNumber)).toEqual({ seq: the.state.seq, state: the.state })
    const lines = await server.database.select().from(serviceLine).where(eq(serviceLine.serviceNumber, serviceNumber))
    expect(
      lines
        .map((line) => [line.id, line.status, line.appointmentNumber])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    ).toEqual([
      ['gas:ranqi', 'connected', 2],
      ['network:telecom', 'connected', 1],
      ['power:guowang', 'connected', 1],
      ['water:shuiwu', 'connected', 1],
    ])
    const [survey] = await server.database
      .select()
      .from(deadline)
      .where(sql`service_number = ${serviceNumber} and id = 'survey'`)
    expect(survey).toMatchObject({
      owner: 'zhujian',
      dueAt: '2026-11-23T06:45:00.000Z',
      passedAt: '2026-11-25T01:00:00.000Z',
      length: { kind: 'workingDays', days: 0.5 },
    })
    const [open] = await server.database
      .select({ open: count() })
      .from(task)
      .where(sql`service_number = ${serviceNumber} and closed_seq is null`)
    expect(open).toEqual({ open: 0 })
  })

  it('R-36, R-39: a history of ten thousand events is rebuilt and compared like any other', async () => {
    const the = wholeCase(nextNumber())
    const {
      state: { serviceNumber, seq },
      events,
    } = the
    const [last] = events.slice(-1)
    if (last?.type !== 'applicationClosed') throw new Error('not a whole case')
    const refused = {
      type: 'actRefused',
      rule: 'R-13',
      data: { act: 'fileOpinion', code: 'wrong-stage', detail: '联合踏勘已结束', received: '{}' },
      at: last.at,
      actor: last.actor,
    } as const
    const long = [
      ...events.slice(0, -1),
      ...Array.from({ length: 10_000 - seq }, (_, index) => ({ ...refused, seq: seq + index })),
      { ...last, seq: 10_000 },
    ]
    const history = { kind: 'application' as const, subject: serviceNumber, events: long }
    expect(await replaceSubject(server.database, history)).toBe(true)
    expect(await findApplication(server.database, serviceNumber)).toMatchObject({ seq: 10_000 })
    expect(await compareRebuilt(server.database, [history], { only: [serviceNumber] })).toMatchObject({
      applications: 1,
      events: 10_000,
      differences: [],
    })
  })

  it('R-33, R-37: of a withdrawn case no deadline row runs on, and the state is the one that the events fold to', async () => {
    const the = new PureCase(applicationInput(undefined, { serviceNumber: nextNumber() })).atSurvey()
    const { serviceNumber } = the.state
    const clock = {
      rule: 'R-12',
      length: { kind: 'workingDays', days: 2 },
      startedAt: the.at,
      warnAt: the.at,
      dueAt: '2026-11-25T01:00:00.000Z',
      minutes: 780,
      calendarVersion: 'test',
      provisional: false,
      advisory: false,
    } as const
    the.record({
      type: 'deadlineStarted',
      rule: 'R-33',
      data: { deadline: { id: 'survey', kind: 'survey', owner: 'zhujian', ...clock } },
    })
    await activities.project({ serviceNumber, events: the.events })
    const projected = the.events.length
    the.act('withdrawApplication', INTAKE, { reason: '取消' })
    await activities.project({ serviceNumber, events: the.events.slice(projected) })
    const rows = await server.database
      .select({ id: deadline.id, metAt: deadline.metAt, supersededAt: deadline.supersededAt })
      .from(deadline)
      .where(eq(deadline.serviceNumber, serviceNumber))
    // With the survey's the clocks of the opinions that it asked for.
    expect(rows.map(({ id }) => id)).toContain('survey')
    expect(rows.map(({ metAt, supersededAt }) => [metAt, supersededAt])).toEqual(rows.map(() => [null, the.at]))
    expect(await findApplication(server.database, serviceNumber)).toEqual({ seq: the.state.seq, state: the.state })
  })

  it('R-39: the events come back as they were recorded, page by page', async () => {
    const the = wholeCase(nextNumber())
    const { serviceNumber } = the.state
    await activities.project({ serviceNumber, events: the.events })
    const first = await eventsOfApplication(server.database, serviceNumber, { limit: 5 })
    const rest = await eventsOfApplication(server.database, serviceNumber, { after: 5, limit: 100 })
    expect([...first, ...rest]).toEqual(the.events)
  })

  it('R-27: one outbox row for each event, for everyone concerned and the intake that registered', async () => {
    const the = wholeCase(nextNumber())
    const { serviceNumber } = the.state
    await activities.project({ serviceNumber, events: the.events })
    const rows = await server.database
      .select()
      .from(outbox)
      .where(eq(outbox.serviceNumber, serviceNumber))
      .orderBy(outbox.seq)
    expect(rows.map((row) => row.payload)).toEqual(the.events)
    expect(rows[0]?.audience).toEqual(
      [...new Set([...Object.keys(the.state.parties), 'window', 'zhujian', 'hubeiGovernmentService'])].sort(),
    )
    expect(await concernedOrgs(server.database, serviceNumber)).toEqual({
      orgs: rows[0]?.audience,
      applicantSubject: 'hubei-user-7',
    })
  })
})

describe('projection that runs twice', () => {
  it('R-39: twice, in overlapping batches, or event by event: the same rows', async () => {
    const the = wholeCase(nextNumber())
    const { serviceNumber } = the.state
    const batches = [
      the.events.slice(0, 4),
      the.events.slice(0, 9),
      the.events.slice(2, 9),
      the.events.slice(7),
      the.events,
      ...the.events.map((one) => [one]),
    ]
    for (const events of batches) await activities.project({ serviceNumber, events })
    const repeated = await derivedRows(server, serviceNumber)
    await server.database.delete(application).where(eq(application.serviceNumber, serviceNumber))
    for (const one of the.events) await activities.project({ serviceNumber, events: [one] })
    const single = await derivedRows(server, serviceNumber)
    await server.database.delete(application).where(eq(application.serviceNumber, serviceNumber))
    await activities.project({ serviceNumber, events: the.events })
    expect(repeated).toEqual(await derivedRows(server, serviceNumber))
    expect(single).toEqual(repeated)
  })

  it('R-39: eight projections of a case at once, of different lengths, end at its last event', async () => {
    const the = wholeCase(nextNumber())
    const { serviceNumber } = the.state
    await Promise.all(
      [3, 30, 8, 15, 30, 1, 30, 12].map((length) =>
        activities.project({ serviceNumber, events: the.events.slice(0, length) }),
      ),
    )
    await activities.project({ serviceNumber, events: the.events })
    expect((await findApplication(server.database, serviceNumber))?.state).toEqual(the.state)
    const [rows] = await server.database
      .select({ events: count() })
      .from(event)
      .where(eq(event.serviceNumber, serviceNumber))
    expect(rows).toEqual({ events: the.events.length })
  })

  it('R-38: a task closed by a later event is closed in its row', async () => {
    const the = new PureCase(applicationInput(undefined, { serviceNumber: nextNumber() })).atSurvey()
    const { serviceNumber } = the.state
    await activities.project({ serviceNumber, events: the.events })
    const known = the.events.length
    the.act('fileOpinion', officer('zigui'), { remarks: '无意见' })
    await activities.project({ serviceNumber, events: the.events.slice(known) })
    const rows = await server.database.select().from(task).where(eq(task.serviceNumber, serviceNumber))
    expect(
      rows.filter((row) => row.kind === 'fileOpinion' && row.closedSeq !== null).map((row) => [row.org, row.closedSeq]),
    ).toEqual([['zigui', the.state.seq]])
  })
})
