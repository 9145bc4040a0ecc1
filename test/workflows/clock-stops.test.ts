import { describe, expect, it } from 'vitest'
import { firstWorkingMinuteOfDate, isWorkingDay } from '../../domain/clocks/working-time.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable } from '../fixtures/opinions.ts'
import { SkippedTime } from '../fixtures/skipped-case.ts'
import { guowang, office, POWER, shuiwu, WATER, WATER_AND_POWER } from '../fixtures/branch-case.ts'
import { WATER_ONLY, days, between, plus, surveying, opine, connected, clock, minute } from './branch-steps.ts'

const time = SkippedTime.ofThisFile()

function plusDays(date: string, count: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
}

async function nextDate(time: SkippedTime, wanted: (date: string) => boolean): Promise<string> {
  for (let ahead = 1; ahead < 60; ahead++) {
    const date = await time.dateAhead(ahead)
    if (isWorkingDay(date, CALENDARS.china) && wanted(date)) return date
  }
  throw new Error('no such date')
}

describe('a stopped clock', () => {
  it('R-35: goes on where it stood, to the working minute, across a weekend, twice; then passes once', async () => {
    const friday = await nextDate(
      time,
      (date) =>
        new Date(`${date}T00:00:00Z`).getUTCDay() === 5 &&
        !isWorkingDay(plusDays(date, 1), CALENDARS.china) &&
        isWorkingDay(plusDays(date, 3), CALENDARS.china),
    )
    await time.past(`${friday}T01:00:00Z`)
    const the = await surveying(time)
    const { startedAt, dueAt } = await clock(the, 'survey')
    expect(dueAt).toBe(days(startedAt, 2).dueAt)

    await time.past(`${friday}T08:17:00Z`)
    await the.act('suspendClock', officer('zhengshu'), { deadline: 'survey', reason: 'forceMajeure', note: '台风' })
    await time.past(`${plusDays(friday, 3)}T02:05:00Z`)
    await the.act('resumeClock', office, { deadline: 'survey' })
    const once = await the.reaches(
      (state) => state.deadlines['survey']?.runsFrom !== undefined && state.deadlines['survey'].stoppedAt === undefined,
    )
    const [stop1, go1] = [the.events('clockStopped')[0]?.at ?? '', the.events('clockResumed')[0]?.at ?? '']
    const first = plus(go1, 780 - between(startedAt, stop1))
    expect(once.deadlines['survey']?.dueAt).toBe(first)

    await time.past(`${plusDays(friday, 3)}T03:30:00Z`)
    await the.act('suspendClock', officer('zhengshu'), {
      deadline: 'survey',
      reason: 'statutoryProcedure',
      note: '专家论证',
    })
    await time.past(`${plusDays(friday, 10)}T05:00:00Z`)
    expect((await the.state()).survey?.closedAt).toBeUndefined()
    await the.act('resumeClock', office, { deadline: 'survey' })
    await the.reaches((state) => state.deadlines['survey']?.stoppedAt === undefined)
    const [stop2, go2] = [the.events('clockStopped')[1]?.at ?? '', the.events('clockResumed')[1]?.at ?? '']
    const second = plus(go2, 780 - between(startedAt, stop1) - between(go1, stop2))
    expect((await clock(the, 'survey')).dueAt).toBe(second)
    await time.past(second)
    const closed = await the.reaches((state) => state.survey?.closedAt !== undefined)
    expect(minute(closed.deadlines['survey']?.metAt ?? '')).toBe(minute(second))
    expect(closed.deadlines['fileOpinion:zigui']?.passedAt).toBeDefined()
  })

  it('R-24, R-35: stopped and set going before its start it is due when it was', async () => {
    const the = await surveying(time)
    await opine(the)
    await the.act('fileOpinion', shuiwu, connectable(WATER))
    const at = await time.inDays(40)
    await the.reaches((state) => state.stage === 'connection')
    await the.act('appointConnection', INTAKE, { at })
    await the.reaches((state) => state.deadlines[`connection:${WATER}`] !== undefined)
    await the.act('suspendClock', office, { deadline: `connection:${WATER}`, reason: 'forceMajeure', note: '台风' })
    await time.past(await time.inDays(3))
    await the.act('resumeClock', office, { deadline: `connection:${WATER}` })
    await the.reaches((state) => state.deadlines[`connection:${WATER}`]?.stoppedAt === undefined)
    expect((await clock(the, `connection:${WATER}`)).dueAt).toBe(days(at, 1).dueAt)
  })

  it('R-12: a day booked in the form, then a later one, then today: each time two working days from its first working minute', async () => {
    const [first, second] = [await time.dateAhead(20), await time.dateAhead(30)]
    const the = await surveying(time, WATER_ONLY, { surveyDate: first })
    expect((await clock(the, 'survey')).dueAt).toBe(days(opens(first), 2).dueAt)
    await the.act('bookSurvey', INTAKE, { date: second })
    await the.reaches((state) => state.deadlines['survey']?.runsFrom !== undefined)
    expect((await clock(the, 'survey')).dueAt).toBe(days(opens(second), 2).dueAt)
    await time.past(await time.inDays(5))
    await the.act('bookSurvey', INTAKE, { date: await time.dateAhead(0) })
    await the.reaches(() => the.events('deadlineMoved').length === 2)
    const moved = the.events('surveyMoved')[1]?.at ?? ''
    const { dueAt } = await clock(the, 'survey')
    expect(dueAt).toBe(plus(moved, 780))
    await time.past(dueAt)
    await the.reaches((state) => state.survey?.closedAt !== undefined)
  })

  it('R-12, R-35: resumed by the office before the booked day it still waits for that day', async () => {
    const the = await surveying(time)
    const date = await time.dateAhead(20)
    await the.act('bookSurvey', INTAKE, { date })
    await the.reaches((state) => state.deadlines['survey']?.runsFrom !== undefined)
    const booked = (await clock(the, 'survey')).dueAt
    await the.act('suspendClock', officer('zhengshu'), { deadline: 'survey', reason: 'forceMajeure', note: '台风' })
    await the.act('resumeClock', office, { deadline: 'survey' })
    await the.reaches(() => the.events('deadlineMoved').length === 2)
    expect((await clock(the, 'survey')).dueAt).toBe(booked)
  })
})

describe('registration', () => {
  const open = { water: { business: 'new' } }
  const asked = { items: ['services.water.tonsPerDay'], message: '请补填用水量' }

  it('R-03: 一次性告知 stops the clock for as long as it takes; the supplement sets it going and the demand is pushed in time', async () => {
    const the = await time.register(registration({}, { services: open }))
    const { dueAt } = (await the.reaches((state) => state.deadlines['registration'] !== undefined)).deadlines[
      'registration'
    ]!
    await the.act('requestSupplement', CLERK, asked)
    await time.past(days(dueAt, 20).dueAt)
    expect((await the.state()).pushedAt).toBeUndefined()
    await the.act('supplementDemand', INTAKE, { services: { water: { business: 'new', tonsPerDay: 9 } } })
    const state = await the.reaches((now) => now.survey !== undefined)
    expect(state.accepted?.how).toBe('complete')
    const registered = state.deadlines['registration']
    expect(registered?.stoppedAt).toBeUndefined()
    expect(Date.parse(registered?.dueAt ?? '')).toBeGreaterThan(Date.parse(registered?.metAt ?? ''))
    expect(registered?.dueAt).toBe(
      plus(
        the.events('demandSupplemented')[0]?.at ?? '',
        between(the.events('supplementRequested')[0]?.at ?? '', dueAt),
      ),
    )
    expect(the.ofThePlan('deadlinePassed')).toEqual([])
  })

  it('R-03: the supplement that leaves a doubt resumes the clock, which then passes once: 视为受理', async () => {
    const the = await time.register(registration({}, { services: open }), {
      warnings: [{ field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' }],
    })
    await the.reaches((state) => state.deadlines['registration'] !== undefined)
    await the.act('requestSupplement', CLERK, asked)
    await time.past(await time.inDays(10))
    await the.act('supplementDemand', INTAKE, { services: { water: { business: 'new', tonsPerDay: 9 } } })
    await the.reaches((state) => state.deadlines['registration']?.stoppedAt === undefined)
    expect((await the.state()).pushedAt).toBeUndefined()
    await time.past((await clock(the, 'registration')).dueAt)
    expect((await the.reaches((state) => state.pushedAt !== undefined)).accepted?.how).toBe('deemed')
    await the.reaches(() => the.ofThePlan('deadlinePassed').length === 1)
  })

  it('R-03: deemed accepted when nobody asked in time, and completed by the user afterwards', async () => {
    const the = await time.register(registration({}, { services: open }))
    const { dueAt } = (await the.reaches((state) => state.deadlines['registration'] !== undefined)).deadlines[
      'registration'
    ]!
    await time.past(dueAt)
    expect((await the.reaches((state) => state.survey !== undefined)).accepted?.how).toBe('deemed')
    await the.act('supplementDemand', INTAKE, { services: { water: { business: 'new', tonsPerDay: 9 } } })
    expect((await the.state()).deadlines['registration']?.passedAt).toBeDefined()
  })

  it('R-03, R-37: the only service that lacked something is dropped, and the rest goes on', async () => {
    const the = await time.register(
      registration({}, { services: { ...open, power: { business: 'new', kilovoltAmperes: 10 } } }),
    )
    await the.reaches((state) => state.deadlines['registration'] !== undefined)
    await the.act('dropServices', INTAKE, { lines: [WATER], reason: '自备水源' })
    await the.reaches(() => the.events('demandPushed').length === 1)
    expect(the.events('demandPushed')[0]?.data.recipients).not.toContain('shuiwu')
  })
})

describe('survey', () => {
  it('R-11: a waiver leaves the utilities’ word to wait for, and then closes it, the deadline met', async () => {
    const the = await surveying(time, WATER_AND_POWER)
    await the.act('waiveSurvey', officer('zhujian', 'lead'), { reason: '管网已到位', signer: '王局' })
    await the.act('fileOpinion', shuiwu, connectable(WATER))
    await the.act('fileOpinion', guowang, connectable(POWER))
    const { survey, lines, deadlines } = await the.reaches((state) => state.stage === 'connection')
    expect(Object.values(lines).map((line) => line.status)).toEqual(['connectable', 'connectable'])
    expect(survey?.absent).toEqual([])
    expect(deadlines['survey']?.metAt).toBe(survey?.closedAt)
    await connected(time, the, WATER)
    await connected(time, the, POWER)
    await the.closed()
  })

  it('R-11, R-12: also while the clock stands for a booked day', async () => {
    const the = await surveying(time)
    await the.act('bookSurvey', INTAKE, { date: await time.dateAhead(30) })
    await the.act('waiveSurvey', officer('zhujian', 'lead'), { reason: '管网已到位', signer: '王局' })
    await the.act('fileOpinion', shuiwu, connectable(WATER))
    await the.reaches((state) => state.stage === 'connection')
  })

  it('R-37: the last utility that was awaited drops out, and the survey is done', async () => {
    const the = await surveying(time, WATER_AND_POWER)
    await opine(the)
    await the.act('fileOpinion', guowang, connectable(POWER))
    await the.act('dropServices', INTAKE, { lines: [WATER], reason: '自备水源' })
    await the.reaches((state) => state.stage === 'connection')
    await connected(time, the, POWER)
    expect(await the.closed()).toMatchObject({ outcome: 'connected' })
  })
})

function opens(date: string): string {
  return firstWorkingMinuteOfDate(date, CHIBI.hours, CALENDARS.china)
}
