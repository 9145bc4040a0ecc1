import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { dueTime } from '../../domain/working-time.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, NO_OBJECTION } from '../fixtures/opinions.ts'
import { SkippedTime } from '../fixtures/skipped-case.ts'

let time: SkippedTime
beforeAll(async () => { time = await SkippedTime.begin() })
afterEach(async () => { await time.clear() })
afterAll(async () => { await time.end() })

const DOUBT = [{ field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' as const }]
const waterOnly = () => registration({}, { services: { water: { business: 'new', tonsPerDay: 12 } } })
const days = (from: string, count: number) => dueTime(from, { kind: 'workingDays', days: count }, CHIBI.hours, CALENDARS.china)
const later = (instant: string, minutes: number) => new Date(Date.parse(instant) + minutes * 60_000).toISOString()

describe('R-34, R-36: the time of an event is that of its cause', () => {
  it('a deadline passes when it is due, and what follows from it follows then, however late a worker serves it', async () => {
    const the = await time.register(waterOnly(), { warnings: DOUBT })
    const { registeredAt } = await the.reaches((state) => state.deadlines['registration'] !== undefined)
    const due = days(registeredAt, 0.5)
    await time.withoutWorker(() => time.until(later(due.dueAt, 600)))
    const state = await the.reaches((now) => now.survey !== undefined)
    await the.reaches(() => the.events('surveyConvened').length === 1)
    expect(the.events('deadlineWarned').map(({ at }) => at)).toEqual([due.warnAt])
    expect(the.events('deadlinePassed').map(({ at }) => at)).toEqual([due.dueAt])
    expect([...the.events('demandAccepted'), ...the.events('demandPushed'), ...the.events('surveyConvened')].map(({ at }) => at)).toEqual([due.dueAt, due.dueAt, due.dueAt])
    expect(state.deadlines['survey']?.dueAt).toBe(days(due.dueAt, 2).dueAt)
  })

  it('R-03: an act sent 45 minutes after 视为受理 is refused, though no worker had recorded the passing; one that is right by then is taken', async () => {
    const the = await time.register(waterOnly(), { warnings: DOUBT })
    const { registeredAt } = await the.reaches((state) => state.deadlines['registration'] !== undefined)
    const due = days(registeredAt, 0.5)
    const sent: Promise<unknown>[] = []
    await time.withoutWorker(async () => {
      await time.until(later(due.dueAt, 45))
      const demand = { items: ['form.applicant.creditCode'], message: '请核对信用代码' }
      sent.push(the.act('requestSupplement', CLERK, demand).then(() => 'taken', (error: { cause?: { type?: string } }) => error.cause?.type))
      sent.push(the.act('fileOpinion', officer('zigui'), NO_OBJECTION).then(() => 'taken', (error: { cause?: { type?: string } }) => error.cause?.type))
    })
    expect(await Promise.all(sent)).toEqual(['wrong-stage', 'taken'])
    const state = await the.state()
    expect(state).toMatchObject({ accepted: { how: 'deemed' } })
    expect(state.supplement).toBeUndefined()
  })

  it('two clocks that fell due while no worker was there pass in their order', async () => {
    const the = await time.register(waterOnly())
    const { pushedAt = '' } = await the.reaches((state) => state.deadlines['survey'] !== undefined)
    const due = days(pushedAt, 2)
    await time.withoutWorker(() => time.until(later(due.dueAt, 3 * 24 * 60)))
    await the.reaches((state) => state.survey?.closedAt !== undefined)
    await the.reaches(() => the.events('surveyClosed').length === 1)
    const told = [...the.events('deadlineWarned'), ...the.events('deadlinePassed'), ...the.events('surveyClosed')]
    expect(told.map(({ at }) => at)).toEqual([due.warnAt, due.dueAt, due.dueAt])
  })
})

describe('R-27: acts are answered at rest', () => {
  it('sent one after the other, none is refused as too early, and the last one answers with the outcome', async () => {
    for (let round = 0; round < 5; round += 1) {
      const the = await time.register(waterOnly())
      for (const org of ['zigui', 'chengguan']) await the.act('fileOpinion', officer(org), NO_OBJECTION)
      expect(await the.act('fileOpinion', officer('shuiwu'), connectable('water:shuiwu'))).toMatchObject({ stage: 'connection' })
      await the.act('appointConnection', INTAKE, { at: later(await time.now(), 60) })
      const answer = await the.act('reportConnected', officer('shuiwu'), { line: 'water:shuiwu' })
      expect(answer).toMatchObject({ outcome: 'connected' })
      expect(answer.unsettled).toBeUndefined()
    }
  })

  it('R-37: a withdrawal answers with its outcome', async () => {
    const the = await time.register(waterOnly())
    expect(await the.act('withdrawApplication', INTAKE, { reason: '不再需要' })).toMatchObject({ outcome: 'withdrawn' })
  })
})
