import { describe, expect, it } from 'vitest'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { inspection } from '../fixtures/works.ts'
import { guowang, inspector, shuiwu, surveyed, underWorks, WATER } from '../fixtures/branch-case.ts'
import type { BranchCase } from '../fixtures/branch-case.ts'

const ORDER = `${WATER}:1`
const REQUEST = { order: ORDER, dueDate: '2026-12-08', reason: '连日降雨' }
const REPAIR = { line: WATER, place: '河北大道 12 号', what: '挖破燃气支管' }

function ordered(): BranchCase {
  const the = underWorks(['road'], ['ranqi'])
  the.act('fileInspection', inspector, inspection(WATER, [1, 2], '2026-12-01'))
  the.clock(`rectification:${ORDER}`, 'rectification', 'shuiwu')
  return the
}

describe('extension of a rectification order', () => {
  it('R-20: asked by the utility that was ordered, for a later day, one at a time', () => {
    const the = ordered()
    expect(the.refused('requestExtension', guowang, REQUEST)).toEqual({ code: 'not-concerned', field: 'order' })
    expect(the.refused('requestExtension', shuiwu, { ...REQUEST, order: 'water:shuiwu:9' })).toEqual({
      code: 'order-unknown',
      field: 'order',
    })
    expect(the.refused('requestExtension', shuiwu, { ...REQUEST, dueDate: '2026-12-01' })).toEqual({
      code: 'date-too-early',
      field: 'dueDate',
    })
    expect(the.refused('requestExtension', shuiwu, { ...REQUEST, dueDate: '2199-12-01' })).toEqual({
      code: 'calendar-year-unknown',
      field: 'dueDate',
    })
    the.act('requestExtension', shuiwu, REQUEST)
    expect(the.awaited()).toContain('decideExtension chengguan')
    expect(the.refused('requestExtension', shuiwu, REQUEST).code).toBe('already-done')
  })

  it('R-20: granted by the authority that ordered: another date, and a deadline of its own', () => {
    const the = ordered()
    expect(the.refused('decideExtension', inspector, { order: ORDER, granted: true }).code).toBe('wrong-stage')
    the.act('requestExtension', shuiwu, REQUEST)
    expect(the.refused('decideExtension', officer('zhujian', 'inspector'), { order: ORDER, granted: true })).toEqual({
      code: 'not-concerned',
      field: 'order',
    })
    the.act('decideExtension', inspector, { order: ORDER, granted: true })
    expect(the.state.orders[ORDER]).toMatchObject({ dueDate: '2026-12-08', version: 2 })
    expect(the.state.deadlines[`rectification:${ORDER}`]?.supersededAt).toBe(the.at)
    expect(the.openTasks().find((task) => task.kind === 'rectify')?.deadlineId).toBe(`rectification:${ORDER}:2`)
    expect(the.awaited()).not.toContain('decideExtension chengguan')
    expect(the.refused('decideExtension', inspector, { order: ORDER, granted: true }).code).toBe('wrong-stage')
  })

  it('R-20: refused, the date stands, and the utility may ask again', () => {
    const the = ordered()
    the.act('requestExtension', shuiwu, REQUEST)
    the.act('decideExtension', inspector, { order: ORDER, granted: false, reason: '不属不可抗力' })
    expect(the.state.orders[ORDER]).toMatchObject({ dueDate: '2026-12-01', version: 1 })
    expect(the.state.deadlines[`rectification:${ORDER}`]?.supersededAt).toBeUndefined()
    the.act('requestExtension', shuiwu, REQUEST)
  })

  it('R-20: too late once the date has passed, for asking and for deciding, and no longer awaited', () => {
    const the = ordered()
    the.act('requestExtension', shuiwu, REQUEST)
    the.pass(`rectification:${ORDER}`)
    expect(the.refused('decideExtension', inspector, { order: ORDER, granted: true })).toEqual({
      code: 'wrong-stage',
      field: 'order',
    })
    broken(the)
    expect(the.awaited()).not.toContain('decideExtension chengguan')
    const other = ordered()
    other.pass(`rectification:${ORDER}`)
    expect(other.refused('requestExtension', shuiwu, REQUEST)).toEqual({ code: 'wrong-stage', field: 'order' })
  })

  it('R-20: of an order that is closed: refused', () => {
    const the = ordered()
    the.act('reportRectified', shuiwu, { order: ORDER, remarks: '已改' })
    the.act('reinspect', inspector, { order: ORDER, passed: true })
    expect(the.refused('requestExtension', shuiwu, REQUEST).code).toBe('already-done')
  })
})

describe('a missed order', () => {
  it('R-20: breaks the promises that it named and no other; mending it later leaves them broken', () => {
    const the = ordered()
    the.pass(`rectification:${ORDER}`)
    broken(the)
    const rows = () =>
      the.state.commitments['shuiwu']?.promises.filter((row) => row.brokenAt !== undefined).map((row) => row.number)
    expect(rows()).toEqual([1, 2])
    expect(the.state.orders[ORDER]).toMatchObject({ brokenAt: the.at, creditRecord: 'credit:x' })
    the.act('reportRectified', shuiwu, { order: ORDER, remarks: '已改' })
    the.act('reinspect', inspector, { order: ORDER, passed: true })
    expect(rows()).toEqual([1, 2])
    the.act('completeWorks', shuiwu, { line: WATER })
  })
})

describe('emergency repair', () => {
  it('R-19: told by who works there or owns a pipeline nearby, once works have begun; each repair for itself', () => {
    const before = surveyed()
    expect(before.refused('reportEmergencyRepair', shuiwu, REPAIR)).toEqual({ code: 'wrong-stage', field: 'line' })
    const the = underWorks(['road'], ['ranqi'])
    expect(the.refused('reportEmergencyRepair', guowang, REPAIR)).toEqual({ code: 'not-concerned', field: 'line' })
    expect(the.refused('reportEmergencyRepair', shuiwu, { ...REPAIR, line: 'gas:ranqi' })).toEqual({
      code: 'line-unknown',
      field: 'line',
    })
    the.act('reportEmergencyRepair', officer('ranqi'), REPAIR)
    the.act('reportEmergencyRepair', shuiwu, REPAIR)
    expect(Object.keys(the.state.repairs)).toEqual([`${WATER}:repair:1`, `${WATER}:repair:2`])
    expect(the.awaited()).toEqual(expect.arrayContaining(['fileEmergencyRepair ranqi', 'fileEmergencyRepair shuiwu']))
  })

  it('R-19: filed by who repaired, once, however late', () => {
    const the = underWorks(['road'], ['ranqi'])
    the.act('reportEmergencyRepair', officer('ranqi'), REPAIR)
    const filing = { repair: `${WATER}:repair:1`, report: '已更换 3 米' }
    the.clock(`emergencyRepair:${filing.repair}`, 'emergencyRepair', 'ranqi')
    expect(the.refused('fileEmergencyRepair', shuiwu, filing)).toEqual({ code: 'not-concerned', field: 'repair' })
    expect(the.refused('fileEmergencyRepair', officer('ranqi'), { ...filing, repair: 'x' })).toEqual({
      code: 'repair-unknown',
      field: 'repair',
    })
    the.later(2_000).pass(`emergencyRepair:${filing.repair}`)
    the.act('fileEmergencyRepair', officer('ranqi'), filing)
    expect(the.refused('fileEmergencyRepair', officer('ranqi'), filing)).toEqual({
      code: 'already-done',
      field: 'repair',
    })
    expect(the.awaited()).not.toContain('fileEmergencyRepair ranqi')
  })

  it('R-19, R-37: a withdrawn case still takes the filing, and a finished line no new repair', () => {
    const the = underWorks(['traffic'], ['ranqi'], ['roadTraffic'])
    the.act('reportEmergencyRepair', officer('ranqi'), REPAIR)
    the.act('dropServices', INTAKE, { lines: [WATER], reason: '取消' })
    the.act('fileEmergencyRepair', officer('ranqi'), { repair: `${WATER}:repair:1`, report: '已更换' })
    expect(the.refused('reportEmergencyRepair', officer('ranqi'), REPAIR)).toEqual({
      code: 'wrong-stage',
      field: 'line',
    })
    const withdrawn = underWorks(['road'], ['ranqi'])
    withdrawn.act('reportEmergencyRepair', officer('ranqi'), REPAIR)
    withdrawn.act('withdrawApplication', INTAKE, { reason: '取消' })
    expect(withdrawn.refused('reportEmergencyRepair', officer('ranqi'), REPAIR).code).toBe('application-closed')
    withdrawn.act('fileEmergencyRepair', officer('ranqi'), { repair: `${WATER}:repair:1`, report: '已更换' })
  })
})

function broken(the: BranchCase): void {
  the.record({
    type: 'promiseBroken',
    rule: 'R-20',
    data: { org: 'shuiwu', order: ORDER, promises: [1, 2], creditRecord: 'credit:x', office: 'office' },
  })
}
