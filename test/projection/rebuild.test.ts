import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { compareRebuilt, replaceSubject } from '../../db/rebuild.ts'
import { application } from '../../db/schema/application.ts'
import { event, outbox } from '../../db/schema/event.ts'
import { opinion } from '../../db/schema/parts.ts'
import type { PureCase } from '../fixtures/pure-case.ts'
import { wholeCase } from './cases.ts'
import { testDatabase } from './database.ts'
import { projectionOf, nextNumber } from './projecting.ts'

const server = testDatabase()

const activities = projectionOf(server)

const historyOf = ({ state, events }: PureCase) => ({
  kind: 'application' as const,
  subject: state.serviceNumber,
  events,
})

describe('rebuild', () => {
  it('R-39: the rebuilt projection equals the live one row by row; a changed row is found and mended, outbox identities stay', async () => {
    await server.database.delete(application)
    const cases = [wholeCase(nextNumber()), wholeCase(nextNumber())].map(historyOf)
    for (const { subject, events } of cases) await activities.project({ serviceNumber: subject, events })
    const [first] = cases
    if (first === undefined) throw new Error('no case')
    const events = cases.reduce((sum, the) => sum + the.events.length, 0)
    expect(await compareRebuilt(server.database, cases)).toEqual({
      applications: 2,
      matters: 0,
      events,
      differences: [],
      truncated: false,
    })

    const before = await server.database
      .select({ id: outbox.id, seq: outbox.seq })
      .from(outbox)
      .where(eq(outbox.serviceNumber, first.subject))
      .orderBy(outbox.seq)
    await server.database
      .update(opinion)
      .set({ late: true })
      .where(sql`service_number = ${first.subject} and org = 'zigui'`)
    await server.database.delete(event).where(sql`service_number = ${first.subject} and seq = 4`)
    const { differences } = await compareRebuilt(server.database, cases)
    expect(differences).toEqual([
      {
        table: 'event',
        key: { service_number: first.subject, seq: 4 },
        column: '(row)',
        live: 'absent',
        rebuilt: 'present',
      },
      {
        table: 'opinion',
        key: { service_number: first.subject, org: 'zigui' },
        column: 'late',
        live: true,
        rebuilt: false,
      },
    ])
    expect(await replaceSubject(server.database, first)).toBe(true)
    expect((await compareRebuilt(server.database, cases)).differences).toEqual([])
    expect(
      await server.database
        .select({ id: outbox.id, seq: outbox.seq })
        .from(outbox)
        .where(eq(outbox.serviceNumber, first.subject))
        .orderBy(outbox.seq),
    ).toEqual(before)
  })

  it('R-39: a live case without a history is a difference; a subset is compared without it', async () => {
    await server.database.delete(application)
    const [known, unknown] = [wholeCase(nextNumber()), wholeCase(nextNumber())].map(historyOf)
    if (known === undefined || unknown === undefined) throw new Error('no cases')
    for (const { subject, events } of [known, unknown]) await activities.project({ serviceNumber: subject, events })
    expect((await compareRebuilt(server.database, [known], { only: [known.subject] })).differences).toEqual([])
    const { differences } = await compareRebuilt(server.database, [known])
    expect(differences[0]).toEqual({
      table: 'application',
      key: { service_number: unknown.subject },
      column: '(row)',
      live: 'present',
      rebuilt: 'absent',
    })
    expect(await replaceSubject(server.database, { ...known, events: known.events.slice(0, 3) })).toBe(false)
  })
})
