import { describe, expect, it } from 'vitest'
import {
  caseOfLaterInspection,
  laterInspectionId,
  laterInspectionOf,
  laterOrderId,
} from '../../domain/later-inspection/later-inspection.ts'
import { findingOf } from '../../workflows/application/core/supervision.ts'
import { LATER_INSPECTION } from '../../workflows/later-inspection/core/acts.ts'
import { officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { laterInspectionInput } from '../fixtures/matters.ts'
import { PureMatter } from '../fixtures/pure-matter.ts'
import { refusal } from '../fixtures/refusal.ts'
import { inspection } from '../fixtures/works.ts'
import { guowang, inspector, POWER, shuiwu, underWorks, WATER } from '../fixtures/branch-case.ts'

const KEY = '0123456789abcdef'
const ORDER = laterOrderId(WATER, KEY)
const origin = { keyHash: 'k', bodyHash: 'b' }

function filed(passed: boolean) {
  const { finding } = laterInspectionInput('inspection:1', passed ? undefined : { id: ORDER, dueDate: '2026-12-01' })
  const the = new PureMatter(
    LATER_INSPECTION,
    laterInspectionId(finding.serviceNumber, KEY),
    {
      type: 'laterInspectionFiled',
      rule: 'R-20',
      data: { city: 'chibi', policyHash: 'p', origin, hours: CHIBI.hours, ...finding },
    },
    inspector,
  )
  if (!passed) {
    the.record(
      {
        type: 'rectificationOrdered',
        rule: 'R-20',
        data: {
          order: ORDER,
          line: WATER,
          org: 'chengguan',
          utility: 'shuiwu',
          requirement: '重新恢复',
          dueDate: '2026-12-01',
          promises: [4],
        },
      },
      inspector,
    )
    the.clock({ id: `rectification:${ORDER}`, kind: 'rectification', owner: 'shuiwu' }, '2026-12-01T09:30:00.000Z')
  }
  return the
}

describe('an inspection after the case', () => {
  it('R-20: passed, it waits for nobody; what it found and the commitment that it refers to are kept', () => {
    const { state } = filed(true)
    expect(state).toMatchObject({
      status: 'passed',
      awaited: [],
      concerned: ['chengguan', 'shuiwu'],
      commitment: { version: 1, approvals: ['roadExcavation'] },
    })
    expect(state.checklist.map(({ promise, kept }) => [promise, kept])).toEqual([
      [1, true],
      [2, true],
      [3, true],
      [4, true],
    ])
  })

  it('R-20: ordered, reported by the utility, re-inspected by the authority that ordered; not passed, it is open again', () => {
    const the = filed(false)
    expect(the.state).toMatchObject({ status: 'rectifying', awaited: ['shuiwu'], order: { promises: [4], version: 1 } })
    expect(refusal(() => the.act('reportRectified', guowang, { order: ORDER, remarks: '?' }))).toEqual({
      code: 'not-concerned',
      field: 'order',
    })
    expect(refusal(() => the.act('reinspect', inspector, { order: ORDER, passed: true }))).toEqual({
      code: 'wrong-stage',
      field: 'order',
    })
    expect(refusal(() => the.act('reportRectified', shuiwu, { order: `${WATER}:1`, remarks: '?' }))).toEqual({
      code: 'order-unknown',
      field: 'order',
    })
    the.act('reportRectified', shuiwu, { order: ORDER, remarks: '已重新铺装' })
    expect(the.state).toMatchObject({ status: 'reported', awaited: ['chengguan'] })
    expect(refusal(() => the.act('reportRectified', shuiwu, { order: ORDER, remarks: '再报' }))).toEqual({
      code: 'already-done',
      field: 'order',
    })
    expect(refusal(() => the.act('reinspect', officer('zigui', 'inspector'), { order: ORDER, passed: true }))).toEqual({
      code: 'not-concerned',
      field: 'order',
    })
    the.act('reinspect', inspector, { order: ORDER, passed: false, evidence: '仍有沉降' })
    expect(the.state).toMatchObject({
      status: 'rectifying',
      awaited: ['shuiwu'],
      reinspections: [{ passed: false, evidence: '仍有沉降' }],
    })
    the.act('reportRectified', shuiwu, { order: ORDER, remarks: '返工' })
    the.act('reinspect', inspector, { order: ORDER, passed: true })
    expect(the.state).toMatchObject({
      status: 'rectified',
      awaited: [],
      deadlines: { [`rectification:${ORDER}`]: { metAt: the.at } },
    })
    expect(refusal(() => the.act('reinspect', inspector, { order: ORDER, passed: true }))).toEqual({
      code: 'already-done',
      field: 'order',
    })
  })

  it('R-20: more time is asked for and decided as in a case; not after the order has passed', () => {
    const the = filed(false)
    const wish = { order: ORDER, dueDate: '2026-12-11', reason: '雨天' }
    expect(refusal(() => the.act('requestExtension', guowang, wish)).code).toBe('not-concerned')
    expect(refusal(() => the.act('requestExtension', shuiwu, { ...wish, dueDate: '2026-12-01' }))).toEqual({
      code: 'date-too-early',
      field: 'dueDate',
    })
    expect(refusal(() => the.act('requestExtension', shuiwu, { ...wish, dueDate: '2040-01-02' }))).toEqual({
      code: 'calendar-year-unknown',
      field: 'dueDate',
    })
    expect(refusal(() => the.act('decideExtension', inspector, { order: ORDER, granted: true })).code).toBe(
      'wrong-stage',
    )
    the.act('requestExtension', shuiwu, wish)
    expect(the.state.awaited).toEqual(['shuiwu', 'chengguan'])
    the.act('decideExtension', inspector, { order: ORDER, granted: true })
    expect(the.state).toMatchObject({
      order: { dueDate: '2026-12-11', version: 2 },
      awaited: ['shuiwu'],
      deadlines: { [`rectification:${ORDER}`]: { supersededAt: the.at } },
    })
    the.clock({ id: `rectification:${ORDER}:2`, kind: 'rectification', owner: 'shuiwu' }, '2026-12-11T09:30:00.000Z')
    the.record({
      type: 'deadlinePassed',
      rule: 'R-33',
      data: { deadline: `rectification:${ORDER}:2`, owner: 'shuiwu' },
    })
    expect(refusal(() => the.act('requestExtension', shuiwu, { ...wish, dueDate: '2026-12-21' })).code).toBe(
      'wrong-stage',
    )
  })

  it('R-20, R-29: a broken promise is told to the office, and still put right', () => {
    const the = filed(false)
    the.record({
      type: 'promiseBroken',
      rule: 'R-20',
      data: { org: 'shuiwu', order: ORDER, promises: [4], creditRecord: `credit:x:${ORDER}`, office: 'office' },
    })
    expect(the.state).toMatchObject({
      concerned: ['chengguan', 'office', 'shuiwu'],
      awaited: ['shuiwu'],
      order: { brokenAt: the.at, creditRecord: `credit:x:${ORDER}` },
    })
    the.act('reportRectified', shuiwu, { order: ORDER, remarks: '已改' })
    the.act('reinspect', inspector, { order: ORDER, passed: true })
    expect(the.state.status).toBe('rectified')
  })
})

describe('what a closed case says of it', () => {
  const command = (
    actor = inspector,
    line: Parameters<typeof inspection>[0] = WATER,
    broken: number[] = [4],
    dueDate?: string,
  ) => ({
    type: 'fileInspection' as const,
    actor,
    at: '2026-11-23T01:00:00.000Z',
    body: inspection(line, broken, dueDate),
  })

  it('R-20: by the authorities that might inspect in the case, of outer works that were begun, with a date that is not past', () => {
    const { state } = underWorks()
    expect(findingOf(state, command(), CHIBI)).toMatchObject({
      line: WATER,
      org: 'chengguan',
      utility: 'shuiwu',
      passed: false,
      commitment: { version: 1, approvals: ['roadExcavation'] },
      side: { applicant: 'hubei-user-7' },
    })
    expect(refusal(() => findingOf(state, command(officer('shuiwu', 'lead')), CHIBI)).code).toBe('not-concerned')
    expect(refusal(() => findingOf(state, command(inspector, POWER), CHIBI))).toEqual({
      code: 'no-outer-works',
      field: 'line',
    })
    expect(refusal(() => findingOf(state, command(inspector, 'gas:ranqi'), CHIBI))).toEqual({
      code: 'line-unknown',
      field: 'line',
    })
    expect(refusal(() => findingOf(state, command(inspector, WATER, [4], '2026-11-22'), CHIBI))).toEqual({
      code: 'date-past',
      field: 'order.dueDate',
    })
  })

  it("R-20: an order names its inspection; a case's own does not", () => {
    expect(laterInspectionOf('CB-20261123-00001-0', ORDER)).toBe(`inspection:CB-20261123-00001-0:${KEY}`)
    expect(caseOfLaterInspection(laterInspectionId('CB-20261123-00001-0', KEY))).toBe('CB-20261123-00001-0')
    for (const order of [`${WATER}:1`, `${WATER}:later:1`, ':later:', `${ORDER}:2`])
      expect(laterInspectionOf('CB-1', order)).toBeUndefined()
  })
})
