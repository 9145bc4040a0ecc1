import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SharedDataRequest, SharedItem } from '../../workflows/ports/data-sharing.ts'
import { createDataSharingActivities } from '../../activities/data-sharing.ts'
import { officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, NO_OBJECTION } from '../fixtures/opinions.ts'
import { SkippedTime } from '../fixtures/skipped-case.ts'
import type { SkippedCase } from '../fixtures/skipped-case.ts'
import { startStandIn } from '../data-sharing/stand-in.ts'
import type { StandIn } from '../data-sharing/stand-in.ts'

let source: StandIn
let asks: (request: SharedDataRequest) => Promise<SharedItem[]>
let attempts = 0

const time = SkippedTime.ofThisFile({
  fetchSharedData: (request) => {
    attempts += 1
    return asks(request)
  },
})
beforeAll(async () => {
  source = await startStandIn()
})
afterAll(() => {
  source.end()
})

const ITEMS = ['businessLicence', 'projectFiling', 'landRight']
const WATER = 'water:shuiwu' as const

async function registered(sharedItems: readonly string[] | undefined = ITEMS, timeoutMs = 8_000): Promise<SkippedCase> {
  attempts = 0
  asks = createDataSharingActivities({ url: source.url, timeoutMs }).fetchSharedData
  return time.register(registration({}, { services: { water: { business: 'new', tonsPerDay: 9 } } }), {
    policy: CHIBI,
    ...(sharedItems === undefined ? {} : { sharedItems }),
  })
}

async function survey(the: SkippedCase): Promise<void> {
  await the.reaches((state) => state.survey !== undefined)
  await the.act('fileJointRecord', officer('zhujian', 'lead'), {
    opinions: [
      { org: 'zigui', opinion: NO_OBJECTION },
      { org: 'chengguan', opinion: NO_OBJECTION },
      { org: 'shuiwu', opinion: connectable(WATER) },
    ],
  })
  await the.reaches((state) => state.survey?.closedAt !== undefined)
}

describe('shared data beside a case', () => {
  it('R-09: asked once after the push, by the numbers of the form; what is there and what is missing is recorded by name', async () => {
    await source.set({ mode: 'ok', items: { businessLicence: '有效', projectFiling: '已备案' } })
    const the = await registered()
    const { sharedData } = await the.reaches((state) => state.sharedData !== undefined)
    expect(sharedData).toEqual({
      items: [
        { name: '营业执照', value: '有效' },
        { name: '投资项目备案证', value: '已备案' },
      ],
      missing: ['不动产权证（土地）'],
    })
    expect((await source.asked()).at(-1)).toEqual({
      serviceNumber: the.handle.workflowId,
      items: ITEMS,
      creditCode: '91440101MA5CJQ4N59',
      projectCode: '2411-421281-04-01-123456',
    })
    await survey(the)
    expect(attempts).toBe(1)
    await expect.poll(() => the.events('sharedDataReceived').length).toBe(1)
    expect(the.events('sharedDataReceived')[0]?.seq).toBeGreaterThan(the.events('demandPushed')[0]?.seq ?? Infinity)
  })

  it.each(['down', 'slow', 'half', 503] as const)(
    'R-09, R-12: a source that is %s holds up neither the survey nor anything after it; what is missing is said within a minute or so',
    async (mode) => {
      await source.set({ mode, items: { businessLicence: '有效' } })
      const the = await registered(ITEMS, 300)
      await survey(the)
      expect((await the.state()).sharedData).toBeUndefined()
      await the.act('appointConnection', officer('window', 'clerk'), {
        at: await time.soon(),
      })
      const begun = Date.parse((await the.state()).pushedAt ?? '')
      const { sharedData } = await the.reaches((state) => state.sharedData !== undefined)
      expect(sharedData).toEqual({ items: [], missing: ['营业执照', '投资项目备案证', '不动产权证（土地）'] })
      expect(Date.parse(await time.now()) - begun).toBeLessThan(90_000)
      expect(attempts).toBeGreaterThan(1)
      expect(attempts).toBeLessThanOrEqual(5)
    },
  )

  it('R-09: a refusal is not asked again', async () => {
    await source.set({ mode: 403 })
    const the = await registered()
    await the.reaches((state) => state.sharedData !== undefined)
    expect(attempts).toBe(1)
  })

  it('R-09, R-36: a case whose start names nothing asks nothing', async () => {
    const the = await registered([])
    expect((await the.reaches((state) => state.sharedData !== undefined)).sharedData).toEqual({
      items: [],
      missing: [],
    })
    const plain = await time.register()
    await plain.reaches((state) => state.survey !== undefined)
    expect((await plain.state()).sharedData).toBeUndefined()
    expect(plain.events('sharedDataReceived')).toEqual([])
  })

  it('R-09, R-37: a case withdrawn meanwhile is closed without it', async () => {
    await source.set({ mode: 'down' })
    const the = await registered()
    await the.reaches((state) => state.survey !== undefined)
    await the.act('withdrawApplication', officer('window', 'clerk'), { reason: '不办了' })
    await the.closed()
    expect((await the.state()).sharedData).toBeUndefined()
  })
})
