import { describe, expect, it } from 'vitest'
import { findApplication } from '../../db/queries/applications.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { wholeCase } from './cases.ts'
import { testDatabase } from './database.ts'
import { projectionOf, derivedRows, nextNumber } from './projecting.ts'

const server = testDatabase()

const activities = projectionOf(server)

describe('projection that cannot go on', () => {
  it('R-39: a gap is a coded failure that is tried again and names the remedy; nothing is written', async () => {
    const the = wholeCase(nextNumber())
    const { serviceNumber } = the.state
    await activities.project({ serviceNumber, events: the.events.slice(0, 3) })
    const gap = activities.project({ serviceNumber, events: the.events.slice(5) })
    await expect(gap).rejects.toMatchObject({
      type: 'projection-gap',
      nonRetryable: false,
      message: expect.stringContaining('npm run rebuild'),
    })
    expect((await findApplication(server.database, serviceNumber))?.seq).toBe(3)
  })

  it('R-39: a seq that comes again with other content fails loudly, in every field; nothing is written, nothing stands otherwise', async () => {
    const the = wholeCase(nextNumber())
    const { serviceNumber } = the.state
    await activities.project({ serviceNumber, events: the.events.slice(0, 8) })
    const before = await derivedRows(server, serviceNumber)
    const [third] = the.events.slice(2)
    if (third === undefined) throw new Error('no event')
    const marker = 'MARKER-王建国-13871234567'
    const others = {
      at: { ...third, at: '2026-11-23T01:00:00.001Z' },
      rule: { ...third, rule: 'R-99' },
      actor: { ...third, actor: { ...third.actor, sub: marker } },
      data: { ...third, data: { ...third.data, remarks: marker } },
      type: { ...third, type: 'worksStarted' },
    }
    for (const [field, other] of Object.entries(others)) {
      const failure: unknown = await activities
        .project({ serviceNumber, events: [other as CaseEvent, ...the.events.slice(3)] })
        .catch((error: unknown) => error)
      expect(failure).toMatchObject({
        type: 'projection-conflict',
        nonRetryable: false,
        message:
          `projection-conflict: event 3 of ${serviceNumber} stands with another ${field}; ` +
          `see \`npm run replay -- ${serviceNumber}\``,
      })
      expect(JSON.stringify(failure)).not.toContain('MARKER')
    }
    expect(await derivedRows(server, serviceNumber)).toEqual(before)
    await activities.project({ serviceNumber, events: the.events })
    expect((await findApplication(server.database, serviceNumber))?.state).toEqual(the.state)
  })

  it('R-39: a failure of the database carries its SQLSTATE and nothing of the case', async () => {
    const marker = 'MARKER-王建国-13871234567'
    const the = new PureCase(applicationInput(undefined, { serviceNumber: nextNumber() }))
    const [registered] = the.events
    if (registered?.type !== 'registered') throw new Error('not registered')
    const broken = { ...registered, rule: marker }
    const failure: unknown = await activities
      .project({ serviceNumber: the.state.serviceNumber, events: [broken] })
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ type: 'database-error', details: [{ code: '23514', unavailable: false }] })
    const { message, stack, cause } = failure as Error
    expect(`${message}${stack}${String(cause)}${JSON.stringify(failure)}`).not.toContain('MARKER')
  })
})
