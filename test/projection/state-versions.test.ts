import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problemOf } from '../../api/problems/from-error.ts'
import { problemDocument } from '../../api/problems/problem-error.ts'
import { createProjectionActivities } from '../../activities/projection.ts'
import { projectMatterEvents } from '../../db/matters/projection.ts'
import { findApplication } from '../../db/queries/applications.ts'
import { findMatter, listMatters } from '../../db/queries/matters.ts'
import { compareRebuilt, replaceSubject } from '../../db/rebuild.ts'
import { application } from '../../db/schema/application.ts'
import { creditRecord } from '../../db/schema/credit.ts'
import { STATE_FORMATS } from '../../domain/format/state-format.ts'
import type { StateFormat } from '../../domain/format/state-format.ts'
import { wholeCase } from './cases.ts'
import { openTestDatabase } from './database.ts'
import type { TestDatabase } from './database.ts'
import { withdrawnRecord } from './matters.ts'

let server: TestDatabase
const the = wholeCase('CB-20261123-00077-0')
const subject = the.state.serviceNumber
const history = { kind: 'application' as const, subject, events: the.events }
const record = withdrawnRecord('credit:7f0c7b0e-5b0f-4c8a-9a53-0d6a5e5f1c11')

beforeAll(async () => {
  server = await openTestDatabase()
  await createProjectionActivities(server.database).project({ serviceNumber: subject, events: the.events })
  await projectMatterEvents(server.database, record.kind, record.id, record.events)
})
afterAll(() => server.close())

const failureOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => undefined,
    (error: unknown) => error,
  )

/** As a later release would have written them. */
const inVersion = (version: number) => sql`jsonb_set(state, '{stateVersion}', ${JSON.stringify(version)}::jsonb)`

/** The next release's: the stage is kept in a field of another name. */
const RENAMED: StateFormat = {
  first: STATE_FORMATS.application.first,
  later: [
    {
      readSince: '0.4',
      writtenSince: '0.5',
      upgrade: ({ stage, ...before }) => ({ ...before, standsAt: stage }),
    },
  ],
}

describe('R-36, R-39: rows of two versions', () => {
  it('a row says nothing of version 1, and is compared upgraded with one that is already of version 2', async () => {
    expect((await findApplication(server.database, subject))?.state).toEqual(the.state)
    expect(the.state).not.toHaveProperty('stateVersion')
    const compare = (format: StateFormat) =>
      compareRebuilt(server.database, [history], {
        only: [subject],
        formats: { ...STATE_FORMATS, application: format },
      })
    expect((await compare(RENAMED)).differences).toEqual([])
    await server.database.execute(sql`
      update application
      set state = (state - 'stage') || jsonb_build_object('standsAt', state -> 'stage', 'stateVersion', 2)
      where service_number = ${subject}`)
    expect((await compare(RENAMED)).differences).toEqual([])

    await server.database.execute(sql`update application set state = jsonb_set(state, '{standsAt}', '"survey"')`)
    expect((await compare(RENAMED)).differences.map(({ column }) => column)).toEqual(['state'])
    await expect(compare(STATE_FORMATS.application)).rejects.toThrow(`application ${subject} 的状态是第 2 版`)
  })

  it('what a newer release wrote is refused by a sentence, not read wrongly: 503 at the API', async () => {
    await server.database
      .update(application)
      .set({ state: inVersion(7) })
      .where(eq(application.serviceNumber, subject))
    const error = await failureOf(findApplication(server.database, subject))
    const problem = problemOf(error, { reading: true })
    expect(problem.headers).toEqual({ 'retry-after': '60' })
    expect(problemDocument(problem, '/')).toMatchObject({
      code: 'state-from-newer-release',
      status: 503,
      detail: `application ${subject} 的状态是第 7 版，本程序只认得到第 1 版：它由更新的版本办理，请先升级本程序；请稍后再试`,
    })
    expect(await failureOf(replaceSubject(server.database, history))).toMatchObject({ name: 'NewerState' })
    const projected = createProjectionActivities(server.database).project({
      serviceNumber: subject,
      events: the.events,
    })
    expect(await failureOf(projected)).toMatchObject({
      type: 'state-from-newer-release',
      nonRetryable: false,
      message: expect.stringContaining('第 7 版') as string,
    })
  })

  it('of a matter too, alone and in a list', async () => {
    await server.database
      .update(creditRecord)
      .set({ state: inVersion(3) })
      .where(eq(creditRecord.id, record.id))
    const asked = [
      findMatter(server.database, 'creditRecord', record.id),
      listMatters(server.database, 'creditRecord', { city: 'chibi', limit: 10 }),
    ]
    for (const each of asked)
      expect(await failureOf(each)).toMatchObject({ message: expect.stringContaining(record.id) as string })
  })
})
