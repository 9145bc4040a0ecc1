import { and, eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { differentSums } from '../../db/compare-sums.ts'
import { keepSums, remakeSums } from '../../db/fold-sums.ts'
import { countedEvents } from '../../db/queries/assessment.ts'
import { figuresOfDeadlines } from '../../db/queries/figures.ts'
import type { FiguresRequest } from '../../db/queries/figures.ts'
import { overdueNow } from '../../db/queries/overdue.ts'
import { periodFigures } from '../../db/queries/summed-figures.ts'
import { projectEvents } from '../../db/projection.ts'
import { replaceSubject } from '../../db/rebuild.ts'
import { application } from '../../db/schema/application.ts'
import { charge } from '../../db/schema/charge.ts'
import { deadline } from '../../db/schema/deadline.ts'
import { figureChange, figureSum, summedCity } from '../../db/schema/figure-sum.ts'
import type { SummedDeadlines } from '../../domain/assessment/assessment.ts'
import { local, madeCase, projectCase } from '../fixtures/assessed.ts'
import { CALENDARS } from '../fixtures/calendars.ts'
import { CHIBI, DRILL } from '../fixtures/cities.ts'
import { randomOf } from '../fixtures/random.ts'
import { span } from './assessing.ts'
import { wholeCase } from './cases.ts'
import { testDatabase } from './database.ts'
import { nextNumber } from './projecting.ts'
import { randomDeadlines } from './random-deadlines.ts'

const server = testDatabase()
const NOW = local('2026-11-26T10:07')
const LATER = local('2027-03-20T16:00')
const GROUND = { city: 'chibi', hours: CHIBI.hours, calendar: CALENDARS.china }

let number = ''
beforeAll(async () => {
  number = await projectCase(server.database, madeCase())
})

/** Sums of fractions are not to the last digit the same in another order. */
function rounded(sums: readonly SummedDeadlines[]): unknown {
  return sums
    .map(({ figures, ...group }) => ({
      ...group,
      figures: { ...figures, useSum: figures.useSum.toFixed(6), worstUse: figures.worstUse.toFixed(9) },
    }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

const atOnce = <Answer>(ask: (transaction: Parameters<typeof periodFigures>[0]) => Promise<Answer>) =>
  server.database.transaction(ask, { isolationLevel: 'repeatable read', accessMode: 'read only' })

/** By the sums and by the rows, of months, quarters and years, narrowed or not. */
async function requireExact(ground: typeof GROUND, now: string): Promise<void> {
  for (const key of ['2026', '2026-Q4', '2026-11', '2027-Q1'])
    for (const narrowed of [{}, { owners: ['ranqi'], kinds: ['survey', 'rectification'] as const }]) {
      const request: FiguresRequest = { ...ground, ...span(key), now, ...narrowed }
      await atOnce(async (transaction) => {
        const { deadlines, counts } = await periodFigures(transaction, request)
        expect(rounded(deadlines)).toEqual(rounded(await figuresOfDeadlines(transaction, request)))
        const charges = await countedEvents(transaction, request)
        const { owners } = request
        expect(new Set(counts)).toEqual(new Set(charges.filter(({ org }) => owners?.includes(org) ?? true)))
      })
    }
}

const lights = () => server.database.transaction((transaction) => overdueNow(transaction, 'chibi'))
const redRows = () => server.database.$count(deadline, and(deadline.red, sql`met_at is null and superseded_at is null`))

async function chargeAtRandom(share: number, seq: number): Promise<void> {
  const [org, what] = [share < 0.5 ? 'ranqi' : 'shuiwu', share < 0.3 ? 'absences' : 'missed'] as const
  const at = new Date(Date.parse(NOW) - Math.round(share * 90) * 86_400_000).toISOString()
  const row = { serviceNumber: number, seq: seq + 1, org, what, city: 'chibi', at, advisory: share < 0.1 }
  if (share > 0.9) await server.database.delete(charge).where(eq(charge.seq, seq))
  else await server.database.insert(charge).values(row).onConflictDoNothing()
}

/** One act after another on rows of every state: new ones, others in their place, and some that go away. */
async function actAtRandom(seed: number, acts: number): Promise<void> {
  const random = randomOf(seed)
  for (let act = 0; act < acts; act += 1) {
    const [row] = randomDeadlines(number, seed * 1_000 + act, 1)
    if (row === undefined) throw new Error('no row')
    const id = `random:${Math.floor(random() * 400)}`
    const { serviceNumber: _case, id: _id, ...changed } = row
    await chargeAtRandom(random(), act)
    if (random() < 0.1) await server.database.delete(deadline).where(eq(deadline.id, id))
    else
      await server.database
        .insert(deadline)
        .values({ ...row, id })
        .onConflictDoUpdate({ target: [deadline.serviceNumber, deadline.id], set: changed })
  }
}

describe('sums of deadlines', () => {
  it.each([
    ['the working calendar', GROUND],
    ['a calendar that is always open', { city: 'chibi', hours: DRILL.hours, calendar: CALENDARS.always }],
  ] as const)('R-30, R-31, R-35: by %s they are what each row says, folded or not', async (_, ground) => {
    await server.database.delete(deadline)
    await server.database.insert(deadline).values(randomDeadlines(number, 7, 400))
    await remakeSums(server.database, ground)
    expect(await differentSums(server.database, ground)).toEqual([])
    for (const seed of [1, 2]) {
      await actAtRandom(seed, 40)
      if (seed % 2 === 0) await keepSums(server.database, ground)
      expect(await differentSums(server.database, ground)).toEqual([])
      for (const now of [NOW, LATER]) await requireExact(ground, now)
      expect((await lights()).total).toBe(await redRows())
    }
    expect(await server.database.$count(figureSum, eq(figureSum.volume, 0))).toBe(0)
  })

  it('R-30: they are read, and a wrong one is found and made anew', async () => {
    await remakeSums(server.database, GROUND)
    const volume = async () => {
      const { deadlines } = await atOnce((transaction) =>
        periodFigures(transaction, { ...GROUND, ...span('2026-Q4'), now: LATER }),
      )
      return deadlines.reduce((sum, { figures }) => sum + figures.volume, 0)
    }
    const before = await volume()
    const bucket = and(eq(figureSum.part, 'settled'), eq(figureSum.bucket, '2026-11-01'))
    const wrong = await server.database
      .update(figureSum)
      .set({ volume: sql`volume + 1` })
      .where(bucket)
      .returning()
    expect(wrong.length).toBeGreaterThan(5)
    expect(await volume()).toBe(before + wrong.length)
    expect((await differentSums(server.database, GROUND)).length).toBe(wrong.length)
    await remakeSums(server.database, GROUND)
    expect([await volume(), await differentSums(server.database, GROUND)]).toEqual([before, []])
  })

  it('R-30: writers, folders and readers beside each other', async () => {
    const over = Promise.all([8, 9, 10, 11].map((seed) => actAtRandom(seed, 60)))
    let going = true
    const until = over.finally(() => (going = false))
    const keeping = [0, 1].map(async () => {
      while (going) await keepSums(server.database, GROUND)
    })
    const reading = [NOW, LATER].map(async (now) => {
      while (going) await requireExact(GROUND, now)
    })
    await Promise.all([until, ...keeping, ...reading])
    await keepSums(server.database, GROUND)
    expect(await server.database.$count(figureChange)).toBe(0)
    expect(await differentSums(server.database, GROUND)).toEqual([])
    await requireExact(GROUND, LATER)
  })

  it('R-30: of other hours they are made anew, and counted until then', async () => {
    const hours = { ...CHIBI.hours, sessions: [{ from: '09:00', to: '12:00' }] }
    await requireExact({ ...GROUND, hours }, LATER)
    await keepSums(server.database, { ...GROUND, hours })
    const basis = () => server.database.select({ basis: summedCity.basis }).from(summedCity)
    const before = await basis()
    await server.database.update(summedCity).set({ madeAt: sql`now() - interval '11 minutes'` })
    await keepSums(server.database, { ...GROUND, hours })
    expect(await basis()).not.toEqual(before)
    await requireExact({ ...GROUND, hours }, LATER)
    expect(await differentSums(server.database, { ...GROUND, hours })).toEqual([])
  })

  it('R-39: a case that is rebuilt, or gone, changes them as its rows', async () => {
    await server.database.delete(application)
    await remakeSums(server.database, GROUND)
    const { state, events } = wholeCase(nextNumber())
    const history = { kind: 'application', subject: state.serviceNumber, events } as const
    await projectEvents(server.database, state.serviceNumber, events)
    expect(await differentSums(server.database, GROUND)).toEqual([])
    await keepSums(server.database, GROUND)
    await server.database.update(deadline).set({ owner: 'nobody' })
    await replaceSubject(server.database, history)
    await keepSums(server.database, GROUND)
    expect(await differentSums(server.database, GROUND)).toEqual([])
    expect(await server.database.$count(figureSum, eq(figureSum.owner, 'nobody'))).toBe(0)
    expect(await server.database.$count(figureSum)).toBeGreaterThan(1)
    await server.database.delete(application)
    await keepSums(server.database, GROUND)
    expect(await server.database.$count(figureSum)).toBe(0)
  })
})
