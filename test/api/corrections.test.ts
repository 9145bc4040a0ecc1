import { describe, expect, test } from 'vitest'
import { eventsOfApplication } from '../../db/queries/events.ts'
import { MOST_CORRECTIONS } from '../../workflows/application/core/corrections.ts'
import { newKey } from '../fixtures/api.ts'
import { ApplicationClient, refused } from '../fixtures/application-client.ts'
import { testServers } from '../fixtures/matter-api.ts'
import { sentAgain } from '../fixtures/sent-again.ts'

const servers = testServers()
const client = new ApplicationClient(servers)
const CLERK = ['window', 'clerk'] as const
const ZIGUI = ['zigui', 'officer'] as const

/** Under one new key, until a busy server has answered. */
async function sent(...[serviceNumber, path, who, body]: Parameters<ApplicationClient['act']>) {
  const key = newKey()
  return sentAgain(() => client.act(serviceNumber, path, who, body, key))
}

const recorded = async (serviceNumber: string, type: string) =>
  (await eventsOfApplication(servers.database, serviceNumber, { after: 0, limit: 500 })).filter(
    (event) => event.type === type,
  ).length

describe('the same correction sixty times', () => {
  test('R-37: a contact is corrected once; the retry of that one is answered as before', async () => {
    const serviceNumber = await client.register()
    const [body, key] = [{ contact: '赵敏', phone: '13900001111' }, newKey()]
    const first = await client.done(serviceNumber, 'contact', CLERK, body, key)
    for (let again = 1; again < 60; again += 1)
      refused(await sent(serviceNumber, 'contact', CLERK, body), 409, 'already-done')
    expect(await client.done(serviceNumber, 'contact', CLERK, body, key)).toEqual(first)
    await client.done(serviceNumber, 'contact', CLERK, { phone: '13900002222' })
    await expect.poll(() => recorded(serviceNumber, 'contactCorrected')).toBe(2)
  })

  test('R-37: to and fro has an end, and what was taken is still answered', async () => {
    const serviceNumber = await client.register()
    const key = newKey()
    const first = await client.done(serviceNumber, 'contact', CLERK, { contact: '甲' }, key)
    let last = await sent(serviceNumber, 'contact', CLERK, { contact: '乙' })
    for (let turn = 0; turn < 3 * MOST_CORRECTIONS && last.statusCode === 200; turn += 1)
      last = await sent(serviceNumber, 'contact', CLERK, { contact: turn % 2 === 0 ? '甲' : '乙' })
    refused(last, 409, 'corrections-exhausted')
    expect(await recorded(serviceNumber, 'contactCorrected')).toBeGreaterThanOrEqual(MOST_CORRECTIONS)
    expect(await client.done(serviceNumber, 'contact', CLERK, { contact: '甲' }, key)).toEqual(first)
  })

  test('R-13: an opinion that stands is no correction, and another one is', async () => {
    const serviceNumber = await client.register()
    await client.until(serviceNumber, 'jointSurvey')
    await client.done(serviceNumber, 'survey/opinions', ZIGUI, { remarks: '同意' })
    refused(await sent(serviceNumber, 'survey/opinions', ZIGUI, { remarks: '同意' }), 409, 'already-done')
    await client.done(serviceNumber, 'survey/opinions', ZIGUI, { remarks: '同意，避开早高峰' })
    await expect.poll(() => recorded(serviceNumber, 'opinionFiled')).toBe(2)
  })
})
