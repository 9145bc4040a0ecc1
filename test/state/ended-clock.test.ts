import { describe, expect, it } from 'vitest'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import {
  application,
  guowang,
  inspector,
  POWER,
  shuiwu,
  surveyed,
  twoLines,
  underWorks,
  WATER,
} from '../fixtures/branch-case.ts'
import type { BranchCase } from '../fixtures/branch-case.ts'

const SOON = '2026-11-23T02:00:00.000Z'

/** How a clock stands that is started only now, its due time having been computed while all that went on. */
function started(
  the: BranchCase,
  id: string,
  kind: Deadline['kind'],
  owner = 'shuiwu',
): { metAt?: string | undefined; supersededAt?: string | undefined } {
  the.clock(id, kind, owner)
  const { metAt, supersededAt } = the.state.deadlines[id] ?? {}
  return { ...(metAt === undefined ? {} : { metAt }), ...(supersededAt === undefined ? {} : { supersededAt }) }
}

function appointed(): BranchCase {
  const the = surveyed()
  the.act('appointConnection', INTAKE, { at: SOON, lines: [POWER] })
  return the
}

describe('R-33: what was over before its due time was computed does not run on, red, for ever', () => {
  it('R-25: a service connected at once, an appointment moved, cancelled, or of a dropped service', () => {
    const connected = appointed()
    connected.act('reportConnected', guowang, { line: POWER })
    const { at } = connected
    expect(started(connected.later(1), `connection:${POWER}`, 'connection', 'guowang')).toEqual({ metAt: at })
    const moved = appointed()
    moved.act('appointConnection', INTAKE, { at: '2026-11-24T02:00:00.000Z', lines: [POWER] })
    expect(started(moved, `connection:${POWER}`, 'connection')).toEqual({ supersededAt: moved.at })
    expect(started(moved, `connection:${POWER}:2`, 'connection')).toEqual({})
    const cancelled = appointed().later(120)
    cancelled.act('cancelAppointment', INTAKE, { lines: [POWER], reason: '无人在场' })
    expect(started(cancelled, `connection:${POWER}`, 'connection')).toEqual({ supersededAt: cancelled.at })
    const dropped = appointed()
    dropped.act('dropServices', INTAKE, { lines: [POWER], reason: '不要了' })
    expect(started(dropped, `connection:${POWER}`, 'connection')).toEqual({ supersededAt: dropped.at })
  })

  it('R-19: works that were completed, dropped, or dated anew; refused ones run', () => {
    const the = underWorks()
    the.act('fileInspection', inspector, inspection(WATER))
    the.act('completeWorks', shuiwu, { line: WATER })
    const { at } = the
    expect(started(the.later(1), `works:${WATER}`, 'works')).toEqual({ metAt: at })
    the.act('acceptWorks', officer('zhujian', 'lead'), { line: WATER, passed: false, remarks: '回填不实' })
    expect(started(the, `works:${WATER}`, 'works')).toEqual({})
    the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-12-20'))
    expect(started(the, `works:${WATER}`, 'works')).toEqual({ supersededAt: the.at })
    expect(started(the, `works:${WATER}:2`, 'works')).toEqual({})
    the.act('dropServices', INTAKE, { lines: [WATER], reason: '不要了' })
    expect(started(the, `works:${WATER}:2`, 'works')).toEqual({ supersededAt: the.at })
  })

  it('R-16, R-17: a commitment that was signed, an approval that was decided, and either of a dropped service', () => {
    const signed = surveyed()
    signed.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30'))
    const { at } = signed
    expect(started(signed.later(1), 'commitment:shuiwu', 'commitment')).toEqual({ metAt: at })
    expect(started(surveyed(), 'commitment:shuiwu', 'commitment')).toEqual({})
    const applied = surveyed(['planning'])
    applied.act('applyForApprovals', shuiwu, application(['worksPlanning']))
    expect(started(applied, 'commitment:shuiwu', 'commitment')).toEqual({ metAt: applied.at })
    expect(started(applied, 'approval:shuiwu:worksPlanning:1', 'approval', 'zigui')).toEqual({})
    applied.act('decideApproval', officer('zigui'), { approval: 'shuiwu:worksPlanning:1', approved: true })
    expect(started(applied, 'approval:shuiwu:worksPlanning:1', 'approval', 'zigui')).toEqual({ metAt: applied.at })
    const dropped = surveyed(['planning'])
    dropped.act('applyForApprovals', shuiwu, application(['worksPlanning']))
    dropped.act('dropServices', INTAKE, { lines: [WATER], reason: '不要了' })
    expect(started(dropped, 'approval:shuiwu:worksPlanning:1', 'approval', 'zigui')).toEqual({
      supersededAt: dropped.at,
    })
    const before = surveyed()
    before.act('dropServices', INTAKE, { lines: [WATER], reason: '不要了' })
    expect(started(before, 'commitment:shuiwu', 'commitment')).toEqual({ supersededAt: before.at })
  })

  it('R-16: of a utility with two lines the one that is left still has its time', () => {
    const the = twoLines(['road'], ['road'])
    the.act('dropServices', INTAKE, { lines: ['catv:chutian'], reason: '不要电视' })
    expect(started(the, 'commitment:chutian', 'commitment', 'chutian')).toEqual({})
  })

  it('R-20, R-19: an order found put right or given more time, and a repair that was filed', () => {
    const the = underWorks()
    the.act('fileInspection', inspector, inspection(WATER, [1]))
    const [ORDER, FIRST] = [`${WATER}:1`, `rectification:${WATER}:1`]
    expect(started(the, FIRST, 'rectification')).toEqual({})
    the.act('requestExtension', shuiwu, { order: ORDER, dueDate: '2026-12-09', reason: '连日降雨' })
    the.act('decideExtension', inspector, { order: ORDER, granted: true })
    expect(started(the, FIRST, 'rectification')).toEqual({ supersededAt: the.at })
    expect(started(the, `${FIRST}:2`, 'rectification')).toEqual({})
    the.act('reportRectified', shuiwu, { order: ORDER, remarks: '已补设' })
    the.act('reinspect', inspector, { order: ORDER, passed: true })
    expect(started(the, `${FIRST}:2`, 'rectification')).toEqual({ metAt: the.at })
    the.act('reportEmergencyRepair', shuiwu, { line: WATER, place: '路口', what: '爆管' })
    the.act('fileEmergencyRepair', shuiwu, { repair: `${WATER}:repair:1`, report: '已补办' })
    expect(started(the, `emergencyRepair:${WATER}:repair:1`, 'emergencyRepair')).toEqual({ metAt: the.at })
  })
})
