import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { registration } from '../../db/schema/registration.ts'
import { carriedCalendar } from '../../domain/clocks/working-calendars.ts'
import type { MatterAnswer } from '../../domain/matter/matter.ts'
import type { Mended } from '../../scripts/mend/mend.ts'
import { MendRefused } from '../../scripts/mend/refused.ts'
import type { ActAnswer } from '../../workflows/application/core/carried.ts'
import type { ApplicationInput } from '../../workflows/application/messages.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { DRILL } from '../fixtures/cities.ts'
import { creditInput, GAS, POWER, transferInput, WATER } from '../fixtures/matters.ts'
import { connectable, NO_OBJECTION } from '../fixtures/opinions.ts'
import { applicationInput } from '../fixtures/pure-case.ts'
import { copyOfWorkflows } from '../replay/changed-code.ts'
import { drill, inMilliseconds, POWER as POWER_LINE, WATER as WATER_LINE, waterAndPower } from '../replay/plays.ts'
import { House } from './house.ts'

let house: House
let made = 0

beforeAll(async () => {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  })
  house = await House.open()
})
afterAll(() => house.close())

const nextNumber = (prefix = 'CB') => `${prefix}-20261125-${String(++made).padStart(5, '0')}-0`

/** As the API registers one: 24-hour working time; no clock passes while a case is mended. */
function inputOf(serviceNumber: string): ApplicationInput {
  return applicationInput(waterAndPower(), {
    serviceNumber,
    policy: drill({ registration: 600, survey: 600, connection: 600 }),
    begunBy: '0.3',
    calendar: carriedCalendar(house.calendars[DRILL.calendar], '2026-11-25'),
  })
}

async function surveyedCase(): Promise<string> {
  const number = nextNumber()
  await house.start('application', inputOf(number))
  await house.reaches(number, (state) => state.survey !== undefined)
  return number
}

const opinion = (number: string, org: string, body: object = NO_OBJECTION, key?: string) =>
  house.act<ActAnswer>(number, 'fileOpinion', { actor: officer(org), body }, key)

/** From the survey on, without the opinions that were filed already. */
async function finish(number: string, filed: readonly string[]): Promise<void> {
  const opinions: Record<string, object> = {
    zigui: NO_OBJECTION,
    chengguan: NO_OBJECTION,
    shuiwu: connectable(WATER_LINE),
    guowang: connectable(POWER_LINE),
  }
  for (const [org, body] of Object.entries(opinions)) if (!filed.includes(org)) await opinion(number, org, body)
  await house.reaches(number, (state) => state.stage === 'connection')
  await house.act(number, 'appointConnection', { actor: INTAKE, body: { at: inMilliseconds(3_600_000) } })
  for (const [org, line] of [
    ['shuiwu', WATER_LINE],
    ['guowang', POWER_LINE],
  ] as const)
    await house.act(number, 'reportConnected', { actor: officer(org), body: { line } })
  await house.reaches(number, (state) => state.closedAt !== undefined)
}

/** Nothing that was lived has changed, the whole replays, and the rows are those that a rebuild would make. */
async function isWhole(number: string): Promise<void> {
  const { failures, differences, events } = await house.replayed(number)
  expect({ failures, differences }).toEqual({ failures: [], differences: [] })
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
  expect(await house.check(number)).toEqual([])
  await vi.waitFor(
    async () => {
      expect(await house.verified(number)).toBe(0)
    },
    { timeout: 20_000, interval: 250 },
  )
}

const broken = (change: (source: string) => string, files?: string) =>
  house.work(copyOfWorkflows(house.folder, change, files))
const oneSleepMore = (source: string) =>
  source
    .replace('await registration(the)', 'await sleep(1)\n    await registration(the)')
    .replace('await ownership(the)', 'await sleep(1)\n      await ownership(the)')
    .replace(/^/, `import { sleep } from '@temporalio/workflow'\n`)

describe('a case whose history the code of today cannot tell', () => {
  it('R-36, R-39: is listed, and mended: no seq and no time changes, the same key is answered the same, acts go on to the end', async () => {
    await broken(oneSleepMore, 'workflows/application/workflow.ts')
    const number = await surveyedCase()
    const answer = await opinion(number, 'zigui', NO_OBJECTION, 'key-of-zigui')
    await house.reaches(number, (state) => state.seq >= answer.seq)
    await house.work()
    const before = await house.projected(number)
    const [found] = await house.check(number)
    expect(found).toMatchObject({ subject: number, trouble: 'unreplayable' })
    expect(found?.sentences[0]).toMatch(/的历史不能在当前代码上重放/)

    expect(await house.mend(number)).toMatchObject({
      subject: number,
      trouble: 'unreplayable',
      seq: before.length,
      added: 0,
      signals: 0,
      exact: true,
    } satisfies Partial<Mended>)
    expect(await opinion(number, 'zigui', NO_OBJECTION, 'key-of-zigui')).toEqual(answer)
    expect((await house.projected(number)).slice(0, before.length)).toEqual(before)
    const [old, mended] = await house.runs(number)
    expect(old?.history.events?.at(-1)?.workflowExecutionTerminatedEventAttributes?.reason).toBe('mend')
    expect(mended?.input.mendedFrom).toMatchObject({ runId: old?.runId, seq: before.length, reason: 'unreplayable' })
    await finish(number, ['zigui'])
    expect((await house.projected(number)).slice(0, before.length)).toEqual(before)
    await isWhole(number)
    await expect(house.mend(number)).rejects.toThrow(MendRefused)
  })

  it('R-36: an act that was answered while its events were not yet projected is recorded at its time, and not lost', async () => {
    await broken(oneSleepMore, 'workflows/application/workflow.ts')
    const number = await surveyedCase()
    const held = await house.hold(number, 7)
    const answers = [await opinion(number, 'zigui', NO_OBJECTION, `${number}-zigui`)]
    const between = new Date().toISOString()
    answers.push(await opinion(number, 'chengguan', NO_OBJECTION, `${number}-chengguan`))
    const [before, after] = [await house.projected(number), new Date().toISOString()]
    await Promise.all([house.work(), held.release()])
    const mended = await house.mend(number)
    expect(mended).toMatchObject({ trouble: 'unreplayable', seq: answers[1]?.seq, added: 1, exact: true })
    const events = await house.projected(number)
    expect(events.slice(0, before.length)).toEqual(before)
    expect(events.filter(({ type }) => type === 'opinionFiled').map(({ seq, actor }) => [seq, actor.org])).toEqual([
      [answers[0]?.seq, 'zigui'],
      [answers[1]?.seq, 'chengguan'],
    ])
    const at = events.at((answers[1]?.seq ?? 0) - 1)?.at ?? ''
    expect([between <= at, at <= after]).toEqual([true, true])
    expect(await opinion(number, 'chengguan', NO_OBJECTION, `${number}-chengguan`)).toEqual(answers[1])
    await finish(number, ['zigui', 'chengguan'])
    await isWhole(number)
  })
})

describe('a matter that tells other events than were lived', () => {
  it('R-28, R-36, R-39: is listed with what differs, and mended; what was lived stays as it was', async () => {
    await broken(
      (source) =>
        source.replace(`{ type: 'ownershipConfirmed', rule: 'R-28'`, `{ type: 'ownershipConfirmed', rule: 'R-98'`),
      'workflows/transfer/core/acts.ts',
    )
    const number = nextNumber('CBT')
    await house.start('transfer', transferInput(number))
    await house.transferReaches(number, (state) => state.deadlines['ownership'] !== undefined)
    await house.act(number, 'decideOwnership', { actor: officer('zigui'), body: { confirmed: true } })
    await house.transferReaches(number, (state) => state.deadlines[`account:${WATER}:1`] !== undefined)
    const answer = await house.act<MatterAnswer>(
      number,
      'confirmAccount',
      { actor: officer('shuiwu'), body: { account: WATER } },
      'key-of-shuiwu',
    )
    await house.transferReaches(number, (state) => state.seq >= answer.seq)
    await house.work()
    const before = await house.projectedMatter(number)
    expect(await house.check(number)).toEqual([
      {
        subject: number,
        trouble: 'differing',
        sentences: [expect.stringMatching(/第 \d+ 号事件（ownershipConfirmed）重放与亲历的不同：rule$/) as string],
      },
    ])
    expect(await house.verified(number)).toBe(0)

    expect(await house.mend(number)).toMatchObject({ trouble: 'differing', seq: before.length, added: 0, exact: true })
    expect(
      await house.act(
        number,
        'confirmAccount',
        { actor: officer('shuiwu'), body: { account: WATER } },
        'key-of-shuiwu',
      ),
    ).toEqual(answer)
    for (const [org, account] of [
      ['guowang', POWER],
      ['ranqi', GAS],
    ] as const)
      await house.act(number, 'confirmAccount', { actor: officer(org), body: { account } })
    await house.transferReaches(number, (state) => state.closedAt !== undefined)
    expect((await house.projectedMatter(number)).slice(0, before.length)).toEqual(before)
    await isWhole(number)
  })
})

describe('by hand', () => {
  it('R-36, R-39: a case that was terminated goes on with all it had recorded, projected or not, and with a signal that nobody had taken up; twice', async () => {
    const number = await surveyedCase()
    const held = await house.hold(number, 7)
    const answers = [
      await opinion(number, 'zigui', NO_OBJECTION, `${number}-zigui`),
      await opinion(number, 'chengguan', NO_OBJECTION, `${number}-chengguan`),
    ]
    const before = await house.projected(number)
    await Promise.all([house.rest(), held.release()])
    const handle = house.client.workflow.getHandle(number)
    await handle.signal('fileOpinion', { actor: officer('shuiwu'), body: connectable(WATER_LINE) })
    await handle.terminate('by hand')
    await vi.waitFor(
      async () => {
        expect(await house.check(number)).toMatchObject([{ trouble: 'ended' }])
      },
      { timeout: 20_000, interval: 500 },
    )
    await house.work()

    const mended = await house.mend(number)
    expect(mended).toMatchObject({ trouble: 'ended', signals: 1, exact: true })
    expect(mended.seq).toBeGreaterThan(before.length)
    expect(mended.added).toBeGreaterThan(0)
    for (const [index, org] of ['zigui', 'chengguan'].entries())
      expect(await opinion(number, org, NO_OBJECTION, `${number}-${org}`)).toEqual(answers[index])
    await house.reaches(number, (state) => state.opinions['shuiwu'] !== undefined)
    await isWhole(number)

    await house.client.workflow.getHandle(number).terminate('once more')
    expect(await house.mend(number)).toMatchObject({ trouble: 'ended', added: 0, exact: true })
    expect((await house.runs(number)).length).toBe(3)
    await finish(number, ['zigui', 'chengguan', 'shuiwu'])
    await isWhole(number)
  })

  it('R-36, R-39: one that was deleted goes on from what PostgreSQL has', async () => {
    const number = await surveyedCase()
    await house.database.insert(registration).values({
      keyHash: 'a'.repeat(63) + String(made % 10),
      bodyHash: 'body',
      serviceNumber: number,
      city: 'drill',
      client: 'test',
      startInput: inputOf(number),
    })
    await opinion(number, 'zigui')
    await house.reaches(number, (state) => state.opinions['zigui'] !== undefined)
    await vi.waitUntil(async () => (await house.replayed(number)).lived === (await house.projected(number)).length, {
      timeout: 20_000,
      interval: 100,
    })
    const before = await house.projected(number)
    await house.delete(number)
    await vi.waitFor(
      async () => {
        expect(await house.check(number)).toMatchObject([{ trouble: 'gone' }])
      },
      { timeout: 20_000, interval: 500 },
    )
    expect(await house.mend(number)).toMatchObject({
      trouble: 'gone',
      seq: before.length,
      added: before.length,
      exact: true,
    })
    await finish(number, ['zigui'])
    expect((await house.projected(number)).slice(0, before.length)).toEqual(before)
    await isWhole(number)
  })

  it('R-36, R-39: one whose last run was deleted goes on from the runs before it, and from PostgreSQL: keys of those runs are still known', async () => {
    const number = await surveyedCase()
    const answer = await opinion(number, 'zigui', NO_OBJECTION, `${number}-zigui`)
    await house.reaches(number, (state) => state.seq >= answer.seq)
    await house.client.workflow.getHandle(number).terminate('by hand')
    const { runId } = await house.mend(number)
    const { seq } = await opinion(number, 'chengguan')
    await house.reaches(number, (state) => state.seq >= seq)
    const before = await house.projected(number)
    await house.delete(number, runId)
    expect(await house.mend(number)).toMatchObject({
      trouble: 'gone',
      seq: before.length,
      added: before.length - answer.seq,
      exact: true,
    })
    expect(await opinion(number, 'zigui', NO_OBJECTION, `${number}-zigui`)).toEqual(answer)
    await finish(number, ['zigui', 'chengguan'])
    expect((await house.projected(number)).slice(0, before.length)).toEqual(before)
    await isWhole(number)
  })

  it('R-29: a deleted record cannot be had back: what it began with stands in its history only', async () => {
    const id = `credit:${nextNumber()}`
    await house.start('creditRecord', creditInput(id))
    await vi.waitUntil(async () => (await house.projectedMatter(id)).length >= 2, { timeout: 20_000, interval: 50 })
    await house.delete(id)
    await expect(house.mend(id)).rejects.toThrow('只在历史里')
  })
})

describe('a mend that is refused', () => {
  it('of a healthy case, of one that has closed, and of one that nobody knows: nothing is changed', async () => {
    const number = await surveyedCase()
    await expect(house.mend(number)).rejects.toThrow(`${number} 正常在办，历史照样重放，不修复`)
    await house.act(number, 'withdrawApplication', { actor: INTAKE, body: { reason: '取消' } })
    await house.client.workflow.getHandle(number).result()
    await expect(house.mend(number)).rejects.toThrow('已经办结')
    await expect(house.mend('CB-20261125-99999-0')).rejects.toThrow('没有 CB-20261125-99999-0 这一件')
    expect((await house.runs(number)).length).toBe(1)
  })

  it('of one that is being mended: two at once make one new run', async () => {
    const number = await surveyedCase()
    await house.client.workflow.getHandle(number).terminate('by hand')
    const results = await Promise.allSettled([house.mend(number), house.mend(number)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find((result) => result.status === 'rejected')?.reason).toEqual(
      new MendRefused(`${number} 正由另一个 mend 修复，请等它结束`),
    )
    expect((await house.runs(number)).length).toBe(2)
    await isWhole(number)
  })

  it('R-39: where the rows say something else than was lived, until they are rebuilt', async () => {
    const number = await surveyedCase()
    await house.client.workflow.getHandle(number).terminate('by hand')
    await house.database.execute(
      sql`update event set actor_sub = 'somebody' where service_number = ${number} and seq = 2`,
    )
    await expect(house.mend(number)).rejects.toThrow('先 npm run rebuild')
    expect((await house.runs(number)).length).toBe(1)
  })
})
