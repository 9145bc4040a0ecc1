import { describe, expect, it } from 'vitest'
import { assess } from '../../db/assess.ts'
import { projectEvents } from '../../db/projection.ts'
import { countExceptions, exceptionsOf } from '../../db/queries/assessment.ts'
import { NO_FIGURES } from '../../domain/assessment/assessment.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { local, madeCase, projectCase } from '../fixtures/assessed.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { connectable, needsOuterWorks } from '../fixtures/opinions.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import { testDatabase } from './database.ts'
import { span, within, partOf, overdue, disputes, givenDeadlines } from './assessing.ts'

const server = testDatabase()
givenDeadlines(server)

describe('what events tell', () => {
  const quarter = { city: 'chibi', ...within('2027-Q1') }
  const figures = () =>
    assess(server.database, {
      city: 'chibi',
      period: quarter,
      order: [],
      hours: CHIBI.hours,
      calendar: CALENDARS.china,
      now: local('2027-02-01T09:00'),
    })

  it('R-30, R-13, R-20: absences are charged to the absent, orders and broken promises to the utility; R-06: elsewhere apart', async () => {
    for (const area of ['planningArea', 'elsewhere'] as const) {
      const the = madeCase(area)
      the.at = local('2027-01-11T09:00')
      the.atSurvey()
      the.act('fileOpinion', officer('shuiwu'), needsOuterWorks('water:shuiwu'))
      the.closeSurvey(['chengguan', 'telecom'])
      the.act('signCommitment', officer('shuiwu'), commitment('2027-01-11', '2027-01-29'))
      the.act('fileDesign', officer('shuiwu'), { line: 'water:shuiwu', title: '方案', summary: '沿路敷设' })
      the.act('fileConstructionPlan', officer('shuiwu'), {
        line: 'water:shuiwu',
        title: '方案',
        summary: '分段施工',
        nearbyOwners: [],
      })
      the.act('startWorks', officer('shuiwu'), { line: 'water:shuiwu' })
      the.act('fileInspection', officer('chengguan', 'inspector'), inspection('water:shuiwu', [3], '2027-01-12'))
      const order = Object.values(the.state.orders)[0]?.id ?? ''
      the.act('requestExtension', officer('shuiwu'), { order, dueDate: '2027-01-14', reason: '降雨' })
      the.act('decideExtension', officer('chengguan'), { order, granted: true })
      the.record({
        type: 'promiseBroken',
        rule: 'R-20',
        data: { org: 'shuiwu', order, promises: [3], creditRecord: 'credit:x', office: 'office' },
      })
      await projectCase(server.database, the)
    }
    const rows = await figures()
    for (const part of ['binding', 'advisory'] as const) {
      expect([
        part,
        partOf(rows, 'chengguan', part, 'survey').absences,
        partOf(rows, 'telecom', part, 'survey').absences,
      ]).toEqual([part, 1, 1])
      expect(partOf(rows, 'shuiwu', part, 'works')).toMatchObject({ ordered: 1, missed: 1 })
    }
    expect((await disputes(server)).broken).toMatchObject({
      total: 2,
      items: [{ org: 'shuiwu', promises: [3] }, { org: 'shuiwu' }],
    })
  })

  it('R-25, R-30: a missed appointment counts where it is confirmed or decided; the clock of one that the user missed no more', async () => {
    const third = { city: 'chibi', ...within('2027-Q3') }
    const months = async () =>
      assess(server.database, {
        city: 'chibi',
        period: third,
        order: [],
        hours: CHIBI.hours,
        calendar: CALENDARS.china,
        now: local('2027-10-08T09:00'),
      })
    const line = 'water:shuiwu' as const
    const claim = `${line}:1`
    const missed = (at: string, by: 'user' | 'utility') => {
      const the = madeCase()
      the.at = local(`${at}T09:00`)
      the.atSurvey()
      the.act('fileOpinion', officer('shuiwu'), connectable(line))
      the.closeSurvey()
      the.act('appointConnection', INTAKE, { at: local(`${at}T10:00`), lines: [line] })
      const clock = { id: `connection:${line}`, kind: 'connection', owner: 'shuiwu', rule: 'R-25', line } as const
      const times = { startedAt: local(`${at}T10:00`), warnAt: local(`${at}T15:00`), dueAt: local(`${at}T16:00`) }
      const length = { kind: 'workingDays', days: 1 } as const
      const rest = { length, minutes: 390, calendarVersion: 'test', provisional: false, advisory: false }
      the.record({ type: 'deadlineStarted', rule: 'R-33', data: { deadline: { ...clock, ...times, ...rest } } })
      the.at = local(`${at}T16:30`)
      the.record({ type: 'deadlinePassed', rule: 'R-33', data: { deadline: clock.id, owner: 'shuiwu' } })
      the.act('reportMissedAppointment', by === 'user' ? officer('shuiwu') : INTAKE, { line, by, note: '未到' })
      return the
    }
    const [open, byUser, decided] = [
      missed('2027-08-02', 'utility'),
      missed('2027-08-03', 'user'),
      missed('2027-08-04', 'utility'),
    ]
    for (const the of [open, byUser, decided]) await projectCase(server.database, the)
    expect(partOf(await months(), 'shuiwu', 'binding', 'connection')).toMatchObject({ overdue: 3, unkept: 0 })
    byUser.act('answerMissed', INTAKE, { claim, confirmed: true })
    decided.act('answerMissed', officer('shuiwu'), { claim, confirmed: false, note: '已到场' })
    decided.act('decideMissed', CLERK, { claim, missed: 'utility', reason: '门卫登记中没有来人' })
    for (const the of [byUser, decided]) await projectCase(server.database, the)
    expect(partOf(await months(), 'shuiwu', 'binding', 'connection')).toMatchObject({ overdue: 2, unkept: 1 })
  })

  it('R-16, R-20, R-30: works stopped are orders, and counted apart; what was revoked counts once decided so', async () => {
    const the = madeCase()
    the.at = local('2027-04-12T09:00')
    the.atSurvey()
    const [line, org, utility] = ['water:shuiwu', 'chengguan', 'shuiwu'] as const
    const order = { line, org, utility, requirement: '支护', dueDate: '2027-04-20', promises: [1] }
    the.record({ type: 'rectificationOrdered', rule: 'R-20', data: { ...order, order: `${line}:1` } })
    const stop = '随时坍塌'
    the.record({ type: 'rectificationOrdered', rule: 'R-20', data: { ...order, order: `${line}:2`, stop } })
    for (const [index, outcome] of (['dismissed', 'revoked'] as const).entries()) {
      const about = { revocation: `${index + 1}`, utility, approvals: ['roadExcavation'], lines: [line] }
      const told = { ground: 'deception', facts: '略', evidence: '略' } as const
      the.record({ type: 'revocationProposed', rule: 'R-16', data: { ...about, ...told, org, openSites: [] } })
      const data = { ...about, outcome, reason: '略', official: '吴局长' }
      the.record({ type: 'revocationDecided', rule: 'R-16', data })
    }
    await projectCase(server.database, the)
    const rows = await assess(server.database, {
      city: 'chibi',
      period: within('2027-Q2'),
      order: [],
      hours: CHIBI.hours,
      calendar: CALENDARS.china,
      now: local('2027-05-01T09:00'),
    })
    expect(partOf(rows, utility, 'binding', 'works')).toMatchObject({ ordered: 2, stopped: 1 })
    expect(partOf(rows, utility, 'binding', 'commitment')).toMatchObject({ revoked: 1 })
  })

  it('R-30⁺, R-35, R-11, R-20: every stop, waiver and granted extension is there to be reviewed, with who decided', async () => {
    const the = madeCase()
    the.at = local('2027-02-02T09:00')
    the.atSurvey()
    the.record({ type: 'surveyMoved', rule: 'R-12', data: { date: '2027-02-05', stops: true } }, CLERK)
    the.record({ type: 'surveyMoved', rule: 'R-12', data: { date: '2027-02-02', stops: false } }, CLERK)
    const items = ['form.services.water.tonsPerDay']
    the.record({ type: 'supplementRequested', rule: 'R-03', data: { items, message: '王女士，请补正' } }, CLERK)
    the.record(
      { type: 'clockStopped', rule: 'R-35', data: { deadline: 'survey', reason: 'forceMajeure', note: '大雪' } },
      officer('office'),
    )
    the.record(
      { type: 'surveyWaived', rule: 'R-11', data: { reason: '管线已到位', signer: '刘局' } },
      officer('zhujian', 'lead'),
    )
    the.record(
      { type: 'extensionDecided', rule: 'R-20', data: { order: 'o', granted: false, dueDate: '2027-02-09' } },
      officer('chengguan'),
    )
    await projectCase(server.database, the)
    const february = { city: 'chibi', ...within('2027-02') }
    const { items: found } = await exceptionsOf(server.database, { ...february, limit: 10 })
    expect(found.map(({ kind, by, deadline, words, asked }) => [kind, by, deadline, asked ?? words])).toEqual([
      ['stop', 'window', 'survey', '2027-02-05'],
      ['stop', 'window', 'registration', items],
      ['stop', 'office', 'survey', '大雪'],
      ['waiver', 'zhujian', 'survey', '管线已到位'],
    ])
    expect(await countExceptions(server.database, quarter)).toEqual({ stop: 3, waiver: 1, extension: 2 })
    const first = await exceptionsOf(server.database, { ...february, limit: 1 })
    const rest = await exceptionsOf(server.database, { ...february, limit: 5, cursor: first.next })
    expect([...first.items, ...rest.items]).toEqual(found)
    expect(JSON.stringify(found)).not.toContain('王女士')
    expect(
      (await exceptionsOf(server.database, { ...quarter, kind: 'extension', limit: 5 })).items.map(
        ({ by, advisory }) => [by, advisory],
      ),
    ).toEqual([
      ['chengguan', false],
      ['chengguan', true],
    ])
  })

  it('R-30, R-37: what a withdrawal left running counts nowhere; a survey of before 0.7 that ended without an opinion used all of its time', async () => {
    const { conduct: _of07, ...survey } = CHIBI.survey
    const the = madeCase('planningArea', { policy: { ...CHIBI, survey } })
    the.at = local('2027-03-01T09:00')
    the.atSurvey()
    const started = (kind: 'survey' | 'registration', minutes: number) =>
      the.record({
        type: 'deadlineStarted',
        rule: 'R-33',
        data: {
          deadline: {
            id: kind,
            kind,
            owner: 'fagai',
            rule: 'R-12',
            length: { kind: 'workingDays', days: 2 },
            startedAt: the.at,
            warnAt: the.at,
            dueAt: local('2027-03-03T09:00'),
            minutes,
            calendarVersion: 'cn',
            provisional: false,
            advisory: false,
          },
        },
      })
    started('survey', 780)
    started('registration', 780)
    the.at = local('2027-03-03T09:00')
    the.record({
      type: 'deadlinePassed',
      rule: 'R-33',
      data: { deadline: 'survey', owner: 'fagai', absent: ['telecom'] },
    })
    the.closeSurvey(['telecom'])
    const number = await projectCase(server.database, the)
    const march = async () => {
      const rows = await assess(server.database, {
        city: 'chibi',
        period: span('2027-03'),
        order: [],
        hours: CHIBI.hours,
        calendar: CALENDARS.china,
        now: local('2027-03-30T09:00'),
      })
      return ['survey', 'registration'].map((link) => partOf(rows, 'fagai', 'binding', link))
    }
    expect(await march()).toEqual([
      { ...NO_FIGURES, volume: 1, overdue: 1, measured: 1, useSum: 1, worstUse: 1 },
      { ...NO_FIGURES, volume: 1, running: 1 },
    ])
    expect((await overdue(server)).items.find((item) => item.number === number)).toMatchObject({
      of: 'application',
      kind: 'survey',
      owner: 'fagai',
      dueAt: local('2027-03-03T09:00'),
    })
    const before = the.events.length
    the.record({ type: 'applicationWithdrawn', rule: 'R-37', data: { reason: '不再需要' } }, CLERK)
    await projectEvents(server.database, number, the.events.slice(before))
    expect(await march()).toEqual([
      { ...NO_FIGURES, volume: 1, overdue: 1, measured: 1, useSum: 1, worstUse: 1 },
      NO_FIGURES,
    ])
    expect((await overdue(server)).items.find((item) => item.number === number)).toBeUndefined()
  })
})
