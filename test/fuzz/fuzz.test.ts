import { describe, expect, test } from 'vitest'
import { PROBLEMS } from '../../domain/problem.ts'
import { configOf } from '../../scripts/fuzz/config.ts'
import { reasonFor } from '../../scripts/fuzz/declared.ts'
import { operationsFor } from '../../scripts/fuzz/document.ts'
import type { OpenApi } from '../../scripts/fuzz/document.ts'
import { readLines } from '../../scripts/fuzz/findings.ts'
import type { Finding } from '../../scripts/fuzz/findings.ts'
import { nameOf, SENDERS } from '../../scripts/fuzz/parties.ts'
import { isWell, reportOf } from '../../scripts/fuzz/tell.ts'
import { testApi } from '../fixtures/api.ts'

const encoded = (value: unknown) => ({ $base64: Buffer.from(JSON.stringify(value)).toString('base64') })
const FINISHED = JSON.stringify({ EngineFinished: { running_time: 3 } })

/** A line as Schemathesis 4.32 writes it: one answered case, its checks with it. */
function scenario(status: number, answer: unknown, failed?: string, title = 'title'): string {
  const failure = { type: 'X', code: 'ST', operation: 'POST /a/{id}', title, message: 'why', severity: 'medium' }
  const checks = [
    { name: 'content_type_conformance', status: 'success' },
    ...(failed === undefined ? [] : [{ name: failed, status: 'failure', failure_info: { failure } }]),
  ]
  const request = { method: 'POST', uri: 'http://127.0.0.1:1/a/7', headers: {}, body: encoded({ line: 'x' }) }
  const response = { status_code: status, headers: {}, content: encoded(answer), elapsed: 0.1 }
  const recorder = {
    label: 'POST /a/{id}',
    cases: {},
    checks: { one: checks },
    interactions: { one: { request, response } },
  }
  return JSON.stringify({
    ScenarioFinished: { id: '1', phase: 'fuzzing', label: 'POST /a/{id}', status: 'x', recorder },
  })
}

const problem = (code: string, ...fieldCodes: string[]) => ({
  code,
  errors: fieldCodes.map((each) => ({ field: 'line', code: each, message: '' })),
})
const POSITIVE = 'positive_data_acceptance'

async function found(...lines: readonly string[]): Promise<Finding> {
  const { findings } = await readLines(lines)
  expect(findings).toHaveLength(1)
  return findings[0]!
}

describe('what a run of Schemathesis found', () => {
  test('requests are counted by status, and a failed check has its answer and its request with it', async () => {
    const read = await readLines([
      JSON.stringify({ Initialize: { schemathesis_version: '4.32.5' } }),
      scenario(200, {}),
      scenario(500, problem('internal-error'), 'not_a_server_error'),
      FINISHED,
    ])
    expect(read).toMatchObject({ requests: 2, phases: ['fuzzing'], finished: true })
    expect([...read.statuses]).toEqual([
      [200, 1],
      [500, 1],
    ])
    expect(read.findings).toEqual([
      {
        check: 'not_a_server_error',
        operation: 'POST /a/{id}',
        title: 'title',
        message: 'why',
        status: 500,
        problem: { code: 'internal-error', fieldCodes: [] },
        request: 'POST http://127.0.0.1:1/a/7 {"line":"x"}',
      },
    ])
  })

  test('what could not be tested is a failure, and so is a run that breaks off or asks nothing', async () => {
    const broken = await readLines([JSON.stringify({ NonFatalError: { label: 'GET /a', value: 'no such schema' } })])
    expect(broken.finished).toBe(false)
    expect(broken.findings[0]).toMatchObject({ check: 'error', operation: 'GET /a' })
    expect(reasonFor(broken.findings[0]!)).toBeUndefined()
    const report = reportOf(1, 3, [{ name: 'clerk', found: await readLines([FINISHED]) }])
    expect([report.unfinished, isWell(report)]).toEqual([['clerk'], false])
  })
})

describe('what is declared to be a business rule', () => {
  test('a well-formed request that a rule of the business refuses, by its code', async () => {
    const early = await found(scenario(422, problem('date-past'), POSITIVE))
    expect(reasonFor(early)).toContain('日')
    const checked = await found(scenario(422, problem('validation-failed', 'custom', 'custom'), POSITIVE))
    expect(reasonFor(checked)).toContain('JSON Schema')
  })

  test('never one that the document could have said', async () => {
    for (const fieldCodes of [['too_small'], ['custom', 'invalid_format'], []])
      expect(
        reasonFor(await found(scenario(422, problem('validation-failed', ...fieldCodes), POSITIVE))),
      ).toBeUndefined()
    expect(reasonFor(await found(scenario(400, problem('malformed-json'), POSITIVE)))).toBeUndefined()
    expect(reasonFor(await found(scenario(422, 'no problem document', POSITIVE)))).toBeUndefined()
  })

  test('never any other check, whatever the code', async () => {
    for (const check of [
      'not_a_server_error',
      'status_code_conformance',
      'content_type_conformance',
      'response_schema_conformance',
      'response_headers_conformance',
      'negative_data_rejection',
      'missing_required_header',
      'unsupported_method',
      'allow_header_conformance',
      'ignored_auth',
      'error',
    ])
      expect(reasonFor(await found(scenario(422, problem('date-past'), check)))).toBeUndefined()
  })

  test('an ended subscription is kept to be read, and nothing else that was deleted is', async () => {
    const kept = await found(scenario(200, {}, 'use_after_free'))
    const read = { ...kept, operation: 'DELETE /api/v1/subscriptions/{id}', request: 'GET http://h/deliveries' }
    expect(reasonFor(read)).toContain('记录')
    expect(reasonFor({ ...read, request: 'POST http://h/pause' })).toBeUndefined()
    expect(reasonFor({ ...read, operation: 'DELETE /api/v1/others/{id}' })).toBeUndefined()
    expect(reasonFor({ ...read, check: 'ensure_resource_availability' })).toBeUndefined()
  })

  test('never a 5xx', async () => {
    for (const [code, { status }] of Object.entries(PROBLEMS).filter(([, each]) => each.status >= 500))
      expect(reasonFor(await found(scenario(status, problem(code), POSITIVE)))).toBeUndefined()
  })

  test('one fault fails the whole', async () => {
    const clean = await readLines([scenario(422, problem('date-past'), POSITIVE), FINISHED])
    const faulty = await readLines([scenario(500, {}, 'not_a_server_error'), FINISHED])
    expect(isWell(reportOf(1, 3, [{ name: 'clerk', found: clean }]))).toBe(true)
    const report = reportOf(1, 3, [
      { name: 'clerk', found: clean },
      { name: 'lead', found: faulty },
    ])
    expect(isWell(report)).toBe(false)
    expect(report).toMatchObject({
      requests: 2,
      faults: 1,
      declared: 1,
      senders: { clerk: { declared: { 'date-past': 1 } }, lead: { faults: { not_a_server_error: 1 } } },
    })
  })
})

test('each sender is given the operations that their role may call, and all of them are given to somebody', async () => {
  const api = await testApi()
  const document = (await api.get('/openapi.json')).json() as OpenApi
  await api.app.close()
  const all = SENDERS.map((sender) => ({ name: nameOf(sender), ...operationsFor(document, sender) }))
  const named = (wanted: string) => all.find(({ name }) => name === wanted)!
  for (const { closed } of all)
    expect(closed.filter((name) => all.every(({ open }) => !open.includes(name)))).toEqual([])
  expect(named('nobody').open).toContain('GET /api/v1/guide')
  expect(named('nobody').closed).toContain('GET /api/v1/applications')
  expect(named('auditor · fagai').closed).toContain('POST /api/v1/applications')
  expect(named('auditor · fagai').open).toContain('GET /api/v1/audit')
})

test('the token is not written down, and words stand as they are', () => {
  const config = configOf(
    { 'body.phone': ['转"801"'], 'path.id': [] },
    { seed: 7, seconds: 9, isSignedIn: true, closed: ['GET /a'] },
  )
  expect(config).toContain('Bearer ${FUZZ_TOKEN}')
  expect(config).toContain(String.raw`"body.phone" = { values = ["转\"801\""] }`)
  expect(config).not.toContain('path.id')
  expect(config).toContain('include-name = ["GET /a"]')
})
