import { afterEach, describe, expect, it } from 'vitest'
import type { InstalmentPlan } from '../../domain/instalments/instalments.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, NO_OBJECTION } from '../fixtures/opinions.ts'
import { SkippedTime } from '../fixtures/skipped-case.ts'
import type { SkippedCase } from '../fixtures/skipped-case.ts'

const [WATER, POWER] = ['water:shuiwu', 'power:guowang'] as const
const attempts: InstalmentPlan[] = []
let failures = 0
const time = SkippedTime.ofThisFile({
  openInstalments({ plan }) {
    attempts.push(plan)
    return (failures -= 1) >= 0 ? Promise.reject(new Error('away')) : Promise.resolve()
  },
})
afterEach(() => {
  attempts.length = 0
})

/** Water and power can be connected; water's inner works are to be paid in two parts. */
async function agreed(): Promise<SkippedCase> {
  const the = await time.register(
    registration(
      {},
      { services: { water: { business: 'new', tonsPerDay: 9 }, power: { business: 'new', kilovoltAmperes: 100 } } },
    ),
  )
  await the.reaches((state) => state.survey !== undefined)
  await the.act('fileJointRecord', officer('zhujian', 'lead'), {
    opinions: [
      { org: 'zigui', opinion: NO_OBJECTION },
      { org: 'chengguan', opinion: NO_OBJECTION },
      { org: 'shuiwu', opinion: connectable(WATER) },
      { org: 'guowang', opinion: connectable(POWER) },
    ],
  })
  await the.reaches((state) => state.survey?.closedAt !== undefined)
  await the.act('requestInnerWorks', INTAKE, { line: WATER, scope: '厂区支管' })
  await the.act('quoteInnerWorks', officer('shuiwu'), {
    line: WATER,
    items: [{ name: '管材', amountFen: 300 }],
    priceDocument: '赤发改价〔2024〕12 号',
  })
  await the.act('agreeInstalments', INTAKE, {
    line: WATER,
    parts: [
      { dueDate: await time.dateAhead(30), amountFen: 200 },
      { dueDate: await time.dateAhead(60), amountFen: 100 },
    ],
  })
  return the
}

async function paid(the: SkippedCase, ...parts: number[]): Promise<void> {
  for (const part of parts)
    await the.act('recordPayment', officer('shuiwu'), { line: WATER, part, paidOn: await time.dateAhead(0) })
}

async function connectedBoth(the: SkippedCase): Promise<void> {
  await the.act('appointConnection', INTAKE, { at: await time.soon(60) })
  for (const line of [WATER, POWER]) await the.act('reportConnected', officer(line.split(':')[1] ?? ''), { line })
}

/** Awaiting `result()` would skip years. */
async function ended(the: SkippedCase): Promise<void> {
  await the.closed()
  await time.environment.sleep('1 minute')
  await expect.poll(async () => (await the.handle.describe()).status.name).toBe('COMPLETED')
}

/** The patches that a case's history holds. */
async function patchesOf(the: SkippedCase): Promise<number> {
  const { events } = await the.handle.fetchHistory()
  return (events ?? []).filter((event) => event.markerRecordedEventAttributes?.markerName === 'core_patch').length
}

describe('a case that closes with parts unpaid', () => {
  it('R-26: hands over each such line as it stands, once, and then ends', async () => {
    const the = await agreed()
    await paid(the, 1)
    await connectedBoth(the)
    await ended(the)
    expect(attempts).toMatchObject([
      {
        line: WATER,
        utility: 'shuiwu',
        confirmed: true,
        parts: [{ amountFen: 200, paidOn: expect.any(String) as string }, { amountFen: 100 }],
      },
    ])
    expect(attempts[0]?.parts[1]).not.toHaveProperty('paidOn')
    expect(await patchesOf(the)).toBe(1)
  })

  it('R-26: goes on asking while that fails, taking no payment meanwhile, and ends when it is done', async () => {
    failures = 4
    const the = await agreed()
    await connectedBoth(the)
    await ended(the)
    expect(attempts).toHaveLength(5)
    expect(new Set(attempts.map((plan) => JSON.stringify(plan))).size).toBe(1)
    expect(the.events('applicationClosed')).toHaveLength(1)
  })

  it('R-26, R-36: with everything paid nothing is handed over, and nothing of it is in the history', async () => {
    const the = await agreed()
    await paid(the, 1, 2)
    await connectedBoth(the)
    await ended(the)
    expect([attempts, await patchesOf(the)]).toEqual([[], 0])
  })

  it('R-23, R-37: withdrawn, what was agreed is handed over for the utility to say whether it built', async () => {
    const the = await agreed()
    await the.act('withdrawApplication', CLERK, { reason: '项目取消' })
    await ended(the)
    expect(attempts).toMatchObject([{ line: WATER, confirmed: false }])
  })
})
