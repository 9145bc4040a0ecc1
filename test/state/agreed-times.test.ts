import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { caseRows } from '../../db/rows.ts'
import { CitySchema } from '../../domain/city/city.schema.ts'
import { silence } from '../../workflows/application/core/silence.ts'
import { isTaskClock } from '../../domain/clocks/deadline.ts'
import { forced } from '../../scripts/process/machine.ts'
import { APPLICANT_USER, CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { actsIn } from '../fixtures/any-acts.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { guowang, POWER, shuiwu, STRANGER, surveyed, WATER } from '../fixtures/branch-case.ts'
import type { BranchCase } from '../fixtures/branch-case.ts'
import { randomOf } from '../fixtures/random.ts'

const AT = '2026-11-23T10:00:00+08:00'
const OTHER = '2026-11-24T02:00:00.000Z'
const CLAIM = `${POWER}:1`
const CLOCK = `connection:${POWER}`
const SECOND_CLERK = { ...CLERK, sub: 'clerk-2' }
const told = (by: 'user' | 'utility') => ({ line: POWER, by, note: '无人到场' })
const answered = (confirmed: boolean) => ({ claim: CLAIM, confirmed, note: '当时在场' })

/** At nine, for ten; the clock is due two hours on. */
function appointed(): BranchCase {
  const the = surveyed()
  the.act('appointConnection', INTAKE, { at: AT, lines: [POWER] })
  the.clock(CLOCK, 'connection', 'guowang', { line: POWER })
  return the
}

function offered(): BranchCase {
  const the = appointed()
  the.act('offerTime', guowang, { line: POWER, at: OTHER, reason: '班组抢修' })
  return the
}

function claimed(by: 'user' | 'utility'): BranchCase {
  const the = appointed().later(61)
  the.act('reportMissedAppointment', by === 'user' ? guowang : INTAKE, told(by))
  return the
}

/** What the watch records where nobody has answered by its end. */
function silent(the: BranchCase, kind: 'answerOffer' | 'answerMissed'): void {
  const task = the.openTasks().find((each) => each.kind === kind)
  if (task?.deadlineId === undefined) throw new Error(`no ${kind}`)
  const body = silence(the.state, { kind, id: task.deadlineId })?.(the.at)
  if (body !== undefined) the.record(body)
}

const appointmentOf = (the: BranchCase) => the.state.lines[POWER]?.appointment
const clockOf = (the: BranchCase, id = CLOCK) => the.state.deadlines[id]
const claimOf = (the: BranchCase) => the.state.missed?.[CLAIM]

describe('another time', () => {
  it('R-25: is offered once, before the agreed time, and agreed to; the first clock ends by the user’s word', () => {
    const the = offered()
    expect(appointmentOf(the)).toMatchObject({ offer: { at: OTHER, reason: '班组抢修' } })
    expect(the.awaited()).toContain(`answerOffer ${INTAKE.org}`)
    the.act('answerOffer', APPLICANT_USER, { line: POWER, answer: 'agreed' })
    expect(appointmentOf(the)).toMatchObject({ at: OTHER, number: 2, offered: true })
    expect(clockOf(the)?.supersededAt).toBe(the.at)
    expect(the.events.at(-1)).toMatchObject({
      type: 'connectionAppointed',
      data: { lines: [POWER], at: OTHER, moved: true, answers: 'agreed' },
    })
    expect(
      the.refused('offerTime', guowang, { line: POWER, at: '2026-11-25T09:00:00+08:00', reason: '再改' }).code,
    ).toBe('wrong-stage')
  })

  it('R-25: is answered with another, which is final, by the answer or by an appointment', () => {
    const other = '2026-11-25T01:00:00.000Z'
    for (const answer of [
      (the: BranchCase) => the.act('answerOffer', INTAKE, { line: POWER, answer: 'other', at: other }),
      (the: BranchCase) => the.act('appointConnection', INTAKE, { at: other }),
    ]) {
      const the = offered()
      answer(the)
      expect(appointmentOf(the)).toMatchObject({ at: other, number: 2, offered: true })
      expect(the.awaited()).not.toContain(`answerOffer ${INTAKE.org}`)
      expect(the.refused('offerTime', guowang, { line: POWER, at: OTHER, reason: '仍来不了' }).code).toBe('wrong-stage')
    }
  })

  it('R-25: the user keeps the own time: neither the time nor its clock changes', () => {
    const the = offered()
    the.act('answerOffer', INTAKE, { line: POWER, answer: 'kept' })
    expect(appointmentOf(the)).toMatchObject({ at: new Date(AT).toISOString(), number: 1, offered: true })
    expect(clockOf(the)?.supersededAt).toBeUndefined()
  })

  it('R-25, R-35: nobody objected: the offered time is agreed, and the clock of the user’s own goes on as it stood', () => {
    const the = offered()
    const before = clockOf(the)
    silent(the.later(30), 'answerOffer')
    expect(appointmentOf(the)).toMatchObject({ at: OTHER, number: 1, offered: true })
    expect(clockOf(the)).toEqual(before)
    expect(the.awaited()).not.toContain(`answerOffer ${INTAKE.org}`)
  })

  it('R-25: a time that came while the user was to answer is none', () => {
    const the = offered().later(2 * 24 * 60)
    silent(the, 'answerOffer')
    expect(the.events.at(-1)).toMatchObject({ type: 'offerAnswered', data: { how: 'lapsed' } })
    expect(appointmentOf(the)).toMatchObject({ at: new Date(AT).toISOString() })
  })

  it('R-25: within hours from when the user named it', () => {
    const the = surveyed()
    the.act('appointConnection', INTAKE, { at: '2026-11-25T10:00:00+08:00', lines: [POWER] })
    const { deadline } = { deadline: the.clock(CLOCK, 'connection', 'guowang', { line: POWER }) }
    the.record({
      type: 'deadlineStarted',
      rule: 'R-33',
      data: { deadline, offerBy: new Date(Date.parse(the.at) + 3_600_000).toISOString() },
    })
    expect(the.later(61).refused('offerTime', guowang, { line: POWER, at: OTHER, reason: '略' })).toEqual({
      code: 'term-over',
      field: 'line',
    })
  })

  it('R-25: not by another utility, not in the past, not the same, not by who says that the user missed it', () => {
    const body = { line: POWER, at: OTHER, reason: '略' }
    expect(appointed().refused('offerTime', shuiwu, body).code).toBe('not-concerned')
    expect(appointed().refused('offerTime', guowang, { ...body, at: '2026-11-22T10:00:00+08:00' })).toEqual({
      code: 'appointment-past',
      field: 'at',
    })
    expect(appointed().refused('offerTime', guowang, { ...body, at: AT })).toEqual({
      code: 'already-done',
      field: 'at',
    })
    expect(offered().later(61).refused('reportMissedAppointment', guowang, told('user')).code).toBe('wrong-stage')
    expect(offered().refused('answerOffer', STRANGER, { line: POWER, answer: 'kept' }).code).toBe('not-concerned')
    expect(offered().refused('answerOffer', INTAKE, { line: POWER, answer: 'kept', at: OTHER })).toEqual({
      code: 'validation-failed',
      field: 'at',
    })
    expect(offered().refused('answerOffer', INTAKE, { line: POWER, answer: 'other' })).toEqual({
      code: 'validation-failed',
      field: 'at',
    })
  })
})

describe('an appointment that is cancelled', () => {
  it('R-25: leaves the line ready, its clock superseded, an offer void; the next has a clock of its own', () => {
    const the = offered()
    the.act('cancelAppointment', APPLICANT_USER, { reason: '厂房未完工' })
    expect(the.state.lines[POWER]).toMatchObject({ status: 'connectable', appointments: 1 })
    expect(clockOf(the)?.supersededAt).toBe(the.at)
    expect(the.awaited()).not.toContain(`answerOffer ${INTAKE.org}`)
    expect(the.awaited()).not.toContain('reportConnected guowang')
    the.act('appointConnection', INTAKE, { at: OTHER, lines: [POWER] })
    expect(appointmentOf(the)?.number).toBe(2)
    expect(the.refused('cancelAppointment', guowang, { reason: '来不了' }).code).toBe('not-concerned')
    expect(the.refused('cancelAppointment', INTAKE, { lines: [WATER], reason: '略' }).field).toBe('lines.0')
  })

  it('R-25: also in a case of before', () => {
    const { connection: _none, ...before } = CHIBI
    const the = surveyed(['road'], before)
    the.act('appointConnection', INTAKE, { at: AT, lines: [POWER] })
    expect(the.refused('offerTime', guowang, { line: POWER, at: OTHER, reason: '略' }).code).toBe('wrong-stage')
    the.act('cancelAppointment', CLERK, { lines: [POWER], reason: '略' })
    expect(the.status(POWER)).toBe('connectable')
    expect(Object.keys(the.state)).not.toContain('agreesTimes')
  })
})

describe('a missed appointment', () => {
  it('R-25: one side’s word changes nothing: the clock runs on, charged as it stood, and the other side is asked', () => {
    for (const [by, org] of [
      ['user', INTAKE.org],
      ['utility', 'guowang'],
    ] as const) {
      const before = clockOf(appointed())
      const the = claimed(by)
      expect(clockOf(the)).toEqual(before)
      expect(the.status(POWER)).toBe('appointed')
      expect(the.awaited()).toEqual(expect.arrayContaining([`answerMissed ${org}`, 'reportConnected guowang']))
      expect(the.taskOf('answerMissed', org)).toMatch(/:power:guowang:1$/)
    }
  })

  it('R-25: both sides at once: the first is the report, the other side answers it', () => {
    const the = claimed('utility')
    expect(the.refused('reportMissedAppointment', guowang, told('user'))).toEqual({
      code: 'already-done',
      field: 'line',
    })
    expect(the.refused('reportMissedAppointment', CLERK, told('utility')).code).toBe('already-done')
    expect(the.refused('answerMissed', INTAKE, answered(true)).code).toBe('not-concerned')
    expect(the.refused('answerMissed', shuiwu, answered(true)).code).toBe('not-concerned')
    expect(the.refused('answerMissed', guowang, { claim: CLAIM, confirmed: false })).toEqual({
      code: 'validation-failed',
      field: 'note',
    })
    expect(the.refused('answerMissed', guowang, { ...answered(true), claim: `${POWER}:2` }).code).toBe('claim-unknown')
  })

  it('R-25: confirmed by the user: the time is void and its clock counts for nobody, red or not', () => {
    for (const passed of [false, true]) {
      const the = claimed('user')
      if (passed) the.pass(CLOCK)
      the.act('answerMissed', APPLICANT_USER, answered(true))
      expect(the.state.lines[POWER]).toMatchObject({ status: 'connectable', appointments: 1 })
      expect(clockOf(the)).toMatchObject({ unassessed: true, supersededAt: the.at })
      expect(clockOf(the)?.passedAt !== undefined).toBe(passed)
      expect(the.awaited()).not.toContain('reportConnected guowang')
      expect(the.refused('answerMissed', INTAKE, answered(false)).code).toBe('already-done')
    }
  })

  it('R-25: confirmed by the utility: charged to it, the clock as it stood', () => {
    const the = claimed('utility')
    const before = clockOf(the)
    the.act('answerMissed', guowang, { claim: CLAIM, confirmed: true })
    expect(claimOf(the)?.settled).toMatchObject({ missed: 'utility' })
    expect(clockOf(the)).toEqual(before)
    the.act('reportConnected', guowang, { line: POWER })
  })

  it('R-25: contested, the window is told, and one of its people who neither told nor answered decides who it was, once', () => {
    const the = claimed('utility')
    the.state = { ...the.state, collector: 'zhengshu' }
    expect(caseRows(the.state).application.concerned).not.toContain('window')
    the.act('answerMissed', guowang, answered(false))
    expect(the.awaited()).toContain('decideMissed window')
    expect(caseRows(the.state).application.concerned).toContain('window')
    const decision = { claim: CLAIM, missed: 'user', reason: '门卫记录显示已到场' } as const
    expect(the.refused('decideMissed', officer('office', 'lead'), decision).code).toBe('not-concerned')
    the.act('decideMissed', CLERK, decision)
    expect(claimOf(the)?.settled).toMatchObject({ missed: 'user', reason: decision.reason })
    expect(clockOf(the)).toMatchObject({ unassessed: true, supersededAt: the.at })
    expect(the.refused('decideMissed', CLERK, { ...decision, missed: 'neither' }).code).toBe('already-done')
    expect(the.refused('answerMissed', guowang, answered(false)).code).toBe('already-done')
  })

  it('R-25, R-29: who told or answered it for the user does not decide', () => {
    const the = appointed().later(61)
    the.act('reportMissedAppointment', CLERK, told('utility'))
    the.act('answerMissed', guowang, answered(false))
    const decision = { claim: CLAIM, missed: 'utility', reason: '属实' } as const
    expect(the.refused('decideMissed', CLERK, decision).code).toBe('second-person-required')
    the.act('decideMissed', SECOND_CLERK, decision)
    const other = claimed('user')
    other.act('answerMissed', CLERK, answered(false))
    expect(other.refused('decideMissed', CLERK, decision).code).toBe('second-person-required')
  })

  it('R-25: silent, a utility confirms; what a user is silent to goes to the window', () => {
    const utility = claimed('utility')
    silent(utility, 'answerMissed')
    expect(claimOf(utility)?.settled).toMatchObject({ missed: 'utility' })
    const user = claimed('user')
    const before = clockOf(user)
    silent(user, 'answerMissed')
    expect(claimOf(user)?.settled).toBeUndefined()
    expect(clockOf(user)).toEqual(before)
    expect(user.awaited()).toContain('decideMissed window')
  })

  it('R-25: a new time at once; the dispute touches figures only', () => {
    const the = claimed('user')
    the.act('appointConnection', INTAKE, { at: OTHER, lines: [POWER] })
    expect(appointmentOf(the)).toMatchObject({ number: 2 })
    the.act('answerMissed', INTAKE, answered(true))
    expect(the.state.lines[POWER]).toMatchObject({ status: 'appointed', appointment: { at: OTHER, number: 2 } })
    expect(clockOf(the)).toMatchObject({ unassessed: true })
  })

  it('R-25, R-26: connected, dropped or withdrawn, it is still answered and decided, and the case waits for it', () => {
    const connected = claimed('utility')
    connected.act('reportConnected', guowang, { line: POWER })
    connected.act('dropServices', INTAKE, { lines: [WATER], reason: '自备' })
    expect(forced(connected.state).map(({ type }) => type)).not.toContain('applicationClosed')
    connected.act('answerMissed', guowang, answered(false))
    connected.act('decideMissed', CLERK, { claim: CLAIM, missed: 'neither', reason: '无从查证' })
    const withdrawn = claimed('utility')
    withdrawn.act('withdrawApplication', INTAKE, { reason: '取消' })
    expect(withdrawn.awaited()).toEqual(['answerMissed guowang'])
    expect(forced(withdrawn.state).map(({ type }) => type)).not.toContain('applicationClosed')
    expect(withdrawn.refused('reportMissedAppointment', INTAKE, told('utility')).code).toBe('application-closed')
    withdrawn.act('answerMissed', guowang, { claim: CLAIM, confirmed: true })
    expect(forced(withdrawn.state).map(({ type }) => type)).toContain('applicationClosed')
  })
})

it('R-25, R-33: a city that lets times be offered has clocks for the answers, in working time', () => {
  const { answerMissed: _none, ...tasks } = CHIBI.taskClocks?.tasks ?? {}
  const without = CitySchema.safeParse({ ...CHIBI, taskClocks: { tasks } })
  expect(without.error?.issues.map(({ path }) => path)).toEqual([['taskClocks', 'tasks', 'answerMissed']])
  const seconds = { offer: { length: { kind: 'elapsedSeconds', seconds: 9 }, source: '自定' } }
  expect(CitySchema.safeParse({ ...CHIBI, connection: seconds }).success).toBe(false)
})

describe('any acts about times', () => {
  const { stackTraceLimit } = Error
  beforeAll(() => void (Error.stackTraceLimit = 0))
  afterAll(() => void (Error.stackTraceLimit = stackTraceLimit))

  const OF_TIMES = /^(appointConnection|cancelAppointment|offerTime|answerOffer|\w*Missed\w*|reportConnected)$/

  it('R-25, R-33: no act of a utility and no silence takes its clock of a connection away, nor out of the figures', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 5, max: 50 }), (seed, steps) => {
        const random = randomOf(seed)
        const the = appointed()
        for (let step = 0; step < steps && the.state.closedAt === undefined; step += 1) {
          const before = the.state
          const acts = actsIn(the.state, { at: the.at, policy: CHIBI, random }).filter(({ type }) =>
            OF_TIMES.test(type),
          )
          const one = acts[Math.floor(random() * acts.length)]
          const silence_ = the.openTasks().find(({ kind }) => kind === 'answerOffer' || kind === 'answerMissed')
          if (silence_ !== undefined && random() < 0.3) silent(the, silence_.kind as 'answerOffer' | 'answerMissed')
          else if (one !== undefined) the.act(one.type, one.actor, one.body, one.facts)
          const { org } = the.events.at(-1)?.actor ?? { org: '' }
          const taken = Object.values(the.state.deadlines).filter(
            ({ id, kind, owner, supersededAt, unassessed }) =>
              !isTaskClock(kind) &&
              [owner, 'system'].includes(org) &&
              (supersededAt !== before.deadlines[id]?.supersededAt || unassessed !== before.deadlines[id]?.unassessed),
          )
          expect(taken).toEqual([])
          for (const body of forced(the.later(Math.floor(random() * 900)).state)) the.record(body)
        }
      }),
      { numRuns: 60 },
    )
  })
})
