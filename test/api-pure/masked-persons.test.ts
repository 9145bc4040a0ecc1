import { PgDialect } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isOrganisations } from '../../db/queries/users-own.ts'
import { hasFound } from '../../api/views/list-query.ts'
import { testApi } from '../fixtures/api.ts'
import type { TestApi } from '../fixtures/api.ts'

let api: TestApi
beforeAll(async () => {
  api = await testApi()
})
afterAll(() => api.app.close())

describe('R-39: who is put on what', () => {
  it.each([
    ['organisations/office/tasks', 'office', 'auditor', 403],
    ['organisations/office/tasks', 'office', 'administrator', 403],
    ['organisations/shuiwu/tasks', 'office', 'officer', 403],
    ['organisations/office/tasks', 'office', 'officer', 503],
    ['applications', 'fagai', 'auditor', 403],
    ['applications', 'office', 'administrator', 403],
    ['applications', 'shuiwu', 'officer', 503],
  ] as const)('/%s is not searched by a name that its rows mask: %s %s: %i', async (path, org, role, status) => {
    const answer = await api.get(`/api/v1/${path}?person=zhang-san`, await api.token(org, role))
    expect(answer.statusCode).toBe(status)
    if (status === 403) expect(answer.json()).toMatchObject({ code: 'forbidden', errors: [{ field: 'person' }] })
  })

  it('whom a form names for what the user is asked for is neither found nor counted', () => {
    const { sql, params } = new PgDialect().sqlToQuery(isOrganisations()!)
    expect(params).toEqual(['supplementDemand', 'answerOffer', 'answerMissed'])
    expect(sql).toMatch(/not exists .*"registered_by_org" = "task"."org"/)
  })
})

it('R-39: a search that only counts has found something, too, and is on record as one that gave rows', () => {
  expect(hasFound([], undefined)).toBe(false)
  expect(hasFound([], { red: 0, none: 0 })).toBe(false)
  expect(hasFound([], { red: 0, none: 1 })).toBe(true)
  expect(hasFound(['row'], undefined)).toBe(true)
})
