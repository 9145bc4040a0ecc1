import { describe, expect, it } from 'vitest'
import { caseRows, eventRows } from '../../db/rows.ts'
import { CitySchema } from '../../domain/city/city.schema.ts'
import { prescribedLength } from '../../domain/city/prescribed-length.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { guowang, inspector, office, shuiwu, surveyed, WATER } from '../fixtures/branch-case.ts'
import type { BranchCase } from '../fixtures/branch-case.ts'
import { timed, timedWorks } from '../fixtures/timed-case.ts'
import { commitment, inspection } from '../fixtures/works.ts'
import { worksTimesOf } from '../../workflows/application/core/works-time.ts'

const FIRST = `works:${WATER}`
const SECOND = `${FIRST}:2`
const zhujian = officer('zhujian')
const chengguan = officer('chengguan')
const asking = { line: WATER, dueDate: '2026-12-05', reason: '连续暴雨，沟槽积水' }
const clockOf = (the: BranchCase, id = FIRST) => the.state.deadlines[id]

function asked(the = timedWorks()): BranchCase {
  the.act('requestWorksExtension', shuiwu, asking)
  return the
}

function granted(): BranchCase {
  const the = asked()
  the.act('decideWorksExtension', zhujian, { line: WATER, granted: true })
  return the
}

describe('the prescribed length of works', () => {
  it('R-19: by kind and metres, as the city has it: the first that fits', () => {
    const days = (
      service: 'water' | 'gas' | 'power' | 'network' | 'catv',
      metres: number,
      kilovoltAmperes?: number,
    ) => {
      const length = prescribedLength(CHIBI, { service, metres, kilovoltAmperes })
      return length?.kind === 'workingDays' ? length.days : undefined
    }
    expect([days('water', 200), days('gas', 200.5), days('water', 500), days('gas', 501)]).toEqual([10, 15, 15, 30])
    expect([days('power', 9, 160), days('power', 9, 161), days('power', 9)]).toEqual([10, 25, 25])
    expect([days('network', 9000), days('catv', 1)]).toEqual([5, 5])
    expect(prescribedLength({}, { service: 'water', metres: 1 })).toBeUndefined()
  })

  it('R-19, R-33: what is asked has a clock to be decided by, and seconds are for the drill', () => {
    const { decideVariation: _none, ...tasks } = CHIBI.taskClocks?.tasks ?? {}
    const without = CitySchema.safeParse({ ...CHIBI, taskClocks: { tasks } })
    expect(without.error?.issues.map(({ path }) => path)).toEqual([['taskClocks', 'tasks', 'decideVariation']])
    const row = { services: ['water'], length: { kind: 'elapsedSeconds', seconds: 9 }, source: '自定' }
    expect(CitySchema.safeParse({ ...CHIBI, worksTime: { ...CHIBI.worksTime, prescribed: [row] } }).success).toBe(false)
    expect(CitySchema.safeParse({ ...CHIBI, worksTime: { ...CHIBI.worksTime, decider: 'nobody' } }).success).toBe(false)
  })

  it('R-19: the end date of 附件3, at most the prescribed length since the line was cleared', () => {
    const the = timed()
    const [first, ...later] = worksTimesOf(the.state, the.state.lines[WATER] ?? fail(), CHIBI)
    expect(first).toEqual({
      id: FIRST,
      from: the.at,
      date: '2026-12-10',
      atMost: { kind: 'workingDays', days: 10 },
    })
    expect(later).toEqual([])
  })

  it('R-19: cases registered before go on as they did: a later 附件3 gives another date', () => {
    const the = surveyed()
    the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30'))
    the.clock(FIRST, 'works', 'shuiwu', { line: WATER })
    expect(the.refused('requestWorksExtension', shuiwu, asking).code).toBe('wrong-stage')
    expect(the.refused('requestVariation', shuiwu, { line: WATER, worksTo: '2026-12-20', reason: '略' }).code).toBe(
      'wrong-stage',
    )
    the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-12-10'))
    expect(clockOf(the)?.supersededAt).toBe(the.at)
    expect(Object.keys(the.state)).not.toContain('timesWorks')
    expect(Object.keys(the.state.lines[WATER]?.works ?? {})).not.toContain('clearedAt')
  })

  it('R-19: a city without it, too', () => {
    const { worksTime: _none, ...policy } = CHIBI
    expect(Object.keys(timed(['road'], { policy }).state)).not.toContain('timesWorks')
  })
})

describe('more time', () => {
  it('R-19: asked by the utility with the reason, decided by the authority, by a task with a clock', () => {
    const the = asked()
    expect(the.awaited()).toContain('decideWorksExtension zhujian')
    expect(the.openTasks().find(({ kind }) => kind === 'decideWorksExtension')?.deadlineId).toBe(
      `decideWorksExtension:zhujian:${WATER}`,
    )
    expect(the.refused('decideWorksExtension', shuiwu, { line: WATER, granted: true }).code).toBe('not-concerned')
    the.act('decideWorksExtension', zhujian, { line: WATER, granted: true })
    expect(the.awaited()).not.toContain('decideWorksExtension zhujian')
    expect(worksTimesOf(the.state, the.state.lines[WATER] ?? fail(), CHIBI)[1]).toEqual({
      id: SECOND,
      from: the.at,
      date: '2026-12-05',
    })
  })

  it('R-19, R-30: the first date stays in the figures, beside the later; granted is charged, refused is not', () => {
    const the = granted()
    const before = clockOf(the)
    expect(before).toMatchObject({ id: FIRST })
    expect(before?.supersededAt).toBeUndefined()
    expect(before?.unassessed).toBeUndefined()
    the.clock(SECOND, 'works', 'shuiwu', { line: WATER })
    the.pass(FIRST)
    the.act('fileInspection', inspector, inspection(WATER))
    the.later(60 * 24).act('completeWorks', shuiwu, { line: WATER })
    expect(clockOf(the)).toMatchObject({ metAt: the.at, passedAt: expect.any(String) as string })
    expect(clockOf(the, SECOND)).toMatchObject({ metAt: the.at })
    expect(caseRows(the.state).deadlines.filter(({ kind }) => kind === 'works')).toHaveLength(2)
    const charged = (body: boolean) => {
      const other = asked()
      other.act('decideWorksExtension', zhujian, { line: WATER, granted: body, reason: '略' })
      const event = other.events.at(-1)
      return event === undefined
        ? []
        : eventRows([{ event, state: other.state }]).charges.map(({ org, what }) => [org, what])
    }
    expect(charged(true)).toEqual([['shuiwu', 'extended']])
    expect(charged(false)).toEqual([])
  })

  it('R-19, R-21: works that acceptance refused run on against both dates', () => {
    const the = granted()
    the.clock(SECOND, 'works', 'shuiwu', { line: WATER })
    the.act('fileInspection', inspector, inspection(WATER))
    the.act('completeWorks', shuiwu, { line: WATER })
    the.act('acceptWorks', zhujian, { line: WATER, passed: false, remarks: '接口渗漏' })
    for (const id of [FIRST, SECOND]) expect(clockOf(the, id)?.metAt).toBeUndefined()
    the.act('dropServices', INTAKE, { lines: [WATER], reason: '不要了' })
    for (const id of [FIRST, SECOND]) expect(clockOf(the, id)?.supersededAt).toBe(the.at)
  })

  it('R-19: not granted it stands as it was, and may be asked again', () => {
    const the = asked()
    the.act('decideWorksExtension', zhujian, { line: WATER, granted: false, reason: '可调配班组' })
    expect(worksTimesOf(the.state, the.state.lines[WATER] ?? fail(), CHIBI)).toHaveLength(1)
    asked(the)
    expect(the.state.lines[WATER]?.works?.extensions).toMatchObject([
      { number: 1, decision: { granted: false, reason: '可调配班组' } },
      { number: 2 },
    ])
  })

  it('R-19: later than now, within what is approved or promised, and within the longest', () => {
    const the = timedWorks()
    const refused = (dueDate: string) => the.refused('requestWorksExtension', shuiwu, { ...asking, dueDate })
    expect(refused('2026-11-22')).toEqual({ code: 'date-past', field: 'dueDate' })
    expect(refused('2026-11-23')).toEqual({ code: 'date-too-early', field: 'dueDate' })
    expect(refused('2026-12-11')).toEqual({ code: 'works-beyond-approved', field: 'dueDate' })
    const nothingNeeded = timedWorks([], { approvals: [] })
    nothingNeeded.act('requestWorksExtension', shuiwu, { ...asking, dueDate: '2027-01-22' })
    const other = timedWorks([], { approvals: [] })
    expect(other.refused('requestWorksExtension', shuiwu, { ...asking, dueDate: '2027-01-23' })).toEqual({
      code: 'works-beyond-longest',
      field: 'dueDate',
    })
    expect(other.refused('requestWorksExtension', shuiwu, { ...asking, dueDate: '2040-01-01' }).field).toBe('dueDate')
  })

  it('R-19: what has gone by meanwhile is not granted', () => {
    const the = asked().later(60 * 24 * 20)
    expect(the.refused('decideWorksExtension', zhujian, { line: WATER, granted: true })).toEqual({
      code: 'date-past',
      field: 'granted',
    })
    the.act('decideWorksExtension', zhujian, { line: WATER, granted: false, reason: '已过' })
  })
})

describe('a change of place, area or time', () => {
  const VARIATION = { line: WATER, worksTo: '2026-12-20', reason: '遇既有管线' }

  function varied(the = timedWorks(), body: object = VARIATION): BranchCase {
    the.act('requestVariation', shuiwu, { ...VARIATION, ...body })
    for (const org of ['chengguan', 'jiaojing'])
      the.act('decideVariation', officer(org), { variation: '1', approved: true })
    return the
  }

  it('R-19: is decided beforehand by who promised or approved; signing again does not change the time', () => {
    const the = timedWorks()
    expect(the.refused('signCommitment', shuiwu, commitment('2026-11-23', '2026-12-20'))).toEqual({
      code: 'variation-required',
      field: 'worksTo',
    })
    expect(the.refused('signCommitment', shuiwu, commitment('2026-11-24', '2026-12-10')).field).toBe('worksFrom')
    the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-12-10'))
    expect(clockOf(the)?.supersededAt).toBeUndefined()
    the.act('requestVariation', shuiwu, VARIATION)
    expect(the.awaited()).toEqual(expect.arrayContaining(['decideVariation chengguan', 'decideVariation jiaojing']))
    expect(the.refused('decideVariation', zhujian, { variation: '1', approved: true }).code).toBe('not-concerned')
    expect(the.refused('decideVariation', chengguan, { variation: '7', approved: true })).toEqual({
      code: 'variation-unknown',
      field: 'variation',
    })
  })

  it('R-19: changes what is approved, and no clock: more time is decided apart', () => {
    const the = timedWorks()
    const before = clockOf(the)
    varied(the)
    expect(the.state.schedules['shuiwu']).toMatchObject({ worksFrom: '2026-11-23', worksTo: '2026-12-20' })
    expect(clockOf(the)).toEqual(before)
    expect(the.state.variations?.['1']).toMatchObject({ takenAt: the.at, decisions: { chengguan: { approved: true } } })
    the.act('requestWorksExtension', shuiwu, { ...asking, dueDate: '2026-12-20' })
  })

  it('R-19: all approvers have to agree; one who does not ends it', () => {
    const both = timedWorks(['road', 'traffic'], { approvals: ['roadExcavation', 'roadTraffic'] })
    both.act('requestVariation', shuiwu, VARIATION)
    expect(both.awaited()).toEqual(expect.arrayContaining(['decideVariation chengguan', 'decideVariation jiaojing']))
    both.act('decideVariation', chengguan, { variation: '1', approved: true })
    expect(both.state.schedules['shuiwu']?.worksTo).toBe('2026-12-10')
    both.act('decideVariation', officer('jiaojing'), { variation: '1', approved: false, reason: '春运期间' })
    expect(both.state.schedules['shuiwu']?.worksTo).toBe('2026-12-10')
    expect(both.awaited().filter((task) => task.startsWith('decideVariation'))).toEqual([])
    both.act('requestVariation', shuiwu, { ...VARIATION, worksTo: '2026-12-15' })
    expect(both.state.variations?.['2']?.approvers).toEqual(['chengguan', 'jiaojing'])
  })

  it('R-19: place and area are the line’s own; beyond a promise’s limits it is their decision', () => {
    const sections = [{ road: '沿河大道', from: 'K0+000', to: 'K0+250' }]
    const the = varied(timedWorks(), { worksTo: undefined, sections, lengthMetres: 250 })
    expect(the.state.lines[WATER]?.outerWorks).toMatchObject({ sections, lengthMetres: 250 })
    expect(the.state.schedules['shuiwu']?.sections).toEqual(sections)
    expect(the.state.lines[WATER]?.works?.varied).toEqual(['roadExcavation'])
    expect(the.awaited()).not.toContain('signCommitment shuiwu')
    the.act('fileInspection', inspector, inspection(WATER))
    the.act('completeWorks', shuiwu, { line: WATER })
  })

  it('R-18, R-19: a closed road is not come upon by a change', () => {
    const closed = { name: '新城大道', deliveredOn: '2024-05-01' }
    const roads = { moratoriumYears: 3, closed: { afterDelivery: 5, afterOverhaul: 3 }, list: [closed] }
    const the = timedWorks(['road'], { policy: { ...CHIBI, roads } })
    const sections = [{ road: '新城大道', from: 'K0+000', to: 'K0+100' }]
    expect(the.refused('requestVariation', shuiwu, { line: WATER, sections, reason: '绕行' })).toEqual({
      code: 'road-closed',
      field: 'sections',
    })
  })

  it('R-19: where nothing was approved there is nothing to change; dates in order, and none gone by', () => {
    const free = timedWorks([], { approvals: [] })
    expect(free.refused('requestVariation', shuiwu, VARIATION)).toEqual({ code: 'wrong-stage', field: 'line' })
    free.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-12-20', []))
    expect(clockOf(free)?.supersededAt).toBeUndefined()
    const the = timedWorks()
    const refused = (change: object) => the.refused('requestVariation', shuiwu, { ...VARIATION, ...change })
    expect(refused({ worksTo: '2026-11-22' })).toEqual({ code: 'date-past', field: 'worksTo' })
    expect(refused({ worksFrom: '2026-11-20' })).toEqual({ code: 'date-past', field: 'worksFrom' })
    expect(refused({ worksFrom: '2026-12-21' })).toEqual({ code: 'validation-failed', field: 'worksTo' })
    expect(the.refused('requestVariation', guowang, VARIATION)).toEqual({ code: 'not-concerned', field: 'line' })
  })
})

describe('a stop', () => {
  const stopping = { deadline: FIRST, reason: 'forceMajeure', note: '暴雨红色预警' } as const
  const whole = { ...stopping, evidence: '市气象台 2026-11-23 预警', until: '2026-11-26' }

  it('R-35: has evidence and an expected end, by which it goes on by itself', () => {
    const the = timedWorks()
    expect(the.refused('suspendClock', office, stopping)).toEqual({ code: 'validation-failed', field: 'evidence' })
    expect(the.refused('suspendClock', office, { ...stopping, evidence: '预警' }).field).toBe('until')
    expect(the.refused('suspendClock', office, { ...whole, until: '2026-11-23' })).toEqual({
      code: 'date-past',
      field: 'until',
    })
    the.act('suspendClock', office, whole)
    expect(clockOf(the)).toMatchObject({ stoppedAt: the.at, stopEndsAt: '2026-11-25T16:00:00.000Z' })
    the.act('resumeClock', office, { deadline: FIRST })
    the.record({
      type: 'deadlineMoved',
      rule: 'R-35',
      data: {
        deadline: FIRST,
        dueAt: '2026-11-24T03:00:00.000Z',
        warnAt: '2026-11-24T02:00:00.000Z',
        runsFrom: the.at,
        calendarVersion: 'test',
        provisional: false,
      },
    })
    expect(Object.keys(clockOf(the) ?? {})).not.toContain('stopEndsAt')
  })

  it('R-35: in cases of before neither is asked', () => {
    const the = surveyed()
    the.clock('commitment:shuiwu', 'commitment', 'shuiwu')
    the.act('suspendClock', office, { ...stopping, deadline: 'commitment:shuiwu' })
  })

  it('R-35: an office inside a bureau counts as the bureau; who stands in stops the bureau’s own, and no other', () => {
    const the = timedWorks()
    const own = { ...whole, deadline: 'survey' }
    the.clock('survey', 'survey', 'zhujian')
    expect(the.refused('suspendClock', office, own)).toEqual({ code: 'own-clock', field: 'deadline' })
    expect(the.refused('suspendClock', officer('zhujian', 'lead'), own).code).toBe('own-clock')
    expect(the.refused('suspendClock', officer('zhengshu'), whole).code).toBe('not-concerned')
    expect(the.refused('suspendClock', officer('fagai'), own).code).toBe('not-concerned')
    the.act('suspendClock', officer('zhengshu'), own)
    the.clock('registration', 'registration', 'window')
    expect(the.refused('suspendClock', officer('zhengshu'), { ...whole, deadline: 'registration' }).code).toBe(
      'own-clock',
    )
    expect(the.refused('suspendClock', CLERK, { ...whole, deadline: 'registration' }).code).toBe('own-clock')
    the.act('suspendClock', office, { ...whole, deadline: 'registration' })
  })
})

function fail(): never {
  throw new Error('no line')
}
