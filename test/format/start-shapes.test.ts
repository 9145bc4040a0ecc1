import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow/index.js'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { CitySchema } from '../../domain/city/city.schema.ts'
import { CreditRecordSchema } from '../../domain/credit/credit.schema.ts'
import { RegistrationSchema } from '../../domain/demand/registration.schema.ts'
import { misfitOf } from '../../domain/format/shape.ts'
import { START_PARTS } from '../../domain/matter/start-part.ts'
import type { StartPart } from '../../domain/matter/start-part.ts'
import { START_SHAPES } from '../../domain/matter/start-shapes.ts'
import { SUBJECT_KINDS } from '../../domain/matter/subject.ts'
import { RatingSchema } from '../../domain/rating/rating.schema.ts'
import { TransferRequestSchema } from '../../domain/transfer/transfer.schema.ts'
import { startInputOf } from '../../scripts/history/payloads.ts'
import { startShapes } from '../../scripts/shapes/shapes.ts'
import { dataConverter } from '../../temporal/data-converter.ts'
import { misfitOfStart } from '../../workflows/lib/core/start-shapes.ts'
import type { StartKind } from '../../workflows/lib/core/start-shapes.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { AGENT, registrationBody } from '../fixtures/forms.ts'
import { creditBody, creditInput, dueProcessInput, transferBody } from '../fixtures/matters.ts'
import { applicationInput } from '../fixtures/pure-case.ts'
import { allRecordings, recordingsKeyring, releases } from '../replay/recording.ts'

const converter = loadDataConverter(dataConverter(recordingsKeyring()))

interface RecordedStart {
  readonly from: string
  readonly id: string
  readonly kind: StartKind
  readonly input: object
}
let recorded: readonly RecordedStart[]

beforeAll(async () => {
  recorded = await Promise.all(
    allRecordings().flatMap(({ release, name, subject, runs }) =>
      runs.map(async (history) => {
        const kind = history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name as StartKind
        return { from: `${release}/${name}`, id: subject, kind, input: await startInputOf(converter, history) }
      }),
    ),
  )
})

/** With every field that there is, and each schema takes some of what is made of it. */
const BODIES: Readonly<Record<StartPart, { readonly schema: z.ZodType; readonly body: object }>> = {
  application: {
    schema: RegistrationSchema,
    body: {
      ...registrationBody(
        {
          area: 'elsewhere',
          agent: AGENT,
          paper: { applicantSigner: '王建国', clerk: '刘芳', scanSha256: 'A'.repeat(64) },
          guidedBy: 'zhujian',
          additionTo: 'CB-20261123-00001-0',
          overLimitReason: '同一项目分期',
        },
        {
          surveyDate: '2026-12-01',
          services: {
            water: { business: 'new', tonsPerDay: 1.25 },
            power: { business: 'increase', kilovoltAmperes: 800, accountNumber: '4200118' },
            gas: { business: 'temporary', use: 'domestic', cubicMetresPerDay: 3, until: '2026-12-31' },
            network: {
              business: 'alteration',
              operators: ['telecom', 'mobile'],
              access: ['telephone'],
              alteration: '移机',
            },
            catv: { terminals: 2 },
          },
        },
      ),
    },
  },
  transfer: { schema: TransferRequestSchema, body: transferBody({}, { agent: AGENT }) },
  creditRecord: { schema: CreditRecordSchema, body: creditBody() },
  rating: {
    schema: RatingSchema,
    body: { grade: 'satisfied', text: '好', organisations: [{ org: 'shuiwu', grade: 'satisfied', text: '快' }] },
  },
  policy: { schema: CitySchema, body: CHIBI },
}

/** The same with up to two of its values, however deep, left out or replaced. */
function like(body: unknown): fc.Arbitrary<unknown> {
  const others = fc.constantFrom<unknown>(undefined, '', ' 中文 ', 'new', 0.01, 7, true, null, [], {}, '2026-02-28')
  return fc
    .array(fc.tuple(fc.constantFrom(...pathsIn(body)), others), { maxLength: 2 })
    .map((changes) => changes.reduce((made, [path, other]) => changed(made, path, other), body))
}

type Path = readonly (string | number)[]

function pathsIn(value: unknown): readonly Path[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, part]) => {
    const key = Array.isArray(value) ? Number(name) : name
    return [[key], ...pathsIn(part).map((path) => [key, ...path])]
  })
}

function changed(value: unknown, [key, ...rest]: Path, other: unknown): unknown {
  if (key === undefined) return other
  if (Array.isArray(value)) return value.map((part, at) => (at === key ? changed(part, rest, other) : part) as unknown)
  if (typeof value !== 'object' || value === null) return value
  return { ...value, [key]: changed((value as Record<string, unknown>)[key], rest, other) }
}

describe('shapes of starts', () => {
  it('are those that `node scripts/act-shapes.ts` would make', () => {
    expect(Object.fromEntries(START_PARTS.map((kind) => [kind, START_SHAPES[kind]()]))).toEqual(startShapes())
  })

  it('R-36, R-39: every start of every recording is one, its later runs too', () => {
    expect(new Set(recorded.map(({ kind }) => kind))).toEqual(new Set(SUBJECT_KINDS))
    expect(new Set(recorded.map(({ from }) => from.split('/')[0]))).toEqual(new Set(releases()))
    expect(recorded.filter(({ input }) => 'carried' in input).length).toBeGreaterThan(5)
    const misfits = recorded.map(({ from, id, kind, input }) => ({ from, misfit: misfitOfStart(kind, input, id) }))
    expect(misfits.filter(({ misfit }) => misfit !== undefined)).toEqual([])
  })

  it.each(START_PARTS)('R-39: whatever the API takes of a %s fits, as it is parsed', (kind) => {
    const { schema, body } = BODIES[kind]
    let taken = 0
    fc.assert(
      fc.property(like(body), (posted) => {
        const parsed = schema.safeParse(JSON.parse(JSON.stringify(posted ?? null)))
        if (!parsed.success) return
        taken += 1
        expect(misfitOf(JSON.parse(JSON.stringify(parsed.data)), START_SHAPES[kind]())).toBeUndefined()
      }),
      { numRuns: 300 },
    )
    expect(taken).toBeGreaterThan(20)
  })

  it('R-36: what a case says by itself is of any length, and what is new goes on', () => {
    const { serviceNumber, ...input } = plain(applicationInput())
    const long = { ...input.registration, applicantSubject: 'x'.repeat(200), newer: { field: 1 } }
    const newer = { ...input, serviceNumber, registration: long, newer: true }
    expect(misfitOfStart('application', newer, serviceNumber)).toBeUndefined()
  })

  it('R-36: of what goes on in a new run the form is not looked at, but what every start has', () => {
    const { registration: _form, warnings: _warnings, ...input } = plain(applicationInput())
    const { serviceNumber } = input
    const misfit = (change: object) => misfitOfStart('application', { ...input, ...change }, serviceNumber)?.field
    expect(misfit({})).toBe('registration')
    expect(misfit({ carried: { state: { serviceNumber, seq: 3 }, answers: {} } })).toBeUndefined()
    expect(misfit({ carried: { state: { serviceNumber: 'another', seq: 3 }, answers: {} } })).toBe(
      'carried.state.serviceNumber',
    )
    expect(misfit({ carried: {} })).toBe('carried.state')
    // That of a newer release stops the task until this program is upgraded, and does not end the case.
    expect(misfit({ policy: 1, carried: { state: { stateVersion: 2 }, of: 'later' } })).toBeUndefined()
    expect(misfit({ policy: 1, carried: { state: { stateVersion: 1 } } })).toBe('policy')
  })

  it('R-36: the policies of 0.1 and 0.3 lack what came later; what decides by it needs it', () => {
    const { assessment: _assessment, credit, ...early } = plain(CHIBI)
    const { confirmation: _confirmation, ...creditOf3 } = credit
    const input = { ...plain(creditInput('credit:1')), policy: { ...early, credit: creditOf3 } }
    expect(misfitOfStart('creditRecord', input, 'credit:1')).toBeUndefined()
    expect(misfitOfStart('creditRecord', { ...input, confirmers: ['office'] }, 'credit:1')?.field).toBe(
      'policy.credit.confirmation',
    )
    const told = { ...plain(dueProcessInput('credit:1')), policy: { ...plain(CHIBI), credit: creditOf3 } }
    expect(misfitOfStart('creditRecord', told, 'credit:1')).toBeUndefined()
    const { notice: _notice, ...creditOf5 } = credit
    expect(misfitOfStart('creditRecord', { ...told, policy: { ...CHIBI, credit: creditOf5 } }, 'credit:1')?.field).toBe(
      'policy.credit.notice',
    )
    expect(misfitOfStart('creditRecord', { ...told, dueProcess: {} }, 'credit:1')?.field).toBe(
      'dueProcess.utcOffsetMinutes',
    )
  })

  it.each(SUBJECT_KINDS)('R-39: a %s of anything else is none: each field that it needs, of another kind', (kind) => {
    for (const wrong of [null, 'x', 3, [], {}, { id: 'x', serviceNumber: 'x', policy: {} }])
      expect(misfitOfStart(kind, wrong, 'x')).toBeDefined()
    const right = recorded.filter((start) => start.kind === kind && !('carried' in start.input)).at(-1)
    if (right === undefined) throw new Error(`no recording of a ${kind}`)
    const spoilt = (change: object) => misfitOfStart(kind, { ...right.input, ...change }, right.id)?.field
    const needed = Object.keys(right.input).filter((name) => REQUIRED.has(name))
    expect(needed.length).toBeGreaterThan(5)
    for (const name of needed) expect(spoilt({ [name]: null })).toBe(name)
    expect(spoilt({ policy: { ...CHIBI, hours: { ...CHIBI.hours, sessions: [] } } })).toBe('policy.hours.sessions')
    expect(spoilt({ policy: { ...CHIBI, deadlines: {} } })).toBe('policy.deadlines.registration')
    expect(spoilt({ note: 'a\u0000b' })).toBe('note')
    expect(misfitOfStart(kind, right.input, 'of another workflow')?.field).toMatch(/^(id|serviceNumber)$/)
  })

  it('R-39: nor is a schedule’s errand that names no city', () => {
    expect(misfitOfStart('meetingReports', { city: 'chibi' }, 'any')).toBeUndefined()
    for (const wrong of [null, [], {}, { city: 7 }]) expect(misfitOfStart('meetingReports', wrong, 'any')).toBeDefined()
  })
})

function plain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value
}

const REQUIRED: ReadonlySet<string> = new Set(
  (
    'id serviceNumber openedBy registeredBy keyHash policy policyHash registration warnings request kind subject ' +
    'source reason rating finding plan period from to'
  ).split(' '),
)
