import { describe, expect, it } from 'vitest'
import { ACT_BODIES } from '../../domain/act/act.schema.ts'
import { APPLICANT_USER, CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { waivedClassOf } from '../../domain/survey/waived-class.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import { BranchCase, guowang, office, POWER, shuiwu, STRANGER, WATER } from '../fixtures/branch-case.ts'

const lead = officer('zhujian', 'lead')
const PERSON = { kind: 'individual', name: '王小明', identityNumber: '11010519491231002X' } as const
const WAIVER = { reason: '管网已到位', signer: '王局' }

function open(): BranchCase {
  const the = new BranchCase().atSurvey()
  the.clock('survey', 'survey', 'zhujian', { warnAt: '2026-11-24T06:30:00.000Z', dueAt: '2026-11-25T01:00:00.000Z' })
  return the
}

describe('waiver', () => {
  it('R-11: by the convener, during the survey, once; then the utilities’ word is waited for, and nobody else’s', () => {
    const the = new BranchCase()
    expect(the.refused('waiveSurvey', lead, WAIVER).code).toBe('wrong-stage')
    the.atSurvey()
    expect(the.refused('waiveSurvey', officer('zigui', 'lead'), WAIVER).code).toBe('not-concerned')
    the.act('fileOpinion', guowang, needsOuterWorks(POWER))
    the.act('waiveSurvey', lead, WAIVER)
    expect(the.refused('waiveSurvey', lead, WAIVER).code).toBe('already-done')
    expect(the.awaited().filter((task) => task.startsWith('fileOpinion'))).toEqual(['fileOpinion shuiwu'])
    for (const type of ['conveneSurvey', 'scheduleSurvey'] as const)
      expect(the.refused(type, lead, { at: '2026-11-24T10:00:00+08:00' }).code).toBe('wrong-stage')
    the.act('fileOpinion', shuiwu, connectable(WATER))
    the.closeSurvey()
    expect([the.status(WATER), the.status(POWER)]).toEqual(['connectable', 'outerWorks'])
    expect(the.refused('waiveSurvey', lead, WAIVER).code).toBe('survey-closed')
  })

  it('R-05, R-11: a class of the configuration, individuals, needs no visit, and the utilities’ word that it can be connected', () => {
    const { form } = registration({}, { services: { water: { business: 'new', tonsPerDay: 9 } } })
    const small = { name: '小负荷', atMost: { tonsPerDay: 9 } }
    const conduct = CHIBI.survey.conduct === undefined ? undefined : { ...CHIBI.survey.conduct, waived: [small] }
    const policy = { ...CHIBI, survey: { ...CHIBI.survey, conduct } }
    expect(waivedClassOf(policy, form)).toBe('小负荷')
    expect(waivedClassOf(policy, { ...form, services: { water: { business: 'new', tonsPerDay: 10 } } })).toBeUndefined()
    expect(
      waivedClassOf(policy, { ...form, services: { ...form.services, gas: { business: 'new', use: 'domestic' } } }),
    ).toBeUndefined()
    expect([waivedClassOf(CHIBI, form), waivedClassOf(CHIBI, { ...form, applicant: PERSON })]).toEqual([
      undefined,
      '个人用户',
    ])
    const the = new BranchCase()
    the.record({ type: 'demandAccepted', rule: 'R-03', data: { how: 'complete' } })
    the.record({ type: 'demandPushed', rule: 'R-03', data: { recipients: [] } })
    the.record({ type: 'surveyWaivedByClass', rule: 'R-11', data: { name: '个人用户' } })
    expect(the.awaited().filter((task) => !task.startsWith('acknowledge'))).toEqual([
      'fileOpinion shuiwu',
      'fileOpinion guowang',
    ])
    the.act('fileOpinion', shuiwu, connectable(WATER))
    expect([the.status(WATER), the.state.survey?.waived]).toEqual(['connectable', { reason: '个人用户' }])
    the.closeSurvey(['guowang'])
    the.act('fileOpinion', guowang, needsOuterWorks(POWER))
    expect(the.status(POWER)).toBe('outerWorks')
  })

  it('R-11: in a case of before nobody is asked any more, and a late opinion does not undo what is connected', () => {
    const { conduct: _none, ...survey } = CHIBI.survey
    const the = new BranchCase(undefined, {}, { ...CHIBI, survey }).atSurvey()
    the.act('waiveSurvey', lead, WAIVER)
    the.closeSurvey()
    expect(the.awaited().filter((task) => task.startsWith('fileOpinion'))).toEqual([])
    the.act('appointConnection', INTAKE, { at: '2026-11-23T10:00:00+08:00' })
    the.act('reportConnected', shuiwu, { line: WATER })
    expect(the.refused('fileOpinion', shuiwu, needsOuterWorks(WATER)).code).toBe('survey-closed')
    expect(the.status(WATER)).toBe('connected')
  })

  it('R-11: a reason and a signer', () => {
    expect(ACT_BODIES.waiveSurvey.safeParse({ reason: '略', signer: ' ' }).success).toBe(false)
    expect(ACT_BODIES.waiveSurvey.safeParse({ signer: '王局' }).success).toBe(false)
  })
})

describe('booking', () => {
  it("R-12: the applicant's side, while the survey is open, for today or later within reach", () => {
    expect(new BranchCase().refused('bookSurvey', INTAKE, { date: '2026-12-01' }).code).toBe('wrong-stage')
    const the = open()
    expect(the.refused('bookSurvey', STRANGER, { date: '2026-12-01' }).code).toBe('not-concerned')
    expect(the.refused('bookSurvey', lead, { date: '2026-12-01' }).code).toBe('not-concerned')
    expect(the.refused('bookSurvey', CLERK, { date: '2026-11-22' })).toEqual({ code: 'date-past', field: 'date' })
    expect(the.refused('bookSurvey', CLERK, { date: '2099-01-01' })).toEqual({
      code: 'calendar-year-unknown',
      field: 'date',
    })
    the.closeSurvey()
    expect(the.refused('bookSurvey', CLERK, { date: '2026-12-01' }).code).toBe('survey-closed')
  })

  it('R-12: a later day stops the clock until then; a second booking keeps where it stood; the visit is set anew', () => {
    const the = open()
    the.act('scheduleSurvey', lead, { at: '2026-11-23T15:00:00+08:00' })
    const stoppedAt = the.at
    the.act('bookSurvey', APPLICANT_USER, { date: '2026-12-01' })
    expect(the.state.survey).toMatchObject({ date: '2026-12-01' })
    expect(the.state.survey?.visitAt).toBeUndefined()
    the.later(5).act('bookSurvey', APPLICANT_USER, { date: '2026-12-03' })
    expect(the.state.deadlines['survey']).toMatchObject({ stoppedAt, stopReason: 'booked', resumeOn: '2026-12-03' })
  })

  it('R-12: today does not stop a clock that runs, and starts one that waits for a later day', () => {
    const running = open()
    running.act('bookSurvey', INTAKE, { date: '2026-11-23' })
    expect(running.state.deadlines['survey']?.stoppedAt).toBeUndefined()
    const waiting = new BranchCase().atSurvey()
    waiting.clock('survey', 'survey', 'zhujian', { startedAt: '2026-12-01T00:30:00.000Z' })
    waiting.act('bookSurvey', INTAKE, { date: '2026-11-23' })
    expect(waiting.state.deadlines['survey']).toMatchObject({ stopReason: 'booked', resumedAt: waiting.at })
  })

  it('R-12: booked before the clock was there, it waits for that day from its start', () => {
    const the = new BranchCase().atSurvey()
    the.act('bookSurvey', INTAKE, { date: '2026-12-01' })
    the.clock('survey', 'survey', 'zhujian')
    expect(the.state.deadlines['survey']).toMatchObject({ stopReason: 'booked', resumeOn: '2026-12-01' })
  })

  it('R-12, R-35: nobody resumes a booked clock by hand', () => {
    const the = open()
    the.act('bookSurvey', INTAKE, { date: '2026-12-01' })
    expect(the.refused('resumeClock', office, { deadline: 'survey' }).code).toBe('clock-not-running')
  })
})

describe('unavailable times and the visit', () => {
  const busy = { from: '2026-11-24T09:00:00+08:00', to: '2026-11-24T11:00:00+08:00' }

  it('R-13: each party declares its own, while the survey is open', () => {
    const the = new BranchCase()
    expect(the.refused('declareUnavailable', shuiwu, busy).code).toBe('wrong-stage')
    the.atSurvey()
    expect(the.refused('declareUnavailable', officer('mobile'), busy).code).toBe('not-concerned')
    the.act('declareUnavailable', shuiwu, busy)
    expect(the.state.unavailable['shuiwu']).toEqual([
      { from: '2026-11-24T01:00:00.000Z', to: '2026-11-24T03:00:00.000Z' },
    ])
    expect(ACT_BODIES.declareUnavailable.safeParse({ from: busy.to, to: busy.from }).error?.issues[0]?.path).toEqual([
      'to',
    ])
    expect(the.closeSurvey().refused('declareUnavailable', shuiwu, busy).code).toBe('survey-closed')
  })

  it('R-13: the visit is set by the convener, not in the past, and only when all can come; the end of a span is free', () => {
    const the = open()
    the.act('declareUnavailable', shuiwu, busy)
    expect(the.refused('scheduleSurvey', officer('zigui'), { at: '2026-11-24T11:00:00+08:00' }).code).toBe(
      'not-concerned',
    )
    expect(the.refused('scheduleSurvey', lead, { at: '2026-11-23T08:59:00+08:00' })).toEqual({
      code: 'date-past',
      field: 'at',
    })
    expect(the.refused('scheduleSurvey', lead, { at: busy.from })).toEqual({
      code: 'visit-time-unsuitable',
      field: 'at',
    })
    the.act('scheduleSurvey', lead, { at: busy.to })
    expect(the.state.survey?.visitAt).toBe('2026-11-24T03:00:00.000Z')
    the.act('scheduleSurvey', lead, { at: '2026-11-24T08:30:00+08:00' })
    expect(the.closeSurvey().refused('scheduleSurvey', lead, { at: busy.to }).code).toBe('survey-closed')
  })

  it('R-13, R-37: a utility whose service was dropped holds up no visit, files no opinion and is not asked for one', () => {
    const the = open()
    the.act('declareUnavailable', shuiwu, busy)
    the.act('dropServices', INTAKE, { lines: [WATER], reason: '自备水源' })
    the.act('scheduleSurvey', lead, { at: busy.from })
    expect(the.awaited().filter((task) => task.endsWith('shuiwu'))).toEqual([])
    expect(the.refused('fileOpinion', shuiwu, connectable(WATER)).code).toBe('wrong-stage')
    expect(the.refused('fileOpinion', shuiwu, { remarks: '无' }).code).toBe('wrong-stage')
  })
})

describe('late opinions', () => {
  it("R-13: an authority's is recorded late and changes nothing; a utility's decides its line once; connected lines stay", () => {
    const the = new BranchCase().atSurvey()
    the.act('fileOpinion', guowang, connectable(POWER))
    the.closeSurvey(['zigui', 'shuiwu'])
    the.act('appointConnection', INTAKE, { at: '2026-11-23T10:00:00+08:00' })
    the.act('reportConnected', guowang, { line: POWER })
    const before = the.state.lines
    the.act('fileOpinion', officer('zigui'), NO_OBJECTION)
    expect(the.state.lines).toEqual(before)
    the.act('fileOpinion', shuiwu, needsOuterWorks(WATER))
    expect(the.status(WATER)).toBe('outerWorks')
    expect(the.refused('fileOpinion', shuiwu, connectable(WATER)).code).toBe('survey-closed')
    expect(the.status(POWER)).toBe('connected')
  })
})
