import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testApi } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.app.close())

const deadline = async (query: string) => (await api.get(`/api/v1/calendar/deadline?${query}`)).json()

describe('the examples of the clock (R-34)', () => {
  test('0.5 from Monday 09:00', async () => {
    expect(await deadline('from=2026-11-23T09:00:00%2B08:00&workingDays=0.5')).toEqual({
      due: '2026-11-23T14:45:00+08:00',
      minutes: 195,
      calendarVersion: 'cn-2026.1',
      provisional: false,
      segments: [
        { from: '2026-11-23T09:00:00+08:00', to: '2026-11-23T12:00:00+08:00', minutes: 180 },
        { from: '2026-11-23T14:30:00+08:00', to: '2026-11-23T14:45:00+08:00', minutes: 15 },
      ],
    })
  })

  test('2 from Friday 09:00, 0.5 from Saturday 10:00', async () => {
    expect(await deadline('from=2026-11-20T09:00:00%2B08:00&workingDays=2')).toMatchObject({
      due: '2026-11-24T09:00:00+08:00',
      minutes: 780,
    })
    expect(await deadline('from=2026-11-21T10:00:00%2B08:00&workingDays=0.5')).toMatchObject({
      due: '2026-11-23T11:45:00+08:00',
    })
  })

  test('UTC, the drill city, a year not published', async () => {
    expect(await deadline('from=2026-11-23T01:00:00Z&workingDays=0.5')).toMatchObject({
      due: '2026-11-23T14:45:00+08:00',
    })
    expect(await deadline('from=2026-11-21T10:00:00Z&workingDays=1&city=drill')).toMatchObject({
      due: '2026-11-22T18:00:00+08:00',
      provisional: false,
    })
    expect(await deadline('from=2027-11-23T01:00:00Z&workingDays=1')).toMatchObject({ provisional: true })
  })
})

test.each([
  ['from=tomorrow&workingDays=1', 'validation-failed', 'from'],
  ['from=2026-11-23T09:00:00+08:00&workingDays=1', 'validation-failed', 'from'],
  ['from=2026-02-30T09:00:00Z&workingDays=1', 'validation-failed', 'from'],
  ['workingDays=1', 'validation-failed', 'from'],
  ['from=2026-11-23T09:00:00Z&workingDays=0.3', 'validation-failed', 'workingDays'],
  ['from=2026-11-23T09:00:00Z&workingDays=-1', 'validation-failed', 'workingDays'],
  ['from=2026-11-23T09:00:00Z&workingDays=many', 'validation-failed', 'workingDays'],
  ['from=2026-11-23T09:00:00Z&workingDays=1&days=2', 'validation-failed', 'days'],
  ['from=2026-11-23T09:00:00Z&workingDays=1&city=nowhere', 'validation-failed', 'city'],
  ['from=1999-11-23T09:00:00Z&workingDays=1', 'calendar-year-unknown', 'from'],
])('%s → %s', async (query, code, field) => {
  const answer = await api.get(`/api/v1/calendar/deadline?${query}`)
  expect(answer.statusCode).toBe(422)
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(answer.json()).toMatchObject({
    code,
    status: 422,
    type: `urn:seven-ones:problem:${code}`,
    instance: '/api/v1/calendar/deadline',
    errors: [{ field }],
  })
})
