import { describe, expect, it } from 'vitest'
import { lightOf } from '../../domain/clocks/deadline.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { connectable, needsOuterWorks } from '../fixtures/opinions.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import { application, BranchCase, guowang, inspector, office, POWER, shuiwu, WATER } from '../fixtures/branch-case.ts'

const GAS = 'gas:ranqi' as const
const ORDER = `${WATER}:1`
const CLOCKS = [
  'registration',
  'survey',
  'commitment:ranqi',
  'approval:ranqi:worksPlanning:1',
  `works:${WATER}`,
  `connection:${POWER}`,
  `rectification:${ORDER}`,
  `emergencyRepair:${WATER}:repair:1`,
]

/** Water is being built with an order and a repair open, gas waits for its approval, power for its connection. */
function everywhere(): BranchCase {
  const the = new BranchCase({
    water: { business: 'new', tonsPerDay: 9 },
    power: { business: 'new', kilovoltAmperes: 1 },
    gas: { business: 'new', use: 'domestic', cubicMetresPerDay: 3 },
  })
  the.clock('registration', 'registration', 'window')
  the.atSurvey().clock('survey', 'survey', 'zhujian')
  the.act('fileOpinion', shuiwu, needsOuterWorks(WATER))
  the.act('fileOpinion', guowang, connectable(POWER))
  the.act('fileOpinion', officer('ranqi'), needsOuterWorks(GAS, ['planning']))
  for (const org of ['zigui', 'chengguan']) the.act('fileOpinion', officer(org), { remarks: '无意见' })
  the.closeSurvey()
  the.clock('commitment:ranqi', 'commitment', 'ranqi')
  the.act('applyForApprovals', officer('ranqi'), application(['worksPlanning']))
  the.clock('approval:ranqi:worksPlanning:1', 'approval', 'zigui')
  the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30'))
  the.clock(`works:${WATER}`, 'works', 'shuiwu')
  the.act('fileDesign', shuiwu, { line: WATER, title: '设计', summary: '略' })
  the.act('fileConstructionPlan', shuiwu, { line: WATER, title: '方案', summary: '略', nearbyOwners: [] })
  the.act('startWorks', shuiwu, { line: WATER })
  the.act('fileInspection', inspector, inspection(WATER, [1]))
  the.clock(`rectification:${ORDER}`, 'rectification', 'shuiwu')
  the.act('reportEmergencyRepair', shuiwu, { line: WATER, place: '北门', what: '渗漏' })
  the.clock(`emergencyRepair:${WATER}:repair:1`, 'emergencyRepair', 'shuiwu')
  the.act('appointConnection', INTAKE, { at: '2026-11-23T10:00:00+08:00', lines: [POWER] })
  the.clock(`connection:${POWER}`, 'connection', 'guowang')
  return the
}

const withdraw = (the: BranchCase) => {
  the.act('withdrawApplication', INTAKE, { reason: '项目取消' })
}
const marksOf = (the: BranchCase) =>
  CLOCKS.map((id) => {
    const { metAt, supersededAt } = the.state.deadlines[id] ?? {}
    return [id, metAt === undefined ? (supersededAt === undefined ? 'runs' : 'superseded') : 'met']
  })

describe('the clocks of a withdrawn case', () => {
  it('R-33, R-37: end with it, but for the orders and repairs that are wound up; what was met stays met', () => {
    const the = everywhere()
    withdraw(the.later(10))
    expect(marksOf(the)).toEqual([
      ['registration', 'met'],
      ['survey', 'met'],
      ['commitment:ranqi', 'met'],
      ['approval:ranqi:worksPlanning:1', 'superseded'],
      [`works:${WATER}`, 'superseded'],
      [`connection:${POWER}`, 'superseded'],
      [`rectification:${ORDER}`, 'runs'],
      [`emergencyRepair:${WATER}:repair:1`, 'runs'],
    ])
    expect(the.state.deadlines[`works:${WATER}`]?.supersededAt).toBe(the.at)
    the.act('reportRectified', shuiwu, { order: ORDER, remarks: '已清场' })
    the.act('reinspect', inspector, { order: ORDER, passed: true })
    the.act('fileEmergencyRepair', shuiwu, { repair: `${WATER}:repair:1`, report: '已修复' })
    expect(marksOf(the).filter(([, mark]) => mark === 'runs')).toEqual([])
  })

  it('R-33: red stays red, green does not turn red any more', () => {
    const the = everywhere()
    the.pass(`connection:${POWER}`)
    withdraw(the.later(10))
    const lightIn = (id: string) =>
      lightOf(
        the.state.deadlines[id] ??
          (() => {
            throw new Error(id)
          })(),
        '2027-11-23T01:00:00.000Z',
      )
    expect([lightIn(`connection:${POWER}`), lightIn(`works:${WATER}`)]).toEqual(['red', 'green'])
  })

  it('R-35: nobody stops or resumes what has ended', () => {
    const the = everywhere()
    the.act('suspendClock', office, { deadline: `connection:${POWER}`, reason: 'forceMajeure', note: '台风' })
    withdraw(the)
    expect(the.refused('resumeClock', office, { deadline: `connection:${POWER}` })).toEqual({
      code: 'clock-not-running',
      field: 'deadline',
    })
    expect(
      the.refused('suspendClock', office, { deadline: `works:${WATER}`, reason: 'forceMajeure', note: '台风' }),
    ).toEqual({ code: 'clock-not-running', field: 'deadline' })
  })

  it('R-37: a due time that comes when the case is withdrawn already runs for what is wound up only', () => {
    const the = everywhere()
    withdraw(the)
    the.clock(`works:${WATER}:2`, 'works', 'shuiwu')
    the.clock(`rectification:${ORDER}:2`, 'rectification', 'shuiwu')
    expect([
      the.state.deadlines[`works:${WATER}:2`]?.supersededAt,
      the.state.deadlines[`rectification:${ORDER}:2`]?.supersededAt,
    ]).toEqual([the.at, undefined])
  })
})
