import { describe, expect, it } from 'vitest'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { BranchCase, guowang, office, POWER, shuiwu, WATER } from '../fixtures/branch-case.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { connectable, needsOuterWorks } from '../fixtures/opinions.ts'
import { conveningOf, isToBeProposed } from '../../workflows/application/core/letter.ts'
import { visitToDateBy } from '../../workflows/application/core/opinion-clocks.ts'
import { runningTaskClocks } from '../../workflows/application/core/task-clocks.ts'

const lead = officer('zhujian', 'lead')
const NO_OBJECTION = { remarks: '无意见' }

function spoken(): BranchCase {
  const the = new BranchCase().atSurvey()
  the.clock('survey', 'survey', 'zhujian')
  for (const org of ['zigui', 'chengguan']) the.act('fileOpinion', officer(org), NO_OBJECTION)
  return the
}

describe('the result of a line', () => {
  it('R-14: stands as soon as its own parties have spoken, and its user appoints it without waiting for the others', () => {
    const the = new BranchCase().atSurvey()
    the.clock('survey', 'survey', 'zhujian')
    the.act('fileOpinion', shuiwu, connectable(WATER))
    the.act('fileOpinion', officer('zigui'), NO_OBJECTION)
    expect([the.status(WATER), the.events.at(-1)?.type]).toEqual(['surveying', 'opinionFiled'])
    const appoint = { at: '2026-11-24T10:00:00+08:00' }
    expect(the.refused('appointConnection', INTAKE, appoint).code).toBe('wrong-stage')
    the.later(1).act('fileOpinion', officer('chengguan'), NO_OBJECTION)
    expect(the.events.at(-1)).toMatchObject({
      type: 'lineResultStood',
      rule: 'R-14',
      data: { lines: [{ line: WATER, result: 'connectable' }] },
    })
    expect([the.status(WATER), the.state.lines[WATER]?.resultAt, the.status(POWER)]).toEqual([
      'connectable',
      the.at,
      'surveying',
    ])
    expect(the.refused('appointConnection', INTAKE, { ...appoint, lines: [POWER] }).code).toBe('line-not-ready')
    the.act('appointConnection', INTAKE, appoint)
    expect([the.status(WATER), the.state.survey?.closedAt]).toEqual(['appointed', undefined])
    the.closeSurvey(['guowang'])
    expect([the.status(WATER), the.status(POWER)]).toEqual(['appointed', 'awaitingOpinion'])
  })

  it('R-14, R-16: outer works go their way; what stands is not corrected, nor overwritten by the joint record', () => {
    const the = spoken()
    the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, ['road']))
    expect(the.awaited()).toContain('signCommitment shuiwu')
    expect(the.refused('fileOpinion', shuiwu, connectable(WATER)).code).toBe('survey-closed')
    const record = { opinions: [{ org: 'shuiwu', opinion: connectable(WATER) }] }
    expect(the.refused('fileJointRecord', lead, record).code).toBe('already-done')
    the.act('fileOpinion', guowang, connectable(POWER))
    expect(the.events.at(-1)?.type).toBe('opinionFiled')
    the.closeSurvey()
    expect([the.status(WATER), the.status(POWER)]).toEqual(['outerWorks', 'connectable'])
  })

  it('R-14: a joint record makes the results of whom it speaks for stand, once', () => {
    const the = spoken()
    the.act('fileJointRecord', lead, { opinions: [{ org: 'shuiwu', opinion: connectable(WATER) }] })
    expect(the.events.map(({ type }) => type).filter((type) => type === 'lineResultStood')).toHaveLength(1)
  })
})

describe('the letter', () => {
  const VISIT = '2026-11-24T01:00:00.000Z'
  const proposed = (date?: string) => {
    const the = new BranchCase()
    the.record({ type: 'demandAccepted', rule: 'R-03', data: { how: 'complete' } })
    the.record({ type: 'demandPushed', rule: 'R-03', data: { recipients: [] } })
    const data = { parties: Object.keys(the.state.parties), opinionRequired: [], visitAt: VISIT }
    the.record({ type: 'surveyProposed', rule: 'R-11', data: { ...data, ...(date === undefined ? {} : { date }) } })
    return the
  }

  it('R-11: parties and hour are proposed; who convenes may change them until it is sent, and then the hour only', () => {
    const the = proposed()
    expect(the.awaited()).toContain('conveneSurvey zhujian')
    expect(the.refused('conveneSurvey', lead, { parties: ['zigui'] })).toEqual({
      code: 'validation-failed',
      field: 'parties',
    })
    expect(the.refused('conveneSurvey', lead, { parties: ['zigui', 'chengguan', 'shuiwu'] })).toEqual({
      code: 'not-concerned',
      field: 'parties.2',
    })
    const parties = ['zigui', 'chengguan', 'fagai']
    the.act('conveneSurvey', lead, { at: '2026-11-24T10:00:00+08:00', parties })
    expect(the.events.at(-1)).toMatchObject({
      type: 'surveyConvened',
      data: {
        how: 'changed',
        visitAt: '2026-11-24T02:00:00.000Z',
        added: ['fagai'],
        excused: ['zhengshu', 'zhujian', 'kejing', 'jiaotong'],
      },
    })
    expect(the.state.survey).toMatchObject({ letterAt: the.at, visitAt: '2026-11-24T02:00:00.000Z' })
    expect(the.state.survey?.proposal).toBeUndefined()
    expect(the.awaited()).toContain('acknowledgeReceipt fagai')
    expect(the.state.parties['jiaotong']).toMatchObject({ excused: true })
    expect(the.awaited()).not.toContain('conveneSurvey zhujian')
    expect(the.refused('conveneSurvey', lead, {}).code).toBe('already-done')
    the.act('scheduleSurvey', lead, { at: '2026-11-24T11:00:00+08:00' })
    expect(the.events.at(-1)?.type).toBe('surveyScheduled')
  })

  it('R-11: as proposed where nothing is changed; with another hour by the act for hours', () => {
    const the = proposed()
    the.act('conveneSurvey', lead, {})
    expect(the.events.at(-1)?.data).toMatchObject({ how: 'proposed', visitAt: VISIT })
    const other = proposed()
    other.act('scheduleSurvey', lead, { at: '2026-11-24T11:00:00+08:00' })
    expect(other.events.at(-1)).toMatchObject({ type: 'surveyConvened', data: { how: 'changed' } })
  })

  it('R-11: silence meets nobody’s clock; the letter takes away what was awaited', () => {
    const the = proposed()
    the.clock('conveneSurvey:zhujian', 'conveneSurvey', 'zhujian')
    the.record({ type: 'surveyConvened', rule: 'R-11', data: conveningOf(the.state, { how: 'silence' }) })
    expect(the.state.deadlines['conveneSurvey:zhujian']).toMatchObject({ supersededAt: the.at })
    expect(the.state.survey?.visitAt).toBe(VISIT)
  })

  it('R-11, R-12: another day that the user books is proposed anew, and makes the letter void', () => {
    const the = proposed('2026-11-24')
    expect(isToBeProposed(the.state)).toBe(false)
    the.act('conveneSurvey', lead, {})
    the.act('bookSurvey', INTAKE, { date: '2026-12-01' })
    expect([isToBeProposed(the.state), the.state.survey?.visitAt, the.state.survey?.letterAt]).toEqual([
      true,
      undefined,
      undefined,
    ])
    const data = { parties: Object.keys(the.state.parties), opinionRequired: [], visitAt: '2026-12-01T01:00:00.000Z' }
    the.record({ type: 'surveyProposed', rule: 'R-11', data })
    the.act('declareUnavailable', officer('jiaotong'), { from: the.at, to: '2026-12-02T01:00:00.000Z' })
    const visit = { at: '2026-12-01T14:30:00+08:00' }
    expect(the.refused('conveneSurvey', lead, visit)).toEqual({ code: 'visit-time-unsuitable', field: 'at' })
    the.act('conveneSurvey', lead, { ...visit, parties: ['zigui', 'chengguan'] })
    expect(the.state.parties['jiaotong']).toMatchObject({ excused: true })
  })

  it('R-13: who can speak before the letter may; where all have, none is sent', () => {
    const the = proposed()
    for (const org of ['zigui', 'chengguan']) the.act('fileOpinion', officer(org), NO_OBJECTION)
    the.act('fileOpinion', shuiwu, connectable(WATER))
    the.act('fileOpinion', guowang, connectable(POWER))
    the.closeSurvey()
    expect(the.awaited()).not.toContain('conveneSurvey zhujian')
    expect(the.refused('conveneSurvey', lead, {}).code).toBe('survey-closed')
  })
})

describe('the clock of an opinion', () => {
  const visit = '2026-11-23T01:10:00.000Z'
  const dated = (the: BranchCase, minutes: number) => {
    const at = (after: number) => new Date(Date.parse(visit) + after * 60_000).toISOString()
    const by = visitToDateBy(the.state)
    if (by === undefined) throw new Error('nothing to date')
    the.record({
      type: 'opinionsDated',
      rule: 'R-13',
      data: { ...by, warnAt: at(minutes / 2), dueAt: at(minutes) },
    })
    return at(minutes)
  }
  const clockOf = (the: BranchCase, org: string) => the.state.deadlines[`fileOpinion:${org}`]

  it('R-12, R-13: ends so long after the visit, and never after the survey’s', () => {
    const the = new BranchCase().atSurvey()
    const survey = the.clock('survey', 'survey', 'zhujian')
    expect(visitToDateBy(the.state)).toBeUndefined()
    the.act('scheduleSurvey', lead, { at: visit })
    const dueAt = dated(the, 60)
    expect([clockOf(the, 'zigui')?.dueAt, the.state.deadlines['survey']?.dueAt]).toEqual([dueAt, survey.dueAt])
    expect(runningTaskClocks(the.state).map(({ id }) => id)).toContain('fileOpinion:zigui')
    the.act('scheduleSurvey', lead, { at: '2026-11-23T01:20:00.000Z' })
    dated(the, 600)
    expect(clockOf(the, 'zigui')?.dueAt).toBe(survey.dueAt)
    expect(runningTaskClocks(the.state).map(({ id }) => id)).not.toContain('fileOpinion:zigui')
  })

  it('R-13, R-35: while the survey’s clock stands it stands; afterwards a visit that is over binds nobody', () => {
    const the = new BranchCase().atSurvey()
    the.clock('survey', 'survey', 'zhujian')
    the.act('scheduleSurvey', lead, { at: visit })
    dated(the, 60)
    the.act('suspendClock', officer('zhengshu'), { deadline: 'survey', reason: 'forceMajeure', note: '暴雨' })
    expect(clockOf(the, 'zigui')).toMatchObject({ stoppedAt: the.at, dueAt: the.state.deadlines['survey']?.dueAt })
    the.later(30).act('resumeClock', office, { deadline: 'survey' })
    const moved = '2026-11-24T01:00:00.000Z'
    const due = { dueAt: moved, warnAt: moved, runsFrom: the.at, calendarVersion: 'test', provisional: false }
    the.record({ type: 'deadlineMoved', rule: 'R-35', data: { deadline: 'survey', ...due } })
    expect([clockOf(the, 'zigui')?.dueAt, visitToDateBy(the.state)]).toEqual([moved, undefined])
  })

  it('R-13, R-33: its passing is the absent’s; the survey that closes by its deadline is in time', () => {
    const the = spoken()
    the.pass('fileOpinion:guowang')
    the.closeSurvey(['guowang', 'shuiwu'])
    expect(clockOf(the, 'guowang')).toMatchObject({ owner: 'guowang', passedAt: the.at })
    expect(the.state.deadlines['survey']).toMatchObject({ metAt: the.at })
    expect(the.state.deadlines['survey']?.passedAt).toBeUndefined()
  })
})

describe('who came', () => {
  it('R-11: is signed by each party for itself, by who convenes for all, from the hour of the visit on', () => {
    const the = new BranchCase().atSurvey()
    the.act('scheduleSurvey', lead, { at: '2026-11-23T10:00:00+08:00' })
    const own = { people: [{ org: 'shuiwu', person: '陈工' }] }
    expect(the.refused('recordAttendance', shuiwu, own).code).toBe('wrong-stage')
    the.later(60)
    expect(the.refused('recordAttendance', shuiwu, { people: [{ org: 'zigui', person: '周工' }] })).toEqual({
      code: 'not-concerned',
      field: 'people.0.org',
    })
    the.act('recordAttendance', shuiwu, own)
    the.act('recordAttendance', lead, { people: [...own.people, { org: 'zigui', person: '周工' }] })
    expect(the.state.survey?.attendance).toEqual([
      { org: 'shuiwu', person: '陈工', at: the.at },
      { org: 'zigui', person: '周工', at: the.at },
    ])
  })
})

describe('a line that is surveyed again', () => {
  const REASON = { line: WATER, reason: '接口压力不足' }
  const bothConnectable = () => {
    const the = spoken()
    the.act('fileOpinion', shuiwu, connectable(WATER))
    the.act('fileOpinion', guowang, connectable(POWER))
    return the.closeSurvey()
  }

  it('R-14: goes back by itself, with the reason; its appointment is void, the others’ stand', () => {
    const the = bothConnectable()
    the.act('appointConnection', INTAKE, { at: '2026-11-24T10:00:00+08:00' })
    the.clock(`connection:${WATER}`, 'connection', 'shuiwu')
    the.clock(`connection:${POWER}`, 'connection', 'guowang')
    the.act('orderResurvey', lead, REASON)
    expect([the.status(WATER), the.status(POWER), the.state.stage]).toEqual([
      'awaitingOpinion',
      'appointed',
      'jointSurvey',
    ])
    expect(the.state.deadlines[`connection:${WATER}`]).toMatchObject({ supersededAt: the.at })
    expect(the.state.deadlines[`connection:${POWER}`]?.supersededAt).toBeUndefined()
    expect(the.awaited()).toContain('fileResurvey shuiwu')
    expect(the.refused('fileOpinion', shuiwu, connectable(WATER)).code).toBe('survey-closed')
    the.act('fileResurvey', shuiwu, { line: WATER, connectable: false, ...needsOuterWorks(WATER, ['road']).lines?.[0] })
    expect([the.status(WATER), the.state.lines[WATER]?.resultAt]).toEqual(['outerWorks', the.at])
    expect(the.awaited()).toContain('signCommitment shuiwu')
    expect(the.state.opinions['shuiwu']?.opinion.lines).toMatchObject([{ line: WATER, connectable: false }])
    the.act('orderResurvey', shuiwu, REASON)
    expect(the.state.lines[WATER]).toMatchObject({ resurveys: 2 })
    the.act('fileResurvey', shuiwu, { line: WATER, connectable: true })
    the.act('appointConnection', INTAKE, { at: '2026-11-25T10:00:00+08:00', lines: [WATER] })
    expect(the.state.lines[WATER]?.appointment?.number).toBe(2)
  })

  it('R-14, R-16: the promise that was waited for is none’s any more; a new one has a clock of its own', () => {
    const the = spoken()
    the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, ['road']))
    the.act('fileOpinion', guowang, connectable(POWER))
    the.closeSurvey()
    the.clock('commitment:shuiwu', 'commitment', 'shuiwu')
    the.act('orderResurvey', shuiwu, REASON)
    expect(the.state.deadlines['commitment:shuiwu']).toMatchObject({ supersededAt: the.at })
    expect(the.awaited()).not.toContain('signCommitment shuiwu')
    the.act('fileResurvey', shuiwu, { line: WATER, connectable: false, ...needsOuterWorks(WATER, []).lines?.[0] })
    expect(the.openTasks().find(({ kind }) => kind === 'signCommitment')?.deadlineId).toBe('commitment:shuiwu#2')
  })

  it('R-14: while the others are still awaited it does not fall back to what was found wrong', () => {
    const the = spoken()
    the.act('fileOpinion', shuiwu, connectable(WATER))
    the.act('orderResurvey', lead, REASON)
    expect(the.refused('fileOpinion', shuiwu, connectable(WATER)).code).toBe('survey-closed')
    the.act('fileOpinion', guowang, connectable(POWER))
    the.closeSurvey()
    expect([the.status(WATER), the.status(POWER)]).toEqual(['awaitingOpinion', 'connectable'])
  })

  it('R-14: not in a case that was registered before', () => {
    const { conduct: _none, ...survey } = CHIBI.survey
    const the = new BranchCase(undefined, {}, { ...CHIBI, survey }).atSurvey()
    the.act('fileOpinion', shuiwu, connectable(WATER))
    the.closeSurvey(['guowang'])
    expect(the.refused('orderResurvey', lead, REASON)).toEqual({ code: 'wrong-stage', field: 'line' })
  })
})

describe('a survey that is put off', () => {
  const early = () => {
    const the = new BranchCase(undefined, { phase: 'landTransfer' }).atSurvey()
    the.clock('survey', 'survey', 'zhujian')
    the.act('scheduleSurvey', lead, { at: '2026-11-23T10:00:00+08:00' })
    the.act('putOffSurvey', lead, { reason: '待用地规划' })
    return the
  }

  it('R-11: stands still with its reason, and all that waits for it, until it is taken up; then it is proposed anew', () => {
    const the = early()
    for (const id of ['survey', 'fileOpinion:zigui'])
      expect(the.state.deadlines[id]).toMatchObject({ stoppedAt: the.at, stopReason: 'putOff' })
    expect([the.state.survey?.visitAt, isToBeProposed(the.state)]).toEqual([undefined, false])
    expect(the.refused('scheduleSurvey', lead, { at: '2026-11-23T10:30:00+08:00' }).code).toBe('wrong-stage')
    expect(the.refused('resumeClock', office, { deadline: 'survey' }).code).toBe('wrong-stage')
    the.later(600).act('takeUpSurvey', lead, {})
    expect(the.state.deadlines['survey']?.resumedAt).toBe(the.at)
    expect([the.state.survey?.putOff, isToBeProposed(the.state)]).toEqual([undefined, true])
  })

  it('R-11, R-12: a day that the user books takes it up, and so does a waiver', () => {
    const booked = early()
    booked.act('bookSurvey', INTAKE, { date: '2026-12-01' })
    expect(booked.state.deadlines['survey']).toMatchObject({ stopReason: 'booked', resumeOn: '2026-12-01' })
    expect(booked.state.survey?.putOff).toBeUndefined()
    const today = early()
    today.act('bookSurvey', INTAKE, { date: '2026-11-23' })
    expect(today.state.deadlines['survey']?.resumedAt).toBe(today.at)
    const waived = early()
    waived.act('waiveSurvey', lead, { reason: '管网已到位', signer: '王局' })
    expect(waived.state.deadlines['survey']?.resumedAt).toBe(waived.at)
  })

  it('R-11: only what was registered at 立项 or 土地出让', () => {
    const the = new BranchCase().atSurvey()
    expect(the.refused('putOffSurvey', lead, { reason: '略' }).code).toBe('wrong-stage')
  })
})
