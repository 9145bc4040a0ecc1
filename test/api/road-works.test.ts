import { describe, expect, it } from 'vitest'
import { localDate } from '../../domain/clocks/local-date.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registrationBody } from '../fixtures/forms.ts'
import { PartyClient, testServers } from '../fixtures/matter-api.ts'
import type { Who } from '../fixtures/matter-api.ts'
import { NO_OBJECTION } from '../fixtures/opinions.ts'
import { commitment, inspection, PARTICIPANTS } from '../fixtures/works.ts'

const APPLICATIONS = '/api/v1/applications'
const INTAKE: Who = ['hubeiGovernmentService', 'system']
const OFFICE: Who = ['office', 'officer']
const INSPECTOR: Who = ['chengguan', 'inspector']

const servers = testServers()
const client = new PartyClient(servers)

const today = () => localDate(new Date().toISOString(), CHIBI.hours)
// Utilities that no other test here puts on record (R-29): a record would keep them from promising.
const SERVICES = {
  shuiwu: { water: { business: 'new', tonsPerDay: 9 } },
  telecom: { network: { operators: ['telecom'] } },
} as const
const LINES = { shuiwu: 'water:shuiwu', telecom: 'network:telecom' } as const
type Utility = keyof typeof LINES

interface Laid {
  readonly number: string
  readonly url: string
  readonly line: (typeof LINES)[Utility]
  readonly who: Who
  act(path: string, who: Who, body: object): Promise<unknown>
}

/** A case of one utility whose works need `road`; promised, where told. */
async function onTheRoad(utility: Utility, road: string, promised = true): Promise<Laid> {
  const { serviceNumber: number } = (await client.done(
    APPLICATIONS,
    INTAKE,
    registrationBody({}, { projectCode: undefined, services: SERVICES[utility] }),
  )) as unknown as { serviceNumber: string }
  const url = `${APPLICATIONS}/${number}`
  const [line, who]: [(typeof LINES)[Utility], Who] = [LINES[utility], [utility, 'officer']]
  const sections = [{ road, from: 'K1+000', to: 'K1+180' }]
  const act = async (path: string, by: Who, body: object) =>
    client.until(`${url}?minSeq=${(await client.done(`${url}/${path}`, by, body))['seq']}`, OFFICE, {})
  await client.until(url, OFFICE, { stage: 'jointSurvey' })
  for (const org of ['zigui', 'chengguan']) await act('survey/opinions', [org, 'officer'], NO_OBJECTION)
  await act('survey/opinions', who, {
    lines: [
      {
        line,
        connectable: false,
        outerWorks: { touches: ['road'], sections, lengthMetres: 180, preliminaryDesign: '沿人行道敷设' },
      },
    ],
  })
  await client.until(url, OFFICE, { stage: 'approval' })
  if (promised) await act('approval/commitments', who, { ...commitment(today(), today()), sections })
  return { number, url, line, who, act }
}

async function builtAndRestored({ line, who, act }: Laid): Promise<void> {
  await act('construction/designs', who, { line, title: '设计', summary: '略' })
  await act('construction/plans', who, { line, title: '方案', summary: '略', nearbyOwners: [], ...PARTICIPANTS })
  await act('construction/starts', who, { line })
  await act('supervision/inspections', INSPECTOR, { ...inspection(line), verification: 'open' })
  await act('construction/backfills', who, { line, evidence: '影像' })
  await act('construction/completions', who, { line })
  await act('acceptance/invitations', who, { line, at: new Date().toISOString(), invited: ['zhujian'] })
  const attended = [{ org: line.split(':')[1], person: '陈工' }]
  await act('acceptance/filings', who, { line, heldOn: today(), passed: true, attended, report: '合格' })
  await act('acceptance/results', ['zhujian', 'officer'], { line, passed: true })
  await act('restoration/reports', who, { line })
  await act('restoration/confirmations', ['chengguan', 'officer'], { line })
}

const planOf = async ({ url, who }: Laid) => (await client.get(`${url}/construction/joint-plan`, who)).json

describe('one road, opened once', () => {
  it('R-18: works of two cases on one section at one time are found in both plans, agreed by both sides, each in its own case', async () => {
    const road = `同沟路 ${process.pid}`
    const [water, network] = [await onTheRoad('shuiwu', road), await onTheRoad('telecom', road)]
    for (const the of [water, network]) {
      await expect
        .poll(() => planOf(the), { timeout: 15_000 })
        .toMatchObject({
          works: [{ road, line: the.line }],
          openedLately: [],
          trenches: [
            {
              first: { serviceNumber: water.number },
              second: { serviceNumber: network.number },
              section: { road, closeness: 'same' },
              window: { from: today(), to: today() },
              advice: 'share',
              agreed: 'none',
            },
          ],
        })
    }
    const { json: history } = await client.get(`${network.url}/history?limit=500`, OFFICE)
    expect(history.items.filter(({ type }) => type === 'overlapFound')).toMatchObject([
      { data: { line: network.line, with: { serviceNumber: water.number, line: water.line }, utility: 'shuiwu' } },
    ])
    const sharing = (the: Laid, other: Laid) => ({
      line: the.line,
      with: { serviceNumber: other.number, line: other.line },
    })
    expect(
      await client.refused(`${water.url}/construction/shared-trenches`, network.who, sharing(water, network)),
    ).toEqual([403, 'not-concerned'])
    const elsewhere = await onTheRoad('telecom', `他处路 ${process.pid}`)
    expect(
      (await client.refused(`${water.url}/construction/shared-trenches`, water.who, sharing(water, elsewhere)))[1],
    ).toBe('no-common-section')
    await water.act('construction/shared-trenches', water.who, sharing(water, network))
    await expect.poll(() => planOf(network), { timeout: 15_000 }).toMatchObject({ trenches: [{ agreed: 'first' }] })
    await network.act('construction/shared-trenches', network.who, sharing(network, water))
    await expect.poll(() => planOf(water), { timeout: 15_000 }).toMatchObject({ trenches: [{ agreed: 'both' }] })
  })

  it('R-18: a road put back is flagged to whoever would open it again within the moratorium, and listed with who opened it', async () => {
    const road = `新修路 ${process.pid}`
    const earlier = await onTheRoad('shuiwu', road)
    await builtAndRestored(earlier)
    const later = await onTheRoad('telecom', road, false)
    const [year = 0, month = 0, day = 0] = today().split('-').map(Number)
    const until = new Date(Date.UTC(year + CHIBI_YEARS, month - 1, day)).toISOString().slice(0, 10)
    await expect
      .poll(() => planOf(later), { timeout: 15_000 })
      .toMatchObject({
        moratoriumYears: CHIBI_YEARS,
        trenches: [],
        openedLately: [
          { earlier: { serviceNumber: earlier.number }, until, warning: expect.stringContaining('3 年内') as string },
        ],
      })
    const { json } = await client.get(`/api/v1/road-works?road=${encodeURIComponent(road)}`, INSPECTOR)
    expect(json.items).toMatchObject([
      { serviceNumber: later.number, line: later.line },
      { serviceNumber: earlier.number, restoredAt: expect.stringContaining('+08:00') as string },
    ])
    expect((await client.get(`${later.url}/construction/joint-plan`, INTAKE)).statusCode).toBe(403)
  })
})

const CHIBI_YEARS = CHIBI.roads?.moratoriumYears ?? 0
