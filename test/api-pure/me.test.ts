import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MeSchema } from '../../api/views/me.schema.ts'
import { testApi } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi({ now: () => new Date('2026-11-26T16:30:00.000Z') })
})
afterAll(() => api.app.close())

async function me(...who: Parameters<TestApi['token']>) {
  const answer = await api.get('/api/v1/me', await api.token(...who))
  expect(answer.statusCode).toBe(200)
  return MeSchema.parse(answer.json())
}

describe('GET /me', () => {
  it('a utility: its inbox, its own figures, its acts; the city’s day, and nothing to register', async () => {
    expect(await me('shuiwu', 'officer')).toMatchObject({
      sub: 'shuiwu-officer',
      orgName: '赤壁水务集团公司',
      kind: 'utility',
      today: '2026-11-27',
      now: '2026-11-27T00:30:00+08:00',
      acts: expect.arrayContaining(['fileOpinion', 'startWorks']),
      may: { register: [], seeWholeCity: false, plan: true, assess: 'own', audit: false },
      links: { inbox: '/api/v1/organisations/shuiwu/tasks' },
    })
  })

  it('R-01, R-02: who registers by which channel, and at which phase', async () => {
    const channels = async (...who: Parameters<TestApi['token']>) => (await me(...who)).may.register
    expect(await channels('window', 'clerk')).toMatchObject([{ channel: 'window' }])
    expect(await channels('hubeiGovernmentService', 'system')).toMatchObject([{ channel: 'hubeiGovernmentService' }])
    expect(await channels('zhengshu', 'officer')).toMatchObject([
      { channel: 'zhengshu', phases: expect.arrayContaining(['projectFiling']) },
    ])
    expect(await channels('applicant', 'applicant', { sub: 'user-7' })).toMatchObject([{ channel: 'onlineHall' }])
    expect(await channels('applicant', 'applicant', { sub: 'hubei-user-7' })).toEqual([])
    expect(await channels('ranqi', 'officer')).toEqual([])
  })

  it('an applicant is called by their own id, has no inbox, and is told whether they are verified', async () => {
    const user = await me('applicant', 'applicant', { sub: 'user-7' })
    expect(user).toMatchObject({ sub: 'user-7', identity: 'verified', may: { plan: false, assess: 'none' } })
    expect(user.links.inbox).toBeUndefined()
    expect(await me('applicant', 'applicant', { sub: 'user-8', identity: undefined })).toMatchObject({
      identity: 'unverified',
    })
  })

  it('R-39: who oversees sees the city, and its accesses where they audit', async () => {
    expect((await me('office', 'auditor')).may).toMatchObject({ seeWholeCity: true, assess: 'all', audit: true })
    expect((await me('office', 'officer')).may).toMatchObject({ seeWholeCity: true, assess: 'all', audit: false })
  })
})
