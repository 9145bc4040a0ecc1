import { describe, expect, it } from 'vitest'
import { ACT_BODIES } from '../../domain/act/act.schema.ts'
import { APPLICANT_USER, CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { connectable } from '../fixtures/opinions.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { refusal } from '../fixtures/refusal.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import {
  BranchCase,
  CATV,
  chutian,
  guowang,
  inspector,
  NETWORK,
  office,
  POWER,
  shuiwu,
  STRANGER,
  surveyed,
  twoLines,
  underWorks,
  WATER,
} from '../fixtures/branch-case.ts'

const STOP = { deadline: 'survey', reason: 'forceMajeure' as const, note: '台风' }
const DROP = { lines: [WATER], reason: '自备水源' }
const AT = '2026-11-23T10:00:00+08:00'

function surveying(): BranchCase {
  const the = new BranchCase().atSurvey()
  the.clock('survey', 'survey', 'zhujian')
  return the
}

function appointed(): BranchCase {
  const the = surveyed()
  the.act('appointConnection', INTAKE, { at: AT })
  the.clock(`connection:${POWER}`, 'connection', 'guowang')
  return the
}

describe('stopping a clock', () => {
  it('R-35: by the office or the convener for a named reason, never by its owner, only while it runs', () => {
    const the = surveying()
    expect(the.refused('suspendClock', officer('zhujian', 'lead'), STOP)).toEqual({
      code: 'own-clock',
      field: 'deadline',
    })
    expect(the.refused('suspendClock', shuiwu, STOP).code).toBe('not-concerned')
    expect(the.refused('suspendClock', office, { ...STOP, deadline: 'survey:9' })).toEqual({
      code: 'deadline-unknown',
      field: 'deadline',
    })
    expect(ACT_BODIES.suspendClock.safeParse({ ...STOP, reason: 'tired' }).success).toBe(false)
    expect(the.refused('resumeClock', office, { deadline: 'survey' })).toEqual({
      code: 'clock-not-running',
      field: 'deadline',
    })
    the.act('suspendClock', officer('zhengshu'), STOP)
    expect(the.state.deadlines['survey']).toMatchObject({ stoppedAt: the.at, stopReason: 'forceMajeure' })
    expect(the.refused('suspendClock', officer('zhengshu'), STOP)).toEqual({
      code: 'clock-not-running',
      field: 'deadline',
    })
  })

  it('R-24, R-35: a connection stands still while the user’s own side is not ready, by name, and nothing else does', () => {
    const the = appointed()
    const stop = { deadline: `connection:${POWER}`, reason: 'userNotReady', note: '受电工程检验未过' } as const
    expect(ACT_BODIES.suspendClock.safeParse({ ...stop, deadline: 'survey' }).success).toBe(false)
    expect(the.refused('suspendClock', guowang, stop).code).toBe('own-clock')
    the.act('suspendClock', office, ACT_BODIES.suspendClock.parse(stop))
    expect(the.state.deadlines[stop.deadline]).toMatchObject({ stopReason: 'userNotReady', stoppedAt: the.at })
    the.act('resumeClock', office, { deadline: stop.deadline })
    expect(the.state.deadlines[stop.deadline]?.resumedAt).toBe(the.at)
  })

  it('R-33, R-35: not one that is passed, met, or due and only not yet marked', () => {
    const overdue = surveying().later(120)
    expect(overdue.refused('suspendClock', officer('zhengshu'), STOP).code).toBe('clock-not-running')
    const passed = surveying()
    passed.pass('survey')
    expect(passed.refused('suspendClock', officer('zhengshu'), STOP).code).toBe('clock-not-running')
    const met = appointed()
    met.act('reportConnected', guowang, { line: POWER })
    expect(met.refused('suspendClock', office, { ...STOP, deadline: `connection:${POWER}` }).code).toBe(
      'clock-not-running',
    )
  })

  it('R-35: resumed by the same two, once', () => {
    const the = surveying()
    the.act('suspendClock', officer('zhengshu'), STOP)
    expect(the.refused('resumeClock', shuiwu, { deadline: 'survey' }).code).toBe('not-concerned')
    the.later(30).act('resumeClock', office, { deadline: 'survey' })
    expect(the.state.deadlines['survey']?.resumedAt).toBe(the.at)
    expect(the.refused('resumeClock', office, { deadline: 'survey' }).code).toBe('clock-not-running')
  })

  it('R-33: work done while the clock stands is not late', () => {
    const the = appointed()
    the.act('suspendClock', office, { ...STOP, deadline: `connection:${POWER}` })
    the.later(10_000).act('reportConnected', guowang, { line: POWER })
    expect(the.events.at(-1)).toMatchObject({ type: 'serviceConnected', data: { late: false } })
  })

  it('R-35, R-37: a stopped clock of a withdrawn case can still be set going', () => {
    const the = underWorks()
    the.act('fileInspection', inspector, inspection(WATER, [1], '2026-12-01'))
    the.clock(`rectification:${WATER}:1`, 'rectification', 'shuiwu')
    the.act('suspendClock', office, { ...STOP, deadline: `rectification:${WATER}:1` })
    the.act('withdrawApplication', INTAKE, { reason: '取消' })
    the.act('resumeClock', office, { deadline: `rectification:${WATER}:1` })
  })
})

describe('a missed appointment of a case of before', () => {
  const { connection: _none, ...BEFORE } = CHIBI
  const appointed = () => {
    const the = surveyed(['road'], BEFORE)
    the.act('appointConnection', INTAKE, { at: AT })
    the.clock(`connection:${POWER}`, 'connection', 'guowang')
    return the
  }
  const missed = (by: 'user' | 'utility') => ({ line: POWER, by, note: '无人到场' })

  it('R-25: told after the agreed time, by the other side', () => {
    const the = appointed()
    expect(the.refused('reportMissedAppointment', guowang, missed('user'))).toEqual({
      code: 'wrong-stage',
      field: 'line',
    })
    the.later(61)
    expect(the.refused('reportMissedAppointment', INTAKE, missed('user'))).toEqual({
      code: 'not-concerned',
      field: 'line',
    })
    expect(the.refused('reportMissedAppointment', shuiwu, missed('user'))).toEqual({
      code: 'not-concerned',
      field: 'line',
    })
    expect(the.refused('reportMissedAppointment', guowang, missed('utility')).code).toBe('not-concerned')
    expect(the.refused('reportMissedAppointment', STRANGER, missed('utility')).code).toBe('not-concerned')
    expect(surveyed().later(61).refused('reportMissedAppointment', guowang, missed('user'))).toEqual({
      code: 'wrong-stage',
      field: 'line',
    })
  })

  it('R-25: missed by the user it is void, its clock ends, and another appointment has a clock of its own', () => {
    const the = appointed().later(61)
    the.act('reportMissedAppointment', guowang, missed('user'))
    expect(the.state.lines[POWER]).toMatchObject({ status: 'connectable', appointments: 1 })
    expect(the.state.deadlines[`connection:${POWER}`]?.supersededAt).toBe(the.at)
    expect(the.awaited()).not.toContain('reportConnected guowang')
    expect(the.refused('reportMissedAppointment', guowang, missed('user')).code).toBe('wrong-stage')
    expect(the.refused('reportConnected', guowang, { line: POWER }).code).toBe('line-not-ready')
    the.act('appointConnection', INTAKE, { at: '2026-11-24T10:00:00+08:00' })
    expect(the.state.lines[POWER]?.appointment?.number).toBe(2)
    expect(the.openTasks().find((task) => task.kind === 'reportConnected')?.deadlineId).toBe(`connection:${POWER}:2`)
  })

  it('R-25: missed by the utility the clock goes on; it is told once, and the utility does not turn it round', () => {
    const the = appointed().later(61)
    the.act('reportMissedAppointment', APPLICANT_USER, missed('utility'))
    expect(the.status(POWER)).toBe('appointed')
    expect(the.state.deadlines[`connection:${POWER}`]?.supersededAt).toBeUndefined()
    expect(the.refused('reportMissedAppointment', APPLICANT_USER, missed('utility'))).toEqual({
      code: 'already-done',
      field: 'line',
    })
    expect(the.refused('reportMissedAppointment', guowang, missed('user'))).toEqual({
      code: 'already-done',
      field: 'line',
    })
    the.act('reportConnected', guowang, { line: POWER })
  })

  it("R-38: a moved appointment takes its task's deadline along", () => {
    const the = appointed()
    the.act('appointConnection', INTAKE, { at: '2026-11-25T10:00:00+08:00' })
    the.clock(`connection:${POWER}:2`, 'connection', 'guowang')
    the.act('hasten', APPLICANT_USER, { task: the.taskOf('reportConnected', 'guowang'), note: '请尽快' })
    expect(the.state.deadlines[`connection:${POWER}:2`]?.hastenedAt).toBe(the.at)
  })
})

describe('dropping a service', () => {
  it("R-37: by the applicant's side, an open service, not the last one", () => {
    const the = surveyed()
    expect(the.refused('dropServices', STRANGER, DROP).code).toBe('not-concerned')
    expect(the.refused('dropServices', shuiwu, DROP).code).toBe('not-concerned')
    expect(the.refused('dropServices', INTAKE, { ...DROP, lines: ['gas:ranqi'] })).toEqual({
      code: 'line-unknown',
      field: 'lines.0',
    })
    expect(the.refused('dropServices', INTAKE, { ...DROP, lines: [WATER, POWER] })).toEqual({
      code: 'wrong-stage',
      field: 'lines',
    })
    expect(ACT_BODIES.dropServices.safeParse({ ...DROP, lines: [WATER, WATER] }).success).toBe(false)
    the.act('dropServices', INTAKE, DROP)
    expect(the.refused('dropServices', INTAKE, DROP)).toEqual({ code: 'already-done', field: 'lines.0' })
    expect(the.refused('dropServices', INTAKE, { ...DROP, lines: [POWER] })).toEqual({
      code: 'wrong-stage',
      field: 'lines',
    })
    const connected = appointed()
    connected.act('reportConnected', guowang, { line: POWER })
    expect(connected.refused('dropServices', INTAKE, { ...DROP, lines: [POWER] })).toEqual({
      code: 'already-done',
      field: 'lines.0',
    })
  })

  it('R-37: its utility is waited for no more, anywhere', () => {
    const the = surveying()
    expect(the.awaited()).toEqual(expect.arrayContaining(['acknowledgeReceipt shuiwu', 'fileOpinion shuiwu']))
    the.act('dropServices', APPLICANT_USER, DROP)
    expect(the.awaited().filter((task) => task.endsWith('shuiwu'))).toEqual([])
    expect(the.awaited()).toContain('fileOpinion guowang')
  })

  it('R-37: a utility with another service is still waited for; an opinion filed before does not bring the dropped one back', () => {
    const the = new BranchCase({
      network: { operators: ['chutian'], access: ['broadband'] },
      catv: { terminals: 1 },
    }).atSurvey()
    the.act('fileOpinion', chutian, {
      lines: [...(connectable(NETWORK).lines ?? []), ...(connectable(CATV).lines ?? [])],
    })
    the.act('dropServices', INTAKE, { lines: [CATV], reason: '不要电视' })
    the.closeSurvey()
    expect([the.status(NETWORK), the.status(CATV)]).toEqual(['connectable', 'withdrawn'])
    const waiting = twoLinesSurveying()
    waiting.act('dropServices', INTAKE, { lines: [CATV], reason: '不要电视' })
    expect(waiting.awaited()).toContain('fileOpinion chutian')
    waiting.act('fileOpinion', chutian, connectable(NETWORK))
  })

  it("R-33, R-37: its clocks end with it, and those of a utility's other line go on", () => {
    const the = appointed()
    the.act('dropServices', INTAKE, { lines: [POWER], reason: '取消' })
    expect(the.state.deadlines[`connection:${POWER}`]?.supersededAt).toBe(the.at)
    const two = twoLines(['road'], ['road'])
    two.clock('commitment:chutian', 'commitment', 'chutian')
    two.act('dropServices', INTAKE, { lines: [CATV], reason: '取消' })
    expect(two.state.deadlines['commitment:chutian']?.supersededAt).toBeUndefined()
    const water = surveyed()
    water.clock('commitment:shuiwu', 'commitment', 'shuiwu')
    water.act('dropServices', INTAKE, DROP)
    expect(water.state.deadlines['commitment:shuiwu']?.supersededAt).toBe(water.at)
    expect(water.awaited()).not.toContain('signCommitment shuiwu')
  })

  it('R-21, R-37: works begun are restored and their orders settled; nothing more is built', () => {
    const the = underWorks()
    the.act('fileInspection', inspector, inspection(WATER, [1], '2026-12-01'))
    the.act('dropServices', INTAKE, DROP)
    expect(the.awaited()).toEqual(expect.arrayContaining(['restoreSite shuiwu', 'rectify shuiwu']))
    expect(the.refused('completeWorks', shuiwu, { line: WATER })).toEqual({ code: 'wrong-stage', field: 'line' })
    expect(the.refused('fileDesign', shuiwu, { line: WATER, title: '改', summary: '略' })).toEqual({
      code: 'wrong-stage',
      field: 'line',
    })
    expect(the.refused('signCommitment', shuiwu, commitment('2026-11-23', '2026-12-10')).code).toBe('no-outer-works')
    expect(the.refused('appointConnection', INTAKE, { at: AT, lines: [WATER] })).toEqual({
      code: 'wrong-stage',
      field: 'lines.0',
    })
    the.act('reportRestored', shuiwu, { line: WATER })
    the.act('confirmRestoration', officer('chengguan'), { line: WATER })
    the.act('reportRectified', shuiwu, { order: `${WATER}:1`, remarks: '已清场' })
    the.act('reinspect', inspector, { order: `${WATER}:1`, passed: true })
    expect(the.awaited().filter((task) => !task.startsWith('ack'))).toEqual([])
  })

  it('R-19, R-37: works not begun leave nothing: no restoration, no inspection, no hand-over', () => {
    const the = surveyed()
    the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-12-10'))
    the.act('fileConstructionPlan', shuiwu, { line: WATER, title: '方案', summary: '略', nearbyOwners: ['ranqi'] })
    the.act('dropServices', INTAKE, DROP)
    expect(the.refused('signHandover', officer('ranqi'), { line: WATER, positions: '略', signer: '刘工' })).toEqual({
      code: 'wrong-stage',
      field: 'line',
    })
    expect(the.refused('fileInspection', inspector, inspection(WATER))).toEqual({ code: 'wrong-stage', field: 'line' })
    expect(the.refused('reportRestored', shuiwu, { line: WATER })).toEqual({ code: 'wrong-stage', field: 'line' })
    expect(the.awaited().filter((task) => !task.startsWith('ack'))).toEqual([])
  })
})

describe('withdrawal with works begun', () => {
  it('R-37: restoration, orders and repairs are still settled, their tasks passed on and hastened; nothing else', () => {
    const the = underWorks(['road'], ['ranqi'])
    the.act('reportEmergencyRepair', shuiwu, { line: WATER, place: '北门', what: '渗漏' })
    the.act('fileInspection', inspector, inspection(WATER, [1], '2026-12-01'))
    the.act('withdrawApplication', INTAKE, { reason: '项目取消' })
    expect(the.awaited().toSorted()).toEqual(['fileEmergencyRepair shuiwu', 'rectify shuiwu', 'restoreSite shuiwu'])
    the.act('hasten', CLERK, { task: the.taskOf('restoreSite', 'shuiwu'), note: '恢复路面' })
    the.act('reassignTask', shuiwu, { task: the.taskOf('restoreSite', 'shuiwu'), person: '陈工' })
    the.act('requestExtension', shuiwu, { order: `${WATER}:1`, dueDate: '2026-12-08', reason: '降雨' })
    the.act('decideExtension', inspector, { order: `${WATER}:1`, granted: true })
    expect(the.refused('completeWorks', shuiwu, { line: WATER }).code).toBe('application-closed')
    expect(the.refused('dropServices', INTAKE, DROP).code).toBe('application-closed')
    expect(the.refused('fileInspection', inspector, inspection(WATER)).code).toBe('application-closed')
    the.record({ type: 'applicationClosed', rule: 'R-26', data: { outcome: 'withdrawn' } })
    expect(the.refused('reportRestored', shuiwu, { line: WATER }).code).toBe('application-closed')
    expect(the.awaited()).toEqual([])
  })
})

describe('haste and passing on', () => {
  it('R-38: anyone concerned asks for haste on an open task; its deadline turns yellow, nobody outside may', () => {
    const the = surveying()
    const task = the.taskOf('fileOpinion', 'shuiwu')
    const haste = { task, note: '请尽快出具意见' }
    expect(the.refused('hasten', STRANGER, haste).code).toBe('not-concerned')
    expect(the.refused('hasten', officer('mobile'), haste).code).toBe('not-concerned')
    expect(the.refused('hasten', INTAKE, { ...haste, task: 'x' })).toEqual({ code: 'task-unknown', field: 'task' })
    for (const actor of [APPLICANT_USER, INTAKE, CLERK, office, guowang]) the.act('hasten', actor, haste)
    expect(the.state.deadlines['fileOpinion:shuiwu']?.hastenedAt).toBe(the.at)
    expect(the.state.deadlines['survey']?.hastenedAt).toBeUndefined()
    expect(the.events.at(-1)).toMatchObject({ data: { org: 'shuiwu', deadline: 'fileOpinion:shuiwu' } })
    the.act('fileOpinion', shuiwu, connectable(WATER))
    expect(the.refused('hasten', INTAKE, haste)).toEqual({ code: 'task-unknown', field: 'task' })
  })

  it('R-38: in a case that an applicant registered himself another applicant is a stranger', () => {
    const the = new PureCase(applicationInput(undefined, { registeredBy: APPLICANT_USER })).atSurvey()
    const task = Object.values(the.state.tasks)[0]?.id ?? ''
    expect(refusal(() => the.act('hasten', STRANGER, { task, note: '快' })).code).toBe('not-concerned')
    the.act('hasten', APPLICANT_USER, { task, note: '快' })
  })

  it('R-38: a task is passed on by its own organisation, and keeps its person', () => {
    const the = surveying()
    const task = the.taskOf('fileOpinion', 'shuiwu')
    expect(the.refused('reassignTask', guowang, { task, person: '李工' })).toEqual({
      code: 'not-concerned',
      field: 'task',
    })
    the.act('reassignTask', shuiwu, { task, person: '李工' })
    the.act('fileOpinion', guowang, connectable(POWER))
    expect(the.state.tasks[task]).toMatchObject({ person: '李工', org: 'shuiwu' })
    the.act('fileOpinion', shuiwu, connectable(WATER))
    expect(the.refused('reassignTask', shuiwu, { task, person: '王工' })).toEqual({
      code: 'task-unknown',
      field: 'task',
    })
  })
})

function twoLinesSurveying(): BranchCase {
  return new BranchCase({
    network: { operators: ['chutian'], access: ['broadband'] },
    catv: { terminals: 1 },
  }).atSurvey()
}
