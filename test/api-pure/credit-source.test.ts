import { describe, expect, it } from 'vitest'
import { requireBorneOut } from '../../api/matters/credit-source.ts'
import { CreditRecordSchema } from '../../domain/credit/credit.schema.ts'
import type { RectificationOrder } from '../../domain/supervision/rectification.ts'
import { creditBody } from '../fixtures/matters.ts'
import { refusal } from '../fixtures/refusal.ts'

type Known = Parameters<typeof requireBorneOut>[1]

const CASE = 'CB-20261123-00001-0'
const [MISSED, KEPT, LATER] = ['water:shuiwu:1', 'water:shuiwu:2', 'water:shuiwu:later:0123456789abcdef']

function order(id: string, brokenAt?: string): RectificationOrder {
  return {
    id,
    line: 'water:shuiwu',
    org: 'chengguan',
    utility: 'shuiwu',
    requirement: '恢复路面',
    dueDate: '2026-12-01',
    orderedAt: '2026-11-24T01:00:00.000Z',
    promises: [3, 4],
    version: 1,
    ...(brokenAt === undefined ? {} : { brokenAt }),
  }
}

const check = (kept: boolean) => ({ at: '2026-11-24T01:00:00.000Z', by: 'chengguan', line: 'water:shuiwu', kept })
/** 水务 promised, and one of its orders was missed; 国网 promised nothing. */
const KNOWN = {
  serviceNumber: CASE,
  lines: { 'water:shuiwu': { utility: 'shuiwu' }, 'power:guowang': { utility: 'guowang' } },
  orders: { [MISSED]: order(MISSED, '2026-12-01T09:30:00.000Z'), [KEPT]: order(KEPT) },
  commitments: {
    shuiwu: {
      org: 'shuiwu',
      promises: [
        { number: 1, checks: [check(true)] },
        { number: 2, checks: [] },
        { number: 3, checks: [check(true), check(false)] },
        { number: 4, checks: [check(true)], brokenAt: '2026-12-01T09:30:00.000Z' },
      ],
    },
  },
} as unknown as Known

const asked = (source: object, change: Record<string, unknown> = {}) =>
  CreditRecordSchema.parse(creditBody({ source: { serviceNumber: CASE, ...source }, ...change }))
const GUOWANG = { subject: { org: 'guowang', name: '国网赤壁分公司' } }
const PERSON = { subject: { name: '王小明', identityNumber: '11010519491231002X' } }

describe('R-29: what a record cites is there, and bears it out', () => {
  it.each([
    ['a missed order', {}, { order: MISSED }],
    ['a promise that it was about', {}, { order: MISSED, promise: 4 }],
    ['a promise of 附件3 that was found broken, or that nobody has looked at', {}, { promise: 3 }],
    ['one whose order was missed though it was kept later', {}, { promise: 4 }],
    ['a promise nobody has looked at', {}, { promise: 2 }],
    ['a false statement about a promise that was kept', { kind: 'false' }, { promise: 1 }],
    ['a person, of the case alone', { kind: 'false', ...PERSON }, { evidence: '伪造的授权书' }],
    ['a contractor who did the works of an order that was missed', PERSON, { order: MISSED }],
  ] as const)('taken: %s', (_what, change, source) => {
    requireBorneOut(asked(source, change), KNOWN)
  })

  it.each([
    ['no such order', {}, { order: 'water:shuiwu:9' }, 'source-unknown', 'source.order', MISSED],
    ['an order that was not missed', {}, { order: KEPT }, 'source-contradictory', 'source.order', '没有逾期'],
    ["another's order", GUOWANG, { order: MISSED }, 'source-contradictory', 'source.order', '责令的是 shuiwu'],
    [
      'a promise that the order is not about',
      {},
      { order: MISSED, promise: 1 },
      'source-contradictory',
      'source.promise',
      '3、4',
    ],
    ['a promise that nobody made', GUOWANG, { promise: 1 }, 'source-unknown', 'source.promise', '附件3'],
    ['a promise that was kept each time', {}, { promise: 1 }, 'source-contradictory', 'source.promise', '均已履行'],
    [
      'a utility that has no part in the case',
      { subject: { org: 'ranqi', name: '赤壁华润燃气公司' } },
      { promise: 1 },
      'source-contradictory',
      'subject.org',
      'shuiwu、guowang',
    ],
  ] as const)('refused: %s', (_what, change, source, code, field, says) => {
    expect(() => {
      requireBorneOut(asked(source, change), KNOWN)
    }).toThrow(expect.objectContaining({ code, field, message: expect.stringContaining(says) }))
  })

  it('an order of an inspection after the case is looked for there', () => {
    const request = asked({ order: LATER, promise: 4 })
    requireBorneOut(request, KNOWN, order(LATER, '2027-03-01T09:30:00.000Z'))
    for (const [later, code] of [
      [undefined, 'source-unknown'],
      [order(LATER), 'source-contradictory'],
    ] as const)
      expect(
        refusal(() => {
          requireBorneOut(request, KNOWN, later)
        }).code,
      ).toBe(code)
  })
})

describe('R-29: a record says which promise was broken, and in which case', () => {
  it.each([
    [{ source: { evidence: '照片' } }, 'source.promise'],
    [{ source: { serviceNumber: CASE, evidence: '照片' } }, 'source.promise'],
    [{ source: { order: MISSED } }, 'source.serviceNumber'],
    [{ kind: 'false', source: { promise: 2 } }, 'source.serviceNumber'],
  ])('%j', (change, field) => {
    const { error } = CreditRecordSchema.safeParse(creditBody(change))
    expect(error?.issues.map(({ path }) => path.join('.'))).toContain(field)
  })

  it('a false statement may stand on evidence alone', () => {
    expect(CreditRecordSchema.safeParse(creditBody({ kind: 'false', source: { evidence: '照片' } })).success).toBe(true)
  })
})
