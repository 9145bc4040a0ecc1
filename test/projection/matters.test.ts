import { eq, getTableName, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { projectMatterEvents } from '../../db/matters/projection.ts'
import { MATTERS } from '../../db/matters/kinds.ts'
import { allMatterIds } from '../../db/queries/matters.ts'
import { compareRebuilt, replaceSubject, subjectOf } from '../../db/rebuild.ts'
import type { SubjectHistory } from '../../db/rebuild.ts'
import { creditRecord } from '../../db/schema/credit.ts'
import { instalments } from '../../db/schema/instalments.ts'
import { laterInspection } from '../../db/schema/later-inspection.ts'
import { matterDeadline, matterEvent, matterOutbox } from '../../db/schema/matter.ts'
import { rating } from '../../db/schema/rating.ts'
import { transfer } from '../../db/schema/transfer.ts'
import { MATTER_KINDS } from '../../domain/matter/matter.ts'
import { testDatabase } from './database.ts'
import {
  answeredRating,
  brokenInspection,
  heldReport,
  overdueInstalments,
  partlyTransferred,
  withdrawnRecord,
} from './matters.ts'
import type { WholeMatter } from './matters.ts'

const MATTER_TABLES = [matterEvent, matterOutbox, matterDeadline, ...Object.values(MATTERS).map(({ table }) => table)]
const server = testDatabase()

beforeEach(async () => {
  await server.database.execute(sql`truncate ${sql.join(MATTER_TABLES, sql`, `)}`)
})

const RECORD = 'credit:CB-20261123-00001-0:water:shuiwu:1'
const TRANSFER = 'CBT-20261123-00001-0'
const RATING = 'rating:CB-20261123-00001-0'
const ONE_OF_EACH = [
  withdrawnRecord(RECORD),
  partlyTransferred(TRANSFER),
  answeredRating('CB-20261123-00001-0'),
  overdueInstalments('CB-20261123-00001-0'),
  brokenInspection('CB-20261123-00001-0'),
  heldReport('2026-Q4'),
]
const historyOf = ({ kind, id, events }: WholeMatter): SubjectHistory => ({ kind, subject: id, events })
const HISTORIES = ONE_OF_EACH.map(historyOf)
const ALL = HISTORIES.map(({ subject }) => subject).sort()
const [RECORD_HISTORY, TRANSFER_HISTORY] = HISTORIES as [SubjectHistory, SubjectHistory]
const [INSTALMENTS, INSPECTION, REPORT] = ONE_OF_EACH.slice(3).map(({ id }) => id) as [string, string, string]

async function projectAll(): Promise<void> {
  for (const { kind, id, events } of ONE_OF_EACH)
    for (const event of events) await projectMatterEvents(server.database, kind, id, [event])
}

const places = ({ differences }: Awaited<ReturnType<typeof compareRebuilt>>) =>
  differences.map(({ table, column }) => `${table} ${column}`)

describe('the rebuild of matters', () => {
  it('R-20, R-23, R-28, R-29, R-31, R-32, R-39: the rebuilt rows of each kind equal the live ones, however the events were batched; all are counted', async () => {
    await projectAll()
    const events = HISTORIES.reduce((sum, history) => sum + history.events.length, 0)
    expect(await compareRebuilt(server.database, HISTORIES)).toEqual({
      applications: 0,
      matters: MATTER_KINDS.length,
      events,
      differences: [],
      truncated: false,
    })
    expect(await allMatterIds(server.database)).toEqual(ALL)
    expect(ONE_OF_EACH.map(({ kind }) => kind).sort()).toEqual([...MATTER_KINDS].sort())
  })

  it('R-39: an event that comes again must say the same', async () => {
    await projectAll()
    for (const { kind, id, events } of ONE_OF_EACH) {
      const [first, ...rest] = events
      if (first === undefined) throw new Error('no event')
      await projectMatterEvents(server.database, kind, id, events)
      await expect(
        projectMatterEvents(server.database, kind, id, [{ ...first, at: '2020-01-01T00:00:00.000Z' }, ...rest]),
      ).rejects.toMatchObject({ name: 'ProjectionConflict', code: 'projection-conflict', seq: 1 })
    }
    expect((await compareRebuilt(server.database, HISTORIES)).differences).toEqual([])
  })

  it('R-39: an altered row is found in every table of a matter, and its history put in its place; outbox identities stay', async () => {
    await projectAll()
    const outboxOf = (id: string) =>
      server.database
        .select({ id: matterOutbox.id, seq: matterOutbox.seq })
        .from(matterOutbox)
        .where(eq(matterOutbox.matterId, id))
        .orderBy(matterOutbox.seq)
    const before = await outboxOf(RECORD)
    await server.database
      .update(creditRecord)
      .set({ status: 'upheld', closedAt: null })
      .where(eq(creditRecord.id, RECORD))
    await server.database.execute(
      sql`update matter_event set actor_sub = 'somebody' where matter_id = ${RECORD} and seq = 2`,
    )
    await server.database.execute(sql`update matter_outbox set audience = '{}' where matter_id = ${RECORD} and seq = 2`)
    await server.database.update(matterDeadline).set({ passedAt: null }).where(eq(matterDeadline.matterId, RECORD))
    await server.database.delete(matterEvent).where(sql`matter_id = ${TRANSFER} and seq = 3`)
    await server.database.update(transfer).set({ newHolderName: '他人' }).where(eq(transfer.id, TRANSFER))
    await server.database.delete(rating).where(eq(rating.id, RATING))
    await server.database
      .update(instalments)
      .set({ remainingFen: 0, status: 'paid' })
      .where(eq(instalments.id, INSTALMENTS))
    await server.database.update(laterInspection).set({ broken: false }).where(eq(laterInspection.id, INSPECTION))
    await server.database.execute(
      sql`update matter_event set data = data - 'promises' where matter_id = ${INSPECTION} and type = 'promiseBroken'`,
    )
    await server.database.execute(
      sql`update meeting_report set state = jsonb_set(state, '{content,rows}', '[{}]') where id = ${REPORT}`,
    )
    const compared = await compareRebuilt(server.database, HISTORIES)
    expect(places(compared).sort()).toEqual([
      'credit_record closed_at',
      'credit_record status',
      'instalments remaining_fen',
      'instalments status',
      'later_inspection broken',
      'matter_deadline passed_at',
      'matter_event (row)',
      'matter_event actor_sub',
      'matter_event data',
      'matter_outbox audience',
      'meeting_report state',
      'rating (row)',
      'transfer new_holder_name',
    ])
    expect([...new Set(compared.differences.map(subjectOf))].sort()).toEqual(ALL)
    for (const history of HISTORIES) expect(await replaceSubject(server.database, history)).toBe(true)
    expect((await compareRebuilt(server.database, HISTORIES)).differences).toEqual([])
    expect(await outboxOf(RECORD)).toEqual(before)
  })

  it('R-39: a live matter without a history is a difference; a subset is compared without it; a projection that went further is left alone', async () => {
    await projectAll()
    expect((await compareRebuilt(server.database, [TRANSFER_HISTORY], { only: [TRANSFER] })).differences).toEqual([])
    const without = await compareRebuilt(server.database, [
      ...HISTORIES.filter(({ subject }) => subject !== RECORD),
      { kind: undefined, subject: RECORD, events: [] },
    ])
    expect(new Set(without.differences.map(subjectOf))).toEqual(new Set([RECORD]))
    expect(places(without)).toContain('credit_record (row)')
    const { events } = withdrawnRecord(RECORD)
    expect(
      await replaceSubject(server.database, { kind: 'creditRecord', subject: RECORD, events: events.slice(0, 2) }),
    ).toBe(false)
    expect((await compareRebuilt(server.database, [RECORD_HISTORY], { only: [RECORD] })).differences).toEqual([])
  })

  it('R-39: the table of every kind is compared', async () => {
    await projectAll()
    for (const { table } of Object.values(MATTERS)) {
      await server.database.execute(sql`update ${table} set seq = seq + 100`)
      expect(places(await compareRebuilt(server.database, HISTORIES))).toEqual([`${getTableName(table)} seq`])
      await server.database.execute(sql`update ${table} set seq = seq - 100`)
    }
  })
})
