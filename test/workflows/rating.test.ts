import { describe, expect, it } from 'vitest'
import { dueTime } from '../../domain/clocks/working-time.ts'
import type { RatingState } from '../../workflows/rating/core/state.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { dueOf, ratingInput } from '../fixtures/matters.ts'
import { SkippedMatters } from '../fixtures/skipped-matters.ts'
import type { SkippedMatter } from '../fixtures/skipped-matters.ts'

const time = SkippedMatters.ofThisFile()

const days = (from: string, count: number) =>
  dueTime(from, { kind: 'workingDays', days: count }, CHIBI.hours, CALENDARS.china).dueAt

async function rated(rating?: Record<string, unknown>): Promise<SkippedMatter<RatingState>> {
  const the = await time.start<RatingState>('rating', (id) => ratingInput(id, rating))
  await the.reaches(
    ({ deadlines, bad }) => deadlines['addition'] !== undefined && (!bad || deadlines['answer'] !== undefined),
  )
  return the
}

describe('rating', () => {
  it('R-32: 差评 is answered within five working days; added to once; then it ends', async () => {
    const the = await rated()
    const state = await the.state()
    expect(state).toMatchObject({ status: 'awaitingAnswer', bad: true, awaited: ['office'] })
    expect([dueOf(state, 'answer'), dueOf(state, 'addition')]).toEqual([
      days(state.openedAt, 5),
      days(state.openedAt, 10),
    ])
    await the.act('answerRating', officer('office'), {
      answer: '已向您致歉，并约谈承办单位',
      measures: '预约前一日电话确认',
    })
    expect((await the.state()).closedAt).toBeUndefined()
    await the.act('addToRating', INTAKE, { text: '处理及时' })
    expect(await the.closed()).toMatchObject({
      status: 'closed',
      answer: { late: false },
      addition: { text: '处理及时' },
    })
    expect(the.types()).not.toContain('deadlinePassed')
  })

  it('R-32, R-33: a bad rating that nobody answers is yellow, then red against the office; the late answer is accepted as late and ends it', async () => {
    const the = await rated({ grade: 'verySatisfied', organisations: [{ org: 'guowang', grade: 'veryDissatisfied' }] })
    const state = await the.state()
    expect(state.bad).toBe(true)
    await time.past(dueOf(state, 'answer'))
    await the.reaches(({ deadlines }) => deadlines['answer']?.passedAt !== undefined)
    await expect.poll(() => the.dataOf('deadlineWarned')).toEqual([{ deadline: 'answer', owner: 'office' }])
    await expect.poll(() => the.dataOf('deadlinePassed')).toEqual([{ deadline: 'answer', owner: 'office' }])
    await time.past(dueOf(state, 'addition'))
    expect((await the.state()).closedAt).toBeUndefined()
    expect(await the.refused('addToRating', INTAKE, { text: '还是没有人理' })).toBe('wrong-stage')
    await the.act('answerRating', officer('office'), { answer: '已处理' })
    expect(await the.closed()).toMatchObject({ answer: { late: true } })
  })

  it('R-32: by the policy of today whoever was rated badly answers beside the office, each on a clock of its own', async () => {
    const organisations = [
      { org: 'shuiwu', grade: 'veryDissatisfied' },
      { org: 'guowang', grade: 'verySatisfied' },
    ]
    const the = await time.start<RatingState>('rating', (id) => ({
      ...ratingInput(id, { grade: 'satisfied', organisations }),
      policy: CHIBI,
    }))
    const asked = await the.reaches(({ deadlines }) => deadlines['answer:shuiwu'] !== undefined)
    expect(asked).toMatchObject({ rated: ['shuiwu'], awaited: ['office', 'shuiwu'] })
    expect(dueOf(asked, 'answer:shuiwu')).toBe(days(asked.openedAt, 3))
    await time.past(dueOf(asked, 'answer:shuiwu'))
    await expect.poll(() => the.dataOf('deadlinePassed')).toEqual([{ deadline: 'answer:shuiwu', owner: 'shuiwu' }])
    expect(await the.refused('answerAsRated', officer('guowang'), { answer: '?' })).toBe('not-concerned')
    await the.act('answerRating', officer('office'), { answer: '已约谈' })
    expect((await the.state()).status).toBe('awaitingAnswer')
    await the.act('answerAsRated', officer('shuiwu'), { answer: '已上门致歉' })
    expect(await the.state()).toMatchObject({
      status: 'answered',
      awaited: [],
      ratedAnswers: { shuiwu: { late: true } },
    })
  })

  it('R-32: a good rating needs no answer and ends with the time for an addition', async () => {
    const the = await rated({ grade: 'fairlySatisfied' })
    const state = await the.state()
    expect(state).toMatchObject({ status: 'rated', bad: false })
    expect(state.deadlines['answer']).toBeUndefined()
    expect(await the.refused('answerRating', officer('office'), { answer: '谢谢' })).toBe('wrong-stage')
    await time.past(dueOf(state, 'addition'))
    expect(await the.closed()).toMatchObject({ status: 'closed' })
    expect(the.types()).toEqual(['caseRated', 'deadlineStarted', 'ratingClosed'])
  })
})
