import { describe, expect, it } from 'vitest'
import { dueTime, firstWorkingMinuteOfDate } from '../../domain/clocks/working-time.ts'
import { localDate } from '../../domain/clocks/local-date.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, NO_OBJECTION } from '../fixtures/opinions.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { SkippedTime } from '../fixtures/skipped-case.ts'
import type { SkippedCase } from '../fixtures/skipped-case.ts'

const time = SkippedTime.ofThisFile()

const DOUBT = [{ field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' as const }]
const waterOnly = () => registration({}, { services: { water: { business: 'new', tonsPerDay: 12 } } })
const days = (from: string, count: number) =>
  dueTime(from, { kind: 'workingDays', days: count }, CHIBI.hours, CALENDARS.china)

/** until when the user has time, by the letter's term. */
const termOf = ({ deadlines }: CaseState) =>
  Object.values(deadlines).find(({ kind }) => kind === 'supplementDemand')?.dueAt

/** A water-only case with its survey closed and the line connectable. */
async function surveyed(laidInAdvance = false): Promise<SkippedCase> {
  const the = await time.register(waterOnly())
  await the.reaches((state) => state.survey !== undefined)
  await the.act('fileOpinion', officer('zigui'), NO_OBJECTION)
  await the.act('fileOpinion', officer('chengguan'), NO_OBJECTION)
  await the.act('fileOpinion', officer('shuiwu'), connectable('water:shuiwu', laidInAdvance))
  await the.reaches((state) => state.stage === 'connection')
  return the
}

describe('registration', () => {
  it('R-03, R-33: a doubtful demand that nobody confirms is reminded of, passes at half a working day, and counts as accepted', async () => {
    const the = await time.register(waterOnly(), { warnings: DOUBT })
    const { deadlines, registeredAt } = await the.reaches((state) => state.deadlines['registration'] !== undefined)
    const due = days(registeredAt, 0.5)
    expect(deadlines['registration']).toMatchObject({
      dueAt: due.dueAt,
      warnAt: due.warnAt,
      minutes: 195,
      owner: 'window',
      calendarVersion: due.calendarVersion,
    })

    const state = await (await time.past(due.dueAt), the.reaches((now) => now.pushedAt !== undefined))
    expect(state.accepted?.how).toBe('deemed')
    expect(state.deadlines['registration']?.passedAt).toBeDefined()
    await the.reaches(() => the.events('demandPushed').length === 1)
    expect(the.ofThePlan('deadlineWarned').map((event) => minute(event.at))).toEqual([minute(due.warnAt)])
    expect(the.ofThePlan('deadlinePassed').map((event) => [minute(event.at), event.data.owner])).toEqual([
      [minute(due.dueAt), 'window'],
    ])
    expect(the.ofThePlan('deadlinePassed')).toHaveLength(1)
  })

  it('R-03: paper that was handed over days ago counts from then: late however complete, and gone on with at once', async () => {
    const receivedAt = new Date(Date.parse(await time.now()) - 6 * 86_400_000).toISOString()
    const paper = {
      applicantSigner: '王建国',
      clerk: '赵敏',
      scanSha256: 'a'.repeat(64),
      receivedAt,
      lateReason: '停电',
    }
    const the = await time.register(registration({ channel: 'window', paper }))
    const state = await the.reaches((now) => now.survey !== undefined)
    const due = days(receivedAt, 0.5)
    expect(state.accepted?.how).toBe('complete')
    expect(state.deadlines['registration']).toMatchObject({
      dueAt: due.dueAt,
      passedAt: state.registeredAt,
      metAt: state.pushedAt,
    })
    expect(Date.parse(state.pushedAt ?? '') - Date.parse(state.registeredAt)).toBeLessThan(60_000)
    expect(state.deadlines['survey']?.passedAt).toBeUndefined()
  })

  it('R-03: a demand without doubts is pushed at once, and the deadline is met', async () => {
    const the = await time.register()
    const state = await the.reaches((now) => now.survey !== undefined)
    expect(state.accepted?.how).toBe('complete')
    expect(state.deadlines['registration']).toMatchObject({ metAt: state.pushedAt })
    expect(state.deadlines['registration']?.passedAt).toBeUndefined()
  })
})

describe('joint survey', () => {
  it('R-12, R-13: two working days after the push the survey closes without the absent; a missing utility waits, the rest goes on', async () => {
    const the = await time.register(
      registration(
        {},
        { services: { water: { business: 'new', tonsPerDay: 1 }, power: { business: 'new', kilovoltAmperes: 10 } } },
      ),
    )
    const { pushedAt } = await the.reaches((state) => state.survey !== undefined)
    await the.act('fileOpinion', officer('zigui'), NO_OBJECTION)
    await the.act('fileOpinion', officer('shuiwu'), connectable('water:shuiwu'))
    const due = days(pushedAt ?? '', 2)
    await time.past(due.dueAt)
    const closed = await the.reaches((state) => state.survey?.closedAt !== undefined)
    expect(minute(closed.survey?.closedAt ?? '')).toBe(minute(due.dueAt))
    expect(closed.survey?.absent).toEqual(['chengguan', 'guowang'])
    expect(closed.lines['water:shuiwu']?.status).toBe('connectable')
    expect(closed.lines['power:guowang']?.status).toBe('awaitingOpinion')

    await the.act('appointConnection', INTAKE, { at: await time.soon() })
    await the.act('reportConnected', officer('shuiwu'), { line: 'water:shuiwu' })
    await time.past(days(due.dueAt, 3).dueAt)
    await the.act('fileOpinion', officer('guowang'), connectable('power:guowang'))
    await the.act('appointConnection', INTAKE, { at: await time.soon() })
    await the.act('reportConnected', officer('guowang'), { line: 'power:guowang' })
    expect(await the.closed()).toMatchObject({ outcome: 'connected' })
    const { deadlines } = await the.state()
    expect([deadlines['survey']?.metAt, deadlines['survey']?.passedAt]).toEqual([closed.survey?.closedAt, undefined])
    for (const org of ['chengguan', 'guowang']) expect(deadlines[`fileOpinion:${org}`]?.passedAt).toBeDefined()
  })

  it('R-11, R-14: unanswered, the letter goes out as proposed; a line does not wait, and is surveyed again by itself', async () => {
    const the = await time.register(
      registration(
        {},
        { services: { water: { business: 'new', tonsPerDay: 1 }, power: { business: 'new', kilovoltAmperes: 10 } } },
      ),
    )
    const { pushedAt = '', survey } = await the.reaches((state) => state.survey?.proposal !== undefined)
    const letter = days(pushedAt, 0.5)
    await time.past(letter.dueAt)
    const sent = await the.reaches((state) => state.survey?.letterAt !== undefined)
    expect(sent.survey).toMatchObject({ letterAt: letter.dueAt, visitAt: survey?.proposal?.visitAt })
    expect(sent.deadlines['conveneSurvey:zhujian']).toMatchObject({ supersededAt: letter.dueAt })
    const dated = await the.reaches((state) => state.survey?.opinionsBy !== undefined)
    const opinion = days(dated.survey?.visitAt ?? '', 0.5)
    expect(dated.deadlines['fileOpinion:guowang']).toMatchObject({ dueAt: opinion.dueAt, warnAt: opinion.warnAt })
    for (const org of ['zigui', 'chengguan']) await the.act('fileOpinion', officer(org), NO_OBJECTION)
    await the.act('fileOpinion', officer('shuiwu'), connectable('water:shuiwu'))
    await the.act('appointConnection', INTAKE, { at: await time.soon() })
    await the.reaches(({ deadlines }) => deadlines['connection:water:shuiwu'] !== undefined)
    await the.act('orderResurvey', officer('shuiwu'), { line: 'water:shuiwu', reason: '接口压力不足' })
    await the.reaches(({ deadlines }) => deadlines['fileResurvey:shuiwu:water:shuiwu'] !== undefined)
    await the.act('fileResurvey', officer('shuiwu'), { line: 'water:shuiwu', connectable: true })
    await the.act('appointConnection', INTAKE, { at: await time.soon() })
    await the.act('reportConnected', officer('shuiwu'), { line: 'water:shuiwu' })
    await time.past(opinion.dueAt)
    const late = await the.reaches(({ deadlines }) => deadlines['fileOpinion:guowang']?.passedAt !== undefined)
    expect([late.deadlines['fileOpinion:guowang']?.passedAt, late.survey?.closedAt]).toEqual([opinion.dueAt, undefined])
    await the.act('fileOpinion', officer('guowang'), connectable('power:guowang'))
    await the.act('appointConnection', INTAKE, { at: await time.soon() })
    await the.act('reportConnected', officer('guowang'), { line: 'power:guowang' })
    expect(await the.closed()).toMatchObject({ outcome: 'connected' })
    await time.replay(the.handle)
  })

  it('R-12: a later day that the user booked starts the clock at its first working minute', async () => {
    const date = localDate(await time.inDays(20), CHIBI.hours)
    const the = await time.register(registration({}, { surveyDate: date }))
    const { deadlines } = await the.reaches((state) => state.deadlines['survey'] !== undefined)
    expect(deadlines['survey']?.dueAt).toBe(days(firstWorkingMinuteOfDate(date, CHIBI.hours, CALENDARS.china), 2).dueAt)
  })

  it('R-13: the joint record closes the survey in one act', async () => {
    const the = await time.register(waterOnly())
    await the.reaches((state) => state.survey !== undefined)
    await the.act('fileJointRecord', officer('zhujian', 'lead'), {
      opinions: [
        { org: 'zigui', opinion: NO_OBJECTION },
        { org: 'chengguan', opinion: NO_OBJECTION },
        { org: 'shuiwu', opinion: connectable('water:shuiwu') },
      ],
    })
    const state = await the.reaches((now) => now.survey?.closedAt !== undefined)
    expect(state.survey?.absent).toEqual([])
    expect(state.deadlines['survey']?.metAt).toBe(state.survey?.closedAt)
  })
})

describe('connection', () => {
  it('R-24, R-25: an appointment months away waits at no cost; then one working day runs, passes, and late work is accepted as late', async () => {
    const the = await surveyed()
    const at = await time.inDays(100)
    await the.act('appointConnection', INTAKE, { at })
    const due = days(at, 1)
    const { deadlines } = await the.reaches((state) => state.deadlines['connection:water:shuiwu'] !== undefined)
    expect(deadlines['connection:water:shuiwu']).toMatchObject({ dueAt: due.dueAt, owner: 'shuiwu', minutes: 390 })
    await time.past(due.dueAt)
    await the.reaches((state) => state.deadlines['connection:water:shuiwu']?.passedAt !== undefined)
    await the.act('reportConnected', officer('shuiwu'), { line: 'water:shuiwu' })
    expect(await the.closed()).toMatchObject({ outcome: 'connected' })
    expect(the.events('serviceConnected')[0]?.data.late).toBe(true)
    const { events } = await the.handle.fetchHistory()
    expect(events?.length).toBeLessThan(150)
  })

  it('R-25: laid in advance is due at the last working minute of the agreed day', async () => {
    const the = await surveyed(true)
    const at = await time.inDays(3)
    await the.act('appointConnection', INTAKE, { at })
    const { deadlines } = await the.reaches((state) => state.deadlines['connection:water:shuiwu'] !== undefined)
    expect(deadlines['connection:water:shuiwu']?.dueAt).toBe(
      dueTime(at, { kind: 'sameDay' }, CHIBI.hours, CALENDARS.china).dueAt,
    )
  })

  it('R-24: a moved appointment leaves its deadline as it stood and starts another', async () => {
    const the = await surveyed()
    const now = await time.environment.currentTimeMs()
    const [first, second] = [10, 40].map((after) => new Date(now + after * 86_400_000).toISOString()) as [
      string,
      string,
    ]
    await the.act('appointConnection', INTAKE, { at: first })
    await the.reaches((state) => state.deadlines['connection:water:shuiwu'] !== undefined)
    await the.act('appointConnection', INTAKE, { at: second })
    await the.reaches((state) => state.deadlines['connection:water:shuiwu:2'] !== undefined)
    await time.past(days(first, 2).dueAt)
    const state = await the.state()
    expect(state.deadlines['connection:water:shuiwu']).toMatchObject({ supersededAt: expect.any(String) as string })
    expect(state.deadlines['connection:water:shuiwu']?.passedAt).toBeUndefined()
    expect(state.deadlines['connection:water:shuiwu:2']?.dueAt).toBe(days(second, 1).dueAt)
    await the.act('reportConnected', officer('shuiwu'), { line: 'water:shuiwu' })
    await the.closed()
    expect(the.ofThePlan('deadlinePassed')).toEqual([])
  })
})

describe('withdrawal', () => {
  it.each(['registration', 'jointSurvey', 'connection'] as const)(
    'R-37: withdrawn in %s, the case closes and no deadline passes afterwards',
    async (stage) => {
      const the =
        stage === 'connection'
          ? await surveyed()
          : await time.register(waterOnly(), { warnings: stage === 'registration' ? DOUBT : [] })
      await the.reaches((state) => state.stage === stage && Object.keys(state.deadlines).length > 0)
      await the.act('withdrawApplication', INTAKE, { reason: '项目取消' })
      expect(await the.closed()).toMatchObject({ outcome: 'withdrawn' })
      expect((await the.state()).outcome).toBe('withdrawn')
      expect(the.ofThePlan('deadlinePassed')).toEqual([])
    },
  )
})

/** Timers fire within the second: compared to the minute. */
function minute(instant: string): string {
  return instant.slice(0, 16)
}

describe('a letter that concerns one service', () => {
  it('R-03, R-14: one service waits for its user, the other does not; complete in time it is surveyed by itself, never given it is not taken up', async () => {
    const power = { business: 'new' as const, kilovoltAmperes: 10 }
    const services = { water: { business: 'new' as const }, power }
    const items = { items: ['services.water.tonsPerDay'], message: '请补用水量' }
    const asked = async () => {
      const the = await time.register(registration({}, { services }), { holdsByService: true, correctsForm: true })
      await the.reaches((state) => state.deadlines['registration'] !== undefined)
      await the.act('requestSupplement', CLERK, items)
      await the.reaches((state) => state.survey?.proposal !== undefined && termOf(state) !== undefined)
      return the
    }
    const the = await asked()
    expect(the.events('demandPushed').map(({ data }) => data.lines)).toEqual([['power:guowang']])
    await the.act('conveneSurvey', officer('zhujian'), {})
    for (const org of ['zigui', 'chengguan']) await the.act('fileOpinion', officer(org), NO_OBJECTION)
    await the.act('fileOpinion', officer('guowang'), connectable('power:guowang'))
    await the.reaches((state) => state.survey?.closedAt !== undefined)
    await time.past(days((await the.state()).registeredAt, 5).dueAt)
    await the.act('supplementDemand', INTAKE, { services: { water: { business: 'new', tonsPerDay: 3 }, power } })
    const joined = await the.reaches((state) => state.lines['water:shuiwu']?.ownVisit === true)
    expect(joined.deadlines['registration:water']).toMatchObject({ metAt: expect.any(String) as string })
    expect(joined.deadlines['registration:water']?.passedAt).toBeUndefined()
    await the.act('fileResurvey', officer('shuiwu'), { line: 'water:shuiwu', connectable: true })
    await the.act('appointConnection', INTAKE, { at: await time.soon() })
    for (const [org, line] of [
      ['shuiwu', 'water:shuiwu'],
      ['guowang', 'power:guowang'],
    ] as const)
      await the.act('reportConnected', officer(org), { line })
    expect(await the.closed()).toMatchObject({ outcome: 'connected' })

    const never = await asked()
    const term = termOf(await never.state()) ?? ''
    await time.past(term)
    const lapsed = await never.reaches((state) => state.lines['water:shuiwu']?.notTakenUpAt !== undefined)
    expect(minute(lapsed.lines['water:shuiwu']?.notTakenUpAt ?? '')).toBe(minute(term))
    expect([lapsed.withdrawn, lapsed.lines['power:guowang']?.status]).toEqual([undefined, 'awaitingOpinion'])

    const whole = await time.register(registration({}, { services: { water: { business: 'new' } } }), {
      holdsByService: true,
    })
    await whole.act('requestSupplement', CLERK, items)
    await time.past(termOf(await whole.reaches((state) => termOf(state) !== undefined)) ?? '')
    expect(await whole.closed()).toMatchObject({ outcome: 'notTakenUp' })
  })
})
