import { Worker } from '@temporalio/worker'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  addWorkingMinutes,
  dueTime,
  firstWorkingMinuteOfDate,
  isWorkingDay,
  workingMinutesBetween,
} from '../../domain/clocks/working-time.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { CreditOpening } from '../../domain/credit/credit-opening.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import type { LineId } from '../../domain/case/service.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import { SkippedTime } from '../fixtures/skipped-case.ts'
import type { SkippedCase } from '../fixtures/skipped-case.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import {
  application,
  CATV,
  chutian,
  guowang,
  inspector,
  NETWORK,
  office,
  POWER,
  shuiwu,
  TWO_APPROVALS,
  WATER,
  WATER_AND_POWER,
} from '../state/branch-case.ts'

let time: SkippedTime
beforeAll(async () => {
  time = await SkippedTime.begin()
})
afterEach(async () => {
  await time.clear()
})
afterAll(async () => {
  await time.end()
})

const zigui = officer('zigui')
const jiaotong = officer('jiaotong')
const WATER_ONLY = { water: { business: 'new', tonsPerDay: 9 } }
const days = (from: string, count: number) =>
  dueTime(from, { kind: 'workingDays', days: count }, CHIBI.hours, CALENDARS.china)
const between = (from: string, to: string) => workingMinutesBetween(from, to, CHIBI.hours, CALENDARS.china)
const plus = (from: string, minutes: number) => addWorkingMinutes(from, minutes, CHIBI.hours, CALENDARS.china).due

type Touches = Parameters<typeof needsOuterWorks>[1]

async function surveying(
  services: Record<string, unknown> = WATER_ONLY,
  form: Record<string, unknown> = {},
  policy: City = CHIBI,
): Promise<SkippedCase> {
  const the = await time.register(registration({}, { services, ...form }), { policy })
  await the.reaches((state) => state.deadlines['survey'] !== undefined)
  return the
}

/** Water needs outer works; power, where it is in the case, needs them too or is connectable. */
async function surveyed(touches: Touches, power?: Touches | 'connectable', policy: City = CHIBI): Promise<SkippedCase> {
  const the = await surveying(power === undefined ? WATER_ONLY : WATER_AND_POWER, {}, policy)
  await opine(the)
  if (power !== undefined)
    await the.act('fileOpinion', guowang, power === 'connectable' ? connectable(POWER) : needsOuterWorks(POWER, power))
  await the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, touches))
  await the.reaches((state) => state.deadlines['commitment:shuiwu'] !== undefined)
  return the
}

async function opine(the: SkippedCase): Promise<void> {
  for (const org of ['zigui', 'chengguan']) await the.act('fileOpinion', officer(org), NO_OBJECTION)
}

async function underWorks(ahead = 100): Promise<SkippedCase> {
  const the = await surveyed(['road'])
  await the.act('signCommitment', shuiwu, commitment(await dateAhead(0), await dateAhead(ahead)))
  await started(the, WATER)
  return the
}

async function started(the: SkippedCase, line: LineId): Promise<void> {
  const utility = officer(line.split(':')[1] ?? '')
  await the.act('fileDesign', utility, { line, title: '设计', summary: '略' })
  await the.act('fileConstructionPlan', utility, { line, title: '方案', summary: '略', nearbyOwners: [] })
  await the.act('startWorks', utility, { line })
}

async function built(the: SkippedCase, line: LineId, by = inspector): Promise<void> {
  await the.act('fileInspection', by, inspection(line))
  await the.act('completeWorks', officer(line.split(':')[1] ?? ''), { line })
  await the.act('acceptWorks', officer('zhujian'), { line, passed: true })
}

async function connected(the: SkippedCase, line: LineId): Promise<void> {
  await the.act('appointConnection', INTAKE, { at: await soon(), lines: [line] })
  await the.act('reportConnected', officer(line.split(':')[1] ?? ''), { line })
}

async function restored(the: SkippedCase, line: LineId): Promise<void> {
  await the.act('reportRestored', officer(line.split(':')[1] ?? ''), { line })
  await the.act('confirmRestoration', officer('chengguan'), { line })
}

describe('a stopped clock', () => {
  it('R-35: goes on where it stood, to the working minute, across a weekend, twice; then passes once', async () => {
    const friday = await nextDate(
      (date) =>
        new Date(`${date}T00:00:00Z`).getUTCDay() === 5 &&
        !isWorkingDay(plusDays(date, 1), CALENDARS.china) &&
        isWorkingDay(plusDays(date, 3), CALENDARS.china),
    )
    await skip(`${friday}T01:00:00Z`)
    const the = await surveying()
    const { startedAt, dueAt } = await clock(the, 'survey')
    expect(dueAt).toBe(days(startedAt, 2).dueAt)

    await skip(`${friday}T08:17:00Z`)
    await the.act('suspendClock', office, { deadline: 'survey', reason: 'forceMajeure', note: '台风' })
    await skip(`${plusDays(friday, 3)}T02:05:00Z`)
    await the.act('resumeClock', office, { deadline: 'survey' })
    const once = await the.reaches(
      (state) => state.deadlines['survey']?.runsFrom !== undefined && state.deadlines['survey'].stoppedAt === undefined,
    )
    const [stop1, go1] = [the.events('clockStopped')[0]?.at ?? '', the.events('clockResumed')[0]?.at ?? '']
    const first = plus(go1, 780 - between(startedAt, stop1))
    expect(once.deadlines['survey']?.dueAt).toBe(first)

    await skip(`${plusDays(friday, 3)}T03:30:00Z`)
    await the.act('suspendClock', office, { deadline: 'survey', reason: 'statutoryProcedure', note: '专家论证' })
    await skip(`${plusDays(friday, 10)}T05:00:00Z`)
    expect((await the.state()).survey?.closedAt).toBeUndefined()
    await the.act('resumeClock', office, { deadline: 'survey' })
    await the.reaches((state) => state.deadlines['survey']?.stoppedAt === undefined)
    const [stop2, go2] = [the.events('clockStopped')[1]?.at ?? '', the.events('clockResumed')[1]?.at ?? '']
    const second = plus(go2, 780 - between(startedAt, stop1) - between(go1, stop2))
    expect((await clock(the, 'survey')).dueAt).toBe(second)
    await skip(second)
    const closed = await the.reaches((state) => state.survey?.closedAt !== undefined)
    expect(minute(closed.deadlines['survey']?.passedAt ?? '')).toBe(minute(second))
    await the.reaches(() => the.events('deadlinePassed').length === 1)
  })

  it('R-24, R-35: stopped and set going before its start it is due when it was', async () => {
    const the = await surveying()
    await opine(the)
    await the.act('fileOpinion', shuiwu, connectable(WATER))
    const at = new Date((await time.environment.currentTimeMs()) + 40 * 86_400_000).toISOString()
    await the.reaches((state) => state.stage === 'connection')
    await the.act('appointConnection', INTAKE, { at })
    await the.reaches((state) => state.deadlines[`connection:${WATER}`] !== undefined)
    await the.act('suspendClock', office, { deadline: `connection:${WATER}`, reason: 'forceMajeure', note: '台风' })
    await skip(new Date((await time.environment.currentTimeMs()) + 3 * 86_400_000).toISOString())
    await the.act('resumeClock', office, { deadline: `connection:${WATER}` })
    await the.reaches((state) => state.deadlines[`connection:${WATER}`]?.stoppedAt === undefined)
    expect((await clock(the, `connection:${WATER}`)).dueAt).toBe(days(at, 1).dueAt)
  })

  it('R-12: a day booked in the form, then a later one, then today: each time two working days from its first working minute', async () => {
    const [first, second] = [await dateAhead(20), await dateAhead(30)]
    const the = await surveying(WATER_ONLY, { surveyDate: first })
    expect((await clock(the, 'survey')).dueAt).toBe(days(opens(first), 2).dueAt)
    await the.act('bookSurvey', INTAKE, { date: second })
    await the.reaches((state) => state.deadlines['survey']?.runsFrom !== undefined)
    expect((await clock(the, 'survey')).dueAt).toBe(days(opens(second), 2).dueAt)
    await skip(new Date((await time.environment.currentTimeMs()) + 5 * 86_400_000).toISOString())
    await the.act('bookSurvey', INTAKE, { date: await dateAhead(0) })
    await the.reaches(() => the.events('deadlineMoved').length === 2)
    const moved = the.events('surveyMoved')[1]?.at ?? ''
    const { dueAt } = await clock(the, 'survey')
    expect(dueAt).toBe(plus(moved, 780))
    await skip(dueAt)
    await the.reaches((state) => state.survey?.closedAt !== undefined)
  })

  it('R-12, R-35: resumed by the office before the booked day it still waits for that day', async () => {
    const the = await surveying()
    const date = await dateAhead(20)
    await the.act('bookSurvey', INTAKE, { date })
    await the.reaches((state) => state.deadlines['survey']?.runsFrom !== undefined)
    const booked = (await clock(the, 'survey')).dueAt
    await the.act('suspendClock', office, { deadline: 'survey', reason: 'forceMajeure', note: '台风' })
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
    await skip(days(dueAt, 20).dueAt)
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
    expect(the.events('deadlinePassed')).toEqual([])
  })

  it('R-03: the supplement that leaves a doubt resumes the clock, which then passes once: 视为受理', async () => {
    const the = await time.register(registration({}, { services: open }), {
      warnings: [{ field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' }],
    })
    await the.reaches((state) => state.deadlines['registration'] !== undefined)
    await the.act('requestSupplement', CLERK, asked)
    await skip(new Date((await time.environment.currentTimeMs()) + 10 * 86_400_000).toISOString())
    await the.act('supplementDemand', INTAKE, { services: { water: { business: 'new', tonsPerDay: 9 } } })
    await the.reaches((state) => state.deadlines['registration']?.stoppedAt === undefined)
    expect((await the.state()).pushedAt).toBeUndefined()
    await skip((await clock(the, 'registration')).dueAt)
    expect((await the.reaches((state) => state.pushedAt !== undefined)).accepted?.how).toBe('deemed')
    await the.reaches(() => the.events('deadlinePassed').length === 1)
  })

  it('R-03: deemed accepted when nobody asked in time, and completed by the user afterwards', async () => {
    const the = await time.register(registration({}, { services: open }))
    const { dueAt } = (await the.reaches((state) => state.deadlines['registration'] !== undefined)).deadlines[
      'registration'
    ]!
    await skip(dueAt)
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
  it('R-11: a waiver closes it at once, every line connectable, the deadline met', async () => {
    const the = await surveying(WATER_AND_POWER)
    await the.act('waiveSurvey', officer('zhujian', 'lead'), { reason: '管网已到位', signer: '王局' })
    const { survey, lines, deadlines } = await the.reaches((state) => state.stage === 'connection')
    expect(Object.values(lines).map((line) => line.status)).toEqual(['connectable', 'connectable'])
    expect(survey?.absent).toEqual([])
    expect(deadlines['survey']?.metAt).toBe(survey?.closedAt)
    await connected(the, WATER)
    await connected(the, POWER)
    await the.closed()
  })

  it('R-11, R-12: also while the clock stands for a booked day', async () => {
    const the = await surveying()
    await the.act('bookSurvey', INTAKE, { date: await dateAhead(30) })
    await the.act('waiveSurvey', officer('zhujian', 'lead'), { reason: '管网已到位', signer: '王局' })
    await the.reaches((state) => state.stage === 'connection')
  })

  it('R-37: the last utility that was awaited drops out, and the survey is done', async () => {
    const the = await surveying(WATER_AND_POWER)
    await opine(the)
    await the.act('fileOpinion', guowang, connectable(POWER))
    await the.act('dropServices', INTAKE, { lines: [WATER], reason: '自备水源' })
    await the.reaches((state) => state.stage === 'connection')
    await connected(the, POWER)
    expect(await the.closed()).toMatchObject({ outcome: 'connected' })
  })
})

describe('parallel approval', () => {
  const [planning, river] = ['shuiwu:worksPlanning:1', 'shuiwu:riverCrossing:1']

  it('R-17: each approval passes its own deadline once, and the line waits for all', async () => {
    const the = await surveyed(['planning'], undefined, TWO_APPROVALS)
    await the.act(
      'applyForApprovals',
      shuiwu,
      application(['worksPlanning', 'riverCrossing'], await dateAhead(200), await dateAhead(0)),
    )
    const { deadlines, approvals } = await the.reaches(
      (state) =>
        state.deadlines[`approval:${river}`] !== undefined && state.deadlines[`approval:${planning}`] !== undefined,
    )
    const at = approvals[planning]?.appliedAt ?? ''
    expect(deadlines[`approval:${planning}`]).toMatchObject({ owner: 'zigui', dueAt: days(at, 3).dueAt })
    expect(deadlines[`approval:${river}`]).toMatchObject({ owner: 'jiaotong', dueAt: days(at, 5).dueAt })
    await the.act('decideApproval', zigui, { approval: planning, approved: true })
    await skip(days(at, 9).dueAt)
    await the.reaches((state) => state.deadlines[`approval:${river}`]?.passedAt !== undefined)
    expect((await the.state()).lines[WATER]?.status).toBe('outerWorks')
    await the.act('decideApproval', jiaotong, { approval: river, approved: true })
    await the.reaches((state) => state.deadlines[`works:${WATER}`] !== undefined)
    expect(the.events('deadlinePassed').map((event) => event.data)).toEqual([
      { deadline: `approval:${river}`, owner: 'jiaotong' },
    ])
  })

  it('R-17, R-35: one approval stands while its supplement is awaited, the other runs on', async () => {
    const the = await surveyed(['planning'], undefined, TWO_APPROVALS)
    await the.act(
      'applyForApprovals',
      shuiwu,
      application(['worksPlanning', 'riverCrossing'], await dateAhead(200), await dateAhead(0)),
    )
    await the.act('requestApprovalSupplement', zigui, { approval: planning, message: '补总平面图' })
    await the.reaches(
      (state) =>
        state.deadlines[`approval:${river}`] !== undefined &&
        state.deadlines[`approval:${planning}`]?.stoppedAt !== undefined,
    )
    const { dueAt } = await clock(the, `approval:${planning}`)
    await skip(days(dueAt, 10).dueAt)
    const { deadlines } = await the.reaches((state) => state.deadlines[`approval:${river}`]?.passedAt !== undefined)
    expect(deadlines[`approval:${planning}`]?.passedAt).toBeUndefined()
    await the.act('supplyApproval', shuiwu, { approval: planning, message: '已补' })
    await the.reaches((state) => state.deadlines[`approval:${planning}`]?.stoppedAt === undefined)
    const moved = (await clock(the, `approval:${planning}`)).dueAt
    expect(between(the.events('approvalSupplied')[0]?.at ?? '', moved)).toBe(
      between((await the.state()).approvals[planning]?.supplement?.requestedAt ?? '', dueAt),
    )
    await skip(moved)
    await the.reaches((state) => state.deadlines[`approval:${planning}`]?.passedAt !== undefined)
  })

  it("R-17: refused for one utility while the other's is given and its works are built; the refused one designs anew", async () => {
    const the = await surveyed(['planning'], ['planning'])
    await the.act('applyForApprovals', shuiwu, application(['worksPlanning'], await dateAhead(200), await dateAhead(0)))
    await the.act(
      'applyForApprovals',
      guowang,
      application(['worksPlanning'], await dateAhead(200), await dateAhead(0)),
    )
    await Promise.all([
      the.act('decideApproval', zigui, { approval: planning, approved: false, reason: '管位冲突' }),
      the.act('decideApproval', zigui, { approval: 'guowang:worksPlanning:1', approved: true }),
    ])
    await started(the, POWER)
    await built(the, POWER, officer('zigui', 'inspector'))
    await connected(the, POWER)
    expect((await the.state()).lines).toMatchObject({
      [WATER]: { status: 'outerWorks' },
      [POWER]: { status: 'connected' },
    })
    await the.act('fileDesign', shuiwu, { line: WATER, title: '改线', summary: '避让' })
    await the.act('applyForApprovals', shuiwu, application(['worksPlanning'], await dateAhead(200), await dateAhead(0)))
    await the.reaches((state) => state.deadlines['approval:shuiwu:worksPlanning:2'] !== undefined)
    await the.act('decideApproval', zigui, { approval: 'shuiwu:worksPlanning:2', approved: true })
    await the.reaches((state) => state.deadlines[`works:${WATER}:2`] !== undefined)
  })

  it('R-16, R-17: two lines of one utility share one commitment and one approval application, and each goes its own way', async () => {
    const the = await surveying({ network: { operators: ['chutian'], access: ['broadband'] }, catv: { terminals: 2 } })
    await opine(the)
    await the.act('fileOpinion', chutian, {
      lines: [
        ...(needsOuterWorks(NETWORK, ['road', 'planning']).lines ?? []),
        ...(needsOuterWorks(CATV, ['road']).lines ?? []),
      ],
    })
    await the.reaches((state) => state.deadlines['commitment:chutian'] !== undefined)
    await the.act('signCommitment', chutian, commitment(await dateAhead(0), await dateAhead(100)))
    await the.act(
      'applyForApprovals',
      chutian,
      application(['worksPlanning'], await dateAhead(100), await dateAhead(0)),
    )
    await started(the, CATV)
    await the.reaches((state) => state.deadlines['approval:chutian:worksPlanning:1'] !== undefined)
    await the.act('decideApproval', zigui, { approval: 'chutian:worksPlanning:1', approved: true })
    await started(the, NETWORK)
    for (const line of [CATV, NETWORK]) {
      await built(the, line)
      await connected(the, line)
      await restored(the, line)
    }
    await the.closed()
    const kinds = the.events('deadlineStarted').map((event) => event.data.deadline.id)
    expect(kinds.filter((id) => /commitment|approval/.test(id))).toEqual([
      'commitment:chutian',
      'approval:chutian:worksPlanning:1',
    ])
  })

  const TWO_OF_CHUTIAN = { network: { operators: ['chutian'], access: ['broadband'] }, catv: { terminals: 2 } }

  it('R-16, R-17, R-33: the clocks that two lines of one utility share are warned of and passed once, at their real length', async () => {
    const the = await surveying(TWO_OF_CHUTIAN)
    await opine(the)
    await the.act('fileOpinion', chutian, {
      lines: [NETWORK, CATV].flatMap((line) => needsOuterWorks(line, ['planning']).lines ?? []),
    })
    await the.reaches((state) => state.deadlines['commitment:chutian'] !== undefined)
    for (const [id, act] of [
      ['commitment:chutian', application(['worksPlanning'], await dateAhead(200), await dateAhead(0))],
      ['approval:chutian:worksPlanning:1', undefined],
    ] as const) {
      const { warnAt, dueAt } = await clock(the, id)
      await skip(warnAt)
      await the.reaches((state) => state.deadlines[id]?.warnedAt !== undefined)
      await skip(dueAt)
      const passed = await the.reaches((state) => state.deadlines[id]?.passedAt !== undefined)
      expect(minute(passed.deadlines[id]?.passedAt ?? '')).toBe(minute(dueAt))
      if (act === undefined) break
      await the.act('applyForApprovals', chutian, act)
      await the.reaches((state) => state.deadlines['approval:chutian:worksPlanning:1'] !== undefined)
    }
    await the.act('decideApproval', zigui, { approval: 'chutian:worksPlanning:1', approved: true })
    await the.reaches(
      (state) => state.deadlines[`works:${NETWORK}`] !== undefined && state.deadlines[`works:${CATV}`] !== undefined,
    )
    for (const type of ['deadlineWarned', 'deadlinePassed'] as const) {
      const told = the.events(type).map((event) => event.data.deadline)
      expect([type, told.filter((id) => /commitment|approval/.test(id))]).toEqual([
        type,
        ['commitment:chutian', 'approval:chutian:worksPlanning:1'],
      ])
    }
  })

  it('R-33, R-37: where the line that watched a shared clock is dropped, the other one goes on watching it', async () => {
    const the = await surveying(TWO_OF_CHUTIAN)
    await opine(the)
    await the.act('fileOpinion', chutian, {
      lines: [NETWORK, CATV].flatMap((line) => needsOuterWorks(line, ['road']).lines ?? []),
    })
    const { warnAt, dueAt } = (await the.reaches((state) => state.deadlines['commitment:chutian'] !== undefined))
      .deadlines['commitment:chutian'] ?? { warnAt: '', dueAt: '' }
    await skip(warnAt)
    await the.act('dropServices', INTAKE, { lines: [NETWORK], reason: '不办了' })
    await skip(dueAt)
    await the.reaches((state) => state.deadlines['commitment:chutian']?.passedAt !== undefined)
    await the.act('signCommitment', chutian, commitment(await dateAhead(0), await dateAhead(100)))
    await the.reaches((state) => state.lines[CATV]?.status === 'committed')
  })

  it.each([
    ['decided first', true],
    ['withdrawn first', false],
  ])('R-37: withdrawal while an approval is decided: %s', async (_name, decidedFirst) => {
    const the = await surveyed(['planning'])
    await the.act('applyForApprovals', shuiwu, application(['worksPlanning'], await dateAhead(200), await dateAhead(0)))
    const decide = () =>
      the.act('decideApproval', zigui, { approval: planning, approved: true }).then(
        () => 'done',
        () => 'refused',
      )
    const withdraw = () =>
      the.act('withdrawApplication', INTAKE, { reason: '取消' }).then(
        () => 'done',
        () => 'refused',
      )
    const results = decidedFirst ? [await decide(), await withdraw()] : [await withdraw(), await decide()]
    expect(results).toEqual(decidedFirst ? ['done', 'done'] : ['done', 'refused'])
    expect(await the.closed()).toMatchObject({ outcome: 'withdrawn' })
  })

  it('R-37: a service is dropped while its approval is open: the other goes on to the end, nothing hangs and nothing passes', async () => {
    const the = await surveyed(['planning'], 'connectable')
    await the.act('applyForApprovals', shuiwu, application(['worksPlanning'], await dateAhead(200), await dateAhead(0)))
    await the.reaches((state) => state.deadlines[`approval:${planning}`] !== undefined)
    await the.act('dropServices', INTAKE, { lines: [WATER], reason: '自备水源' })
    await skip(days((await clock(the, `approval:${planning}`)).dueAt, 5).dueAt)
    await connected(the, POWER)
    expect(await the.closed()).toMatchObject({ outcome: 'connected' })
    expect(the.events('deadlinePassed')).toEqual([])
  })
})

describe('supervision', () => {
  const order = `${WATER}:1`

  it('R-20: a granted extension has a deadline of its own; missed, the promise is broken and recorded once, also when replayed', async () => {
    const the = await underWorks()
    const [dueDate, later] = [await workingDateAhead(7), await workingDateAhead(20)]
    await the.act('fileInspection', inspector, inspection(WATER, [1, 3], dueDate))
    await the.reaches((state) => state.deadlines[`rectification:${order}`] !== undefined)
    await the.act('requestExtension', shuiwu, { order, dueDate: later, reason: '连日降雨' })
    await the.act('decideExtension', inspector, { order, granted: true })
    await the.reaches((state) => state.deadlines[`rectification:${order}:2`] !== undefined)
    await skip(`${dueDate}T09:31:00Z`)
    expect((await the.state()).orders[order]?.brokenAt).toBeUndefined()
    await skip(`${later}T09:30:00Z`)
    await the.reaches((state) => state.orders[order]?.brokenAt !== undefined)
    const { serviceNumber, commitments } = await the.state()
    expect(
      commitments['shuiwu']?.promises.filter((row) => row.brokenAt !== undefined).map((row) => row.number),
    ).toEqual([1, 3])
    await the.reaches(() => recordsOf(serviceNumber).length > 0)
    await replay(the)
    expect(recordsOf(serviceNumber)).toMatchObject([
      { recordId: `credit:${serviceNumber}:${order}`, subject: { org: 'shuiwu' }, source: { order } },
    ])
    expect(the.events('promiseBroken')).toHaveLength(1)
    expect(the.events('deadlinePassed').map((event) => event.data.deadline)).toEqual([`rectification:${order}:2`])
  })

  it('R-20: an extension refused leaves the date as it was', async () => {
    const the = await underWorks()
    const dueDate = await workingDateAhead(7)
    await the.act('fileInspection', inspector, inspection(WATER, [1], dueDate))
    await the.act('requestExtension', shuiwu, { order, dueDate: await workingDateAhead(20), reason: '连日降雨' })
    await the.act('decideExtension', inspector, { order, granted: false, reason: '不予延期' })
    await skip(`${dueDate}T09:30:00Z`)
    await the.reaches((state) => state.orders[order]?.brokenAt !== undefined)
  })

  it('R-29, R-37: the credit file is away while the case is withdrawn: the record is not lost', async () => {
    const the = await underWorks()
    const dueDate = await workingDateAhead(7)
    await the.act('fileInspection', inspector, inspection(WATER, [1], dueDate))
    const records = time.creditRecords as CreditOpening[]
    records.push = () => {
      throw new Error('the credit file is away')
    }
    await skip(`${dueDate}T09:30:00Z`)
    const { serviceNumber } = await the.reaches((state) => state.orders[order]?.brokenAt !== undefined)
    await the.windUp()
    expect(recordsOf(serviceNumber)).toEqual([])
    Reflect.deleteProperty(records, 'push')
    await skip(new Date((await time.environment.currentTimeMs()) + 900_000).toISOString())
    await the.closed()
    expect(recordsOf(serviceNumber)).toHaveLength(1)
    expect((await the.handle.describe()).status.name).toBe('COMPLETED')
  })

  it('R-20: an order after a line is finished runs against its date while the case goes on for others, and holds it open', async () => {
    const the = await surveyed(['traffic'], 'connectable')
    await the.act('signCommitment', shuiwu, commitment(await dateAhead(0), await dateAhead(60), ['roadTraffic']))
    await started(the, WATER)
    await built(the, WATER)
    await connected(the, WATER)
    const dueDate = await workingDateAhead(7)
    await the.act('fileInspection', inspector, inspection(WATER, [2], dueDate))
    await connected(the, POWER)
    await skip(`${dueDate}T09:30:00Z`)
    const broken = await the.reaches((state) => state.orders[order]?.brokenAt !== undefined)
    expect(broken.closedAt).toBeUndefined()
    await the.act('reportRectified', shuiwu, { order, remarks: '已改' })
    await the.act('reinspect', inspector, { order, passed: true })
    expect(await the.closed()).toMatchObject({ outcome: 'connected' })
  })

  it('R-19: an emergency repair is filed within 24 hours by the clock on the wall; late it is red once and still taken, and awaited by a withdrawn case', async () => {
    const the = await surveyed(['traffic'])
    await the.act('signCommitment', shuiwu, commitment(await dateAhead(0), await dateAhead(60), ['roadTraffic']))
    await started(the, WATER)
    await the.act('reportEmergencyRepair', shuiwu, { line: WATER, place: '北门', what: '挖破燃气支管' })
    const repair = `${WATER}:repair:1`
    const { repairs } = await the.reaches((state) => state.deadlines[`emergencyRepair:${repair}`] !== undefined)
    const due = new Date(Date.parse(repairs[repair]?.startedAt ?? '') + 86_400_000).toISOString()
    expect((await clock(the, `emergencyRepair:${repair}`)).dueAt).toBe(due)
    await skip(due)
    await the.reaches((state) => state.deadlines[`emergencyRepair:${repair}`]?.passedAt !== undefined)
    await the.act('withdrawApplication', INTAKE, { reason: '取消' })
    await skip(new Date(Date.parse(due) + 86_400_000).toISOString())
    expect((await the.state()).closedAt).toBeUndefined()
    await the.act('fileEmergencyRepair', shuiwu, { repair, report: '已更换' })
    expect(await the.closed()).toMatchObject({ outcome: 'withdrawn' })
    expect(the.events('deadlinePassed').map((event) => event.data.deadline)).toEqual([`emergencyRepair:${repair}`])
  })

  it('R-37: an order and the withdrawal at the same moment: the order still gets its clock, and the case winds up', async () => {
    const the = await underWorks()
    const dueDate = await workingDateAhead(7)
    await Promise.all(
      [
        the.act('fileInspection', inspector, inspection(WATER, [1], dueDate)),
        the.act('withdrawApplication', INTAKE, { reason: '取消' }),
      ].map((act) => act.catch(() => undefined)),
    )
    const state = await the.reaches((now) => now.withdrawn !== undefined)
    if (state.orders[order] !== undefined)
      await the.reaches((now) => now.deadlines[`rectification:${order}`] !== undefined)
    await the.windUp()
    await the.closed()
  })

  it('R-21, R-37: a dropped service whose works had begun keeps the case open until its road is restored', async () => {
    const the = await surveyed(['road'], 'connectable')
    await the.act('signCommitment', shuiwu, commitment(await dateAhead(0), await dateAhead(60)))
    await started(the, WATER)
    await the.act('dropServices', INTAKE, { lines: [WATER], reason: '自备水源' })
    await connected(the, POWER)
    await skip(new Date((await time.environment.currentTimeMs()) + 70 * 86_400_000).toISOString())
    expect((await the.state()).closedAt).toBeUndefined()
    await restored(the, WATER)
    expect(await the.closed()).toMatchObject({ outcome: 'connected' })
    expect(the.events('deadlinePassed')).toEqual([])
  })
})

describe('connection', () => {
  it('R-25: missed by the user, made anew: another deadline, and the first never passes', async () => {
    const the = await surveying()
    await opine(the)
    await the.act('fileOpinion', shuiwu, connectable(WATER))
    await the.reaches((state) => state.stage === 'connection')
    await the.act('appointConnection', INTAKE, { at: await soon() })
    await the.reaches((state) => state.deadlines[`connection:${WATER}`] !== undefined)
    await skip(new Date((await time.environment.currentTimeMs()) + 120_000).toISOString())
    await the.act('reportMissedAppointment', shuiwu, { line: WATER, by: 'user', note: '无人到场' })
    await skip(new Date((await time.environment.currentTimeMs()) + 20 * 86_400_000).toISOString())
    const at = await soon()
    await the.act('appointConnection', INTAKE, { at })
    await the.reaches((state) => state.deadlines[`connection:${WATER}:2`] !== undefined)
    expect((await clock(the, `connection:${WATER}:2`)).dueAt).toBe(days(at, 1).dueAt)
    await the.act('reportConnected', shuiwu, { line: WATER })
    await the.closed()
    expect(the.events('deadlinePassed')).toEqual([])
  })

  it('R-25, R-33: missed by the utility, the clock goes on and passes', async () => {
    const the = await surveying()
    await opine(the)
    await the.act('fileOpinion', shuiwu, connectable(WATER))
    await the.reaches((state) => state.stage === 'connection')
    await the.act('appointConnection', INTAKE, { at: await soon() })
    await skip(new Date((await time.environment.currentTimeMs()) + 120_000).toISOString())
    await the.act('reportMissedAppointment', INTAKE, { line: WATER, by: 'utility', note: '未上门' })
    await skip((await clock(the, `connection:${WATER}`)).dueAt)
    await the.reaches((state) => state.deadlines[`connection:${WATER}`]?.passedAt !== undefined)
    await the.act('reportConnected', shuiwu, { line: WATER })
    await the.closed()
    expect(the.events('serviceConnected')[0]?.data.late).toBe(true)
  })
})

async function clock(the: SkippedCase, id: string) {
  const deadline = (await the.state()).deadlines[id]
  if (deadline === undefined) throw new Error(`no deadline ${id}`)
  return deadline
}

/** Runs the history on the code again; throws where it does not fit. */
async function replay(the: SkippedCase): Promise<void> {
  const { dataConverter } = time.environment.client.options
  await Worker.runReplayHistory(
    {
      workflowsPath: new URL('../../workflows/all.ts', import.meta.url).pathname,
      ...(dataConverter === undefined ? {} : { dataConverter }),
      sinks: { events: { recorded: { fn: () => {}, callDuringReplay: false } } },
    },
    await the.handle.fetchHistory(),
    the.handle.workflowId,
  )
}

function recordsOf(serviceNumber: string): readonly CreditOpening[] {
  return time.creditRecords.filter((record) => record.source.serviceNumber === serviceNumber)
}

function opens(date: string): string {
  return firstWorkingMinuteOfDate(date, CHIBI.hours, CALENDARS.china)
}

async function soon(): Promise<string> {
  return new Date((await time.environment.currentTimeMs()) + 60_000).toISOString()
}

async function dateAhead(count: number): Promise<string> {
  return localDate(new Date((await time.environment.currentTimeMs()) + count * 86_400_000).toISOString(), CHIBI.hours)
}

function plusDays(date: string, count: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10)
}

async function nextDate(wanted: (date: string) => boolean): Promise<string> {
  for (let ahead = 1; ahead < 60; ahead++) {
    const date = await dateAhead(ahead)
    if (isWorkingDay(date, CALENDARS.china) && wanted(date)) return date
  }
  throw new Error('no such date')
}

async function workingDateAhead(from: number): Promise<string> {
  const date = await dateAhead(from)
  return isWorkingDay(date, CALENDARS.china) ? date : workingDateAhead(from + 1)
}

function skip(instant: string): Promise<void> {
  return time.until(new Date(Date.parse(instant) + 1_000).toISOString())
}

/** Timers fire within the second: compared to the minute. */
function minute(instant: string): string {
  return instant.slice(0, 16)
}
