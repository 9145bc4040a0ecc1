import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDataSharingActivities } from '../../activities/data-sharing.ts'
import { startStandIn } from './stand-in.ts'
import type { StandIn } from './stand-in.ts'

let source: StandIn
beforeAll(async () => {
  source = await startStandIn()
})
afterAll(() => source.end())

const REQUEST = {
  serviceNumber: 'CB-20261123-00001-0',
  creditCode: '91440101MA5CJQ4N59',
  items: ['businessLicence', 'landRight'],
} as const
const PATIENCE_MS = 10_000
const asks = ({ url = source.url, timeoutMs = PATIENCE_MS } = {}) =>
  createDataSharingActivities({ url, timeoutMs }).fetchSharedData(REQUEST)

describe('R-09: the data-sharing client', () => {
  it('R-09: asks once with the numbers of the form; takes what was asked for and no more', async () => {
    await source.set({ mode: 'ok', items: { businessLicence: '有效', other: '未索取' } })
    expect(await asks()).toEqual([{ key: 'businessLicence', value: '有效' }])
    expect((await source.asked()).at(-1)).toEqual(REQUEST)
  })

  it('R-09: what cannot be stored counts as missing, and holds up nothing else', async () => {
    await source.set({ mode: 'ok', items: { businessLicence: '有效\0', landRight: '有效' } })
    expect(await asks()).toEqual([{ key: 'landRight', value: '有效' }])
    await source.set({ mode: 'ok', items: { businessLicence: '\uFFFD\uFFFD', landRight: '有效' } })
    expect(await asks()).toEqual([{ key: 'landRight', value: '有效' }])
  })

  it.each(['down', 'slow', 'half', 'large', 'gbk', 503, 429] as const)(
    'R-09: %s is a failure that is tried again, and in time',
    async (mode) => {
      await source.set({ mode, items: { businessLicence: '有效' } })
      const begun = Date.now()
      const asked = mode === 'slow' ? asks({ timeoutMs: 500 }) : asks()
      await expect(asked).rejects.toMatchObject({ type: 'data-sharing-unavailable', nonRetryable: false })
      expect(Date.now() - begun).toBeLessThan(PATIENCE_MS)
    },
  )

  it('R-09: a refusal is not tried again, and says nothing of the case', async () => {
    await source.set({ mode: 403 })
    const error = await asks().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ type: 'data-sharing-refused', nonRetryable: true })
    expect(JSON.stringify(error)).not.toContain(REQUEST.creditCode)
  })

  it('R-09: an answer of another shape is none; nobody there is a failure; no address gives nothing', async () => {
    await source.set({ mode: 'ok', items: { businessLicence: '长'.repeat(2001) } })
    await expect(asks()).rejects.toMatchObject({ type: 'data-sharing-unavailable' })
    await expect(asks({ url: 'http://127.0.0.1:1/query' })).rejects.toMatchObject({ type: 'data-sharing-unavailable' })
    expect(await createDataSharingActivities({ url: undefined }).fetchSharedData(REQUEST)).toEqual([])
  })
})
