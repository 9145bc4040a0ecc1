import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { City } from '../../domain/city/city.schema.ts'
import { CitySchema } from '../../domain/city/city.schema.ts'
import type { Task } from '../../domain/case/task.ts'
import { isTaskClock } from '../../domain/clocks/deadline.ts'
import { forced } from '../../scripts/process/machine.ts'
import { clocksStarted, clocksToStart, clockOfTask, isOpenTask } from '../../workflows/application/core/task-clocks.ts'
import { actsIn } from '../fixtures/any-acts.ts'
import {
  application,
  BranchCase,
  bothUnderWorks,
  chutian,
  guowang,
  inspector,
  office,
  POWER,
  shuiwu,
  surveyed,
  underWorks,
  WATER,
  WATER_AND_POWER,
} from '../fixtures/branch-case.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { connectable, NO_OBJECTION } from '../fixtures/opinions.ts'
import { randomOf } from '../fixtures/random.ts'
import { commitment, inspection } from '../fixtures/works.ts'

const tasks = CHIBI.taskClocks?.tasks
if (tasks === undefined) throw new Error('赤壁 has no task clocks')
const with_ = (change: Partial<NonNullable<City['taskClocks']>>): City => ({
  ...CHIBI,
  taskClocks: { tasks, ...change },
})
const ADOPTED = with_({ adoptedFrom: '2026-11-23' })
const { taskClocks: _none, ...WITHOUT } = CHIBI

/** As the workflow starts them, due a day on. */
function started(the: BranchCase): BranchCase {
  for (
    let next = clocksToStart(the.state, the.policy);
    next !== undefined;
    next = clocksToStart(the.state, the.policy)
  ) {
    const after = (hours: number) => new Date(Date.parse(the.at) + hours * 3_600_000).toISOString()
    const body = clocksStarted(the.state, next, {
      length: next.length,
      startedAt: the.at,
      warnAt: after(18),
      dueAt: after(24),
      minutes: 390,
      calendarVersion: 'test',
      provisional: false,
    })
    if (body === undefined) throw new Error('nothing to start')
    the.record(body)
  }
  return the
}

const clockOf = (the: BranchCase, kind: string, org: string) =>
  Object.values(the.state.deadlines).findLast((clock) => clock.kind === kind && clock.owner === org)
const endOf = (the: BranchCase, kind: string, org: string) => {
  const { metAt, supersededAt } = clockOf(the, kind, org) ?? {}
  return metAt !== undefined ? 'met' : supersededAt !== undefined ? 'superseded' : 'running'
}

describe('a clock for each task that the plan sets no time for', () => {
  it('R-33: receipts start together in one event, each owned by its receiver, and are met one by one', () => {
    const the = started(new BranchCase().atSurvey())
    const events = the.events.filter(({ type }) => type === 'taskClocksStarted')
    expect(events).toHaveLength(1)
    const owners = Object.values(the.state.deadlines).flatMap(({ kind, owner }) =>
      kind === 'acknowledgeReceipt' ? [owner] : [],
    )
    expect(owners.toSorted()).toEqual(Object.keys(the.state.parties).toSorted())
    the.later(30).act('acknowledgeReceipt', shuiwu, {})
    expect([endOf(the, 'acknowledgeReceipt', 'shuiwu'), endOf(the, 'acknowledgeReceipt', 'zigui')]).toEqual([
      'met',
      'running',
    ])
  })

  it('R-33, R-37: a service that is dropped leaves its receipt without object, not met', () => {
    const the = started(new BranchCase().atSurvey())
    the.act('dropServices', INTAKE, { lines: [WATER], reason: '不办了' })
    expect(endOf(the, 'acknowledgeReceipt', 'shuiwu')).toBe('superseded')
  })

  it('R-12, R-13, R-33: the clock of an opinion goes, stops and moves with the survey, and passes for good', () => {
    const the = new BranchCase().atSurvey()
    const { dueAt } = the.clock('survey', 'survey', 'zhujian')
    expect(clockOf(the, 'fileOpinion', 'zigui')).toMatchObject({ dueAt, owner: 'zigui', rule: 'R-13' })
    expect(
      the.refused('suspendClock', office, { deadline: 'fileOpinion:zigui', reason: 'forceMajeure', note: '略' }),
    ).toEqual({ code: 'clock-not-running', field: 'deadline' })
    the.act('suspendClock', officer('zhengshu'), { deadline: 'survey', reason: 'forceMajeure', note: '台风' })
    expect(clockOf(the, 'fileOpinion', 'zigui')?.stoppedAt).toBe(the.at)
    the.act('resumeClock', office, { deadline: 'survey' })
    const moved = '2026-11-25T01:00:00.000Z'
    the.record({
      type: 'deadlineMoved',
      rule: 'R-35',
      data: {
        deadline: 'survey',
        dueAt: moved,
        warnAt: moved,
        runsFrom: the.at,
        calendarVersion: 'test',
        provisional: false,
      },
    })
    expect(clockOf(the, 'fileOpinion', 'zigui')).toMatchObject({ dueAt: moved })
    expect(clockOf(the, 'fileOpinion', 'zigui')?.stoppedAt).toBeUndefined()
    the.act('fileOpinion', officer('zigui'), NO_OBJECTION)
    expect(endOf(the, 'fileOpinion', 'zigui')).toBe('met')
    the.pass('fileOpinion:guowang')
    the.pass('survey')
    the.closeSurvey(['guowang'])
    the.later(60).act('fileOpinion', guowang, connectable(POWER))
    expect(clockOf(the, 'fileOpinion', 'guowang')).toMatchObject({ passedAt: expect.any(String), metAt: the.at })
  })

  it('R-13, R-33: an opinion by the joint record meets the clock of whose it is; a waiver takes its object away', () => {
    const the = new BranchCase().atSurvey()
    the.clock('survey', 'survey', 'zhujian')
    const lead = officer('zhujian', 'lead')
    the.act('fileJointRecord', lead, { opinions: [{ org: 'zigui', opinion: NO_OBJECTION }] })
    the.act('waiveSurvey', lead, { reason: '具备条件', signer: '王工' })
    expect(['zigui', 'chengguan'].map((org) => endOf(the, 'fileOpinion', org))).toEqual(['met', 'superseded'])
  })

  it('R-17, R-33: a redesign has a clock, and what was asked for has one of the utility’s own', () => {
    const the = started(bothUnderWorks(['planning']))
    const apply = () =>
      the.act('applyForApprovals', shuiwu, {
        approvals: ['worksPlanning'],
        worksFrom: '2026-11-23',
        worksTo: '2026-12-10',
        responsible: '陈工',
        sections: [{ road: '河北大道', from: '路口', to: '北门' }],
      })
    apply()
    const approval = 'shuiwu:worksPlanning:1'
    the.act('requestApprovalSupplement', officer('zigui'), { approval, message: '补图' })
    started(the)
    expect(clockOf(the, 'supplyApproval', 'shuiwu')?.id).toBe(`supplyApproval:shuiwu:${approval}`)
    the.act('supplyApproval', shuiwu, { approval, message: '已补' })
    the.act('decideApproval', officer('zigui'), { approval, approved: false, reason: '压占规划' })
    started(the)
    expect([endOf(the, 'supplyApproval', 'shuiwu'), endOf(the, 'redesign', 'shuiwu')]).toEqual(['met', 'running'])
    the.act('fileDesign', shuiwu, { line: WATER, title: '改线', summary: '略' })
    apply()
    expect(endOf(the, 'redesign', 'shuiwu')).toBe('met')
  })

  it('R-17, R-33: the lead hands out one joint result when all is decided, and once more after a redesign', () => {
    const the = bothUnderWorks(['planning'])
    const zigui = officer('zigui')
    const decided = (number: number, approved: boolean) => {
      const approval = `shuiwu:worksPlanning:${number}`
      the.act('applyForApprovals', shuiwu, application(['worksPlanning']))
      expect(the.refused('issueJointResult', zigui, { utility: 'shuiwu' })).toEqual({
        code: 'wrong-stage',
        field: 'utility',
      })
      the.act('decideApproval', zigui, { approval, approved, ...(approved ? {} : { reason: '压占规划' }) })
      return started(the)
    }
    expect(the.refused('issueJointResult', zigui, { utility: 'ranqi' })).toEqual({
      code: 'approval-unknown',
      field: 'utility',
    })
    expect(clockOf(decided(1, false), 'issueJointResult', 'zigui')).toMatchObject({
      id: 'issueJointResult:zigui:shuiwu',
      length: { kind: 'workingDays', days: 0.5 },
    })
    the.act('issueJointResult', zigui, { utility: 'shuiwu' })
    expect(the.events.at(-1)).toMatchObject({
      data: { org: 'shuiwu', approvals: [{ id: 'shuiwu:worksPlanning:1', approved: false }] },
    })
    expect(endOf(the, 'issueJointResult', 'zigui')).toBe('met')
    the.act('fileDesign', shuiwu, { line: WATER, title: '改线', summary: '略' })
    decided(2, true)
    expect([the.status(WATER), endOf(the, 'issueJointResult', 'zigui')]).toEqual(['committed', 'running'])
    the.act('issueJointResult', zigui, { utility: 'shuiwu' })
    expect(the.state.jointResults?.['shuiwu']).toMatchObject({ version: 2, approvals: ['shuiwu:worksPlanning:2'] })
  })

  it('R-19, R-33: a hand-over is its owner’s to sign; a plan without that owner takes it away, and does not meet it', () => {
    const the = surveyed()
    the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30', ['roadExcavation']))
    const plan = (nearbyOwners: string[]) =>
      the.act('fileConstructionPlan', shuiwu, { line: WATER, title: '方案', summary: '略', nearbyOwners })
    plan(['chutian', 'guowang'])
    started(the)
    the.act('signHandover', chutian, { line: WATER, positions: '1 米', signer: '刘工' })
    plan(['chutian'])
    expect(['chutian', 'guowang'].map((org) => endOf(the, 'signHandover', org))).toEqual(['met', 'superseded'])
  })

  it('R-20, R-33: the first inspection meets its clock also where it orders; the re-inspection has one each time', () => {
    const the = started(underWorks())
    expect(endOf(the, 'inspectWorks', 'chengguan')).toBe('running')
    the.act('fileInspection', inspector, inspection(WATER, [2]))
    expect(endOf(the, 'inspectWorks', 'chengguan')).toBe('met')
    const order = `${WATER}:1`
    the.act('reportRectified', shuiwu, { order, remarks: '已改' })
    started(the).act('reinspect', inspector, { order, passed: false })
    the.act('reportRectified', shuiwu, { order, remarks: '再改' })
    started(the)
    const ids = Object.keys(the.state.deadlines).filter((id) => id.startsWith('reinspect:'))
    expect(ids).toEqual([`reinspect:chengguan:${order}`, `reinspect:chengguan:${order}#2`])
    the.act('reinspect', inspector, { order, passed: true })
    expect(endOf(the, 'reinspect', 'chengguan')).toBe('met')
    expect(the.awaited()).not.toContain('inspectWorks chengguan')
  })

  it('R-21, R-33: acceptance, restoration and its confirmation; greenery has longer', () => {
    for (const [touches, days] of [
      [['road'], 5],
      [['road', 'greenery'], 10],
    ] as const) {
      const the = underWorks(
        [...touches],
        [],
        touches.length === 1 ? undefined : ['roadExcavation', 'greeneryOccupation'],
      )
      the.act('fileInspection', inspector, inspection(WATER))
      the.act('completeWorks', shuiwu, { line: WATER })
      started(the).act('acceptWorks', officer('zhujian'), { line: WATER, passed: true })
      expect(endOf(the, 'acceptWorks', 'zhujian')).toBe('met')
      expect(started(the) && clockOf(the, 'restoreSite', 'shuiwu')?.length).toEqual({ kind: 'workingDays', days })
      the.act('reportRestored', shuiwu, { line: WATER })
      started(the).act('confirmRestoration', officer('chengguan'), { line: WATER })
      expect([endOf(the, 'restoreSite', 'shuiwu'), endOf(the, 'confirmRestoration', 'chengguan')]).toEqual([
        'met',
        'met',
      ])
    }
  })

  it('R-33, R-37: a withdrawn case keeps the clocks of what is wound up, and ends the others without object', () => {
    const the = started(underWorks())
    the.act('withdrawApplication', CLERK, { reason: '停建' })
    started(the)
    expect(endOf(the, 'restoreSite', 'shuiwu')).toBe('running')
    expect(endOf(the, 'acknowledgeReceipt', 'zigui')).toBe('superseded')
  })

  it('R-35: such a clock is stopped by another, and goes on where it stood', () => {
    const the = started(new BranchCase().atSurvey())
    const deadline = 'acknowledgeReceipt:zigui'
    the.act('suspendClock', office, { deadline, reason: 'forceMajeure', note: '停电' })
    expect(the.state.deadlines[deadline]).toMatchObject({ stoppedAt: the.at, stopReason: 'forceMajeure' })
    the.act('resumeClock', office, { deadline })
    expect(the.state.deadlines[deadline]?.resumedAt).toBe(the.at)
  })
})

describe('until the group adopts them', () => {
  it('R-33: they are advisory and outside the assessment; from the date on they bind, but never the user’s own', () => {
    const doubts = [{ field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' }] as const
    const asked = (policy: City) => {
      const the = new BranchCase(WATER_AND_POWER, {}, policy, [...doubts])
      the.act('requestSupplement', CLERK, { items: ['form.applicant.creditCode'], message: '请核对' })
      const own = clockOf(started(the), 'supplementDemand', INTAKE.org)
      const receipt = clockOf(
        started(new BranchCase(WATER_AND_POWER, {}, policy).atSurvey()),
        'acknowledgeReceipt',
        'zigui',
      )
      return [own, receipt].map((clock) => [clock?.advisory, clock?.unassessed])
    }
    expect(asked(CHIBI)).toEqual([
      [true, true],
      [true, true],
    ])
    expect(asked(ADOPTED)).toEqual([
      [true, true],
      [false, undefined],
    ])
    expect(asked(with_({ adoptedFrom: '2026-11-24' }))[1]).toEqual([true, true])
  })

  it('R-33: the configuration may say by name that a task has no clock, and why', () => {
    const policy = with_({ tasks: { ...tasks, acknowledgeReceipt: { none: '系统自动签收' } } })
    const the = started(new BranchCase(WATER_AND_POWER, {}, policy).atSurvey())
    expect(clockOf(the, 'acknowledgeReceipt', 'zigui')).toBeUndefined()
  })

  it('R-33, R-36: a case that was registered without them goes on without, and names nobody', () => {
    const plain = { ...WITHOUT, organisations: WITHOUT.organisations.map(({ duty: _duty, ...own }) => own) }
    const the = started(new BranchCase(WATER_AND_POWER, {}, plain).atSurvey())
    expect(Object.keys(the.state.deadlines)).toEqual([])
    expect(new Set(the.openTasks().map(({ person }) => person))).toEqual(new Set([null]))
    expect(Object.keys(the.state)).not.toContain('taskClocks')
  })

  it('R-33, R-38: lengths in hours are taken, in seconds for the drill only, and whoever is awaited has a duty list', () => {
    const hours = { length: { kind: 'workingHours', hours: 4 }, source: '自定' } as const
    expect(CitySchema.safeParse(with_({ tasks: { ...tasks, acknowledgeReceipt: hours } })).success).toBe(true)
    const seconds = { length: { kind: 'elapsedSeconds', seconds: 9 }, source: '自定' } as const
    expect(CitySchema.safeParse(with_({ tasks: { ...tasks, redesign: seconds } })).success).toBe(false)
    const [first, ...others] = CHIBI.organisations
    const { duty: _duty, ...unnamed } = first ?? { key: '', name: '', kind: 'authority' as const }
    const refused = CitySchema.safeParse({ ...CHIBI, organisations: [unnamed, ...others] })
    expect(refused.error?.issues.map(({ path }) => path)).toEqual([['organisations', 0, 'duty']])
  })
})

describe('who does it', () => {
  const named = (duty: City['organisations'][number]['duty']): City => ({
    ...CHIBI,
    organisations: CHIBI.organisations.map((own) => (own.key === 'chengguan' ? { ...own, duty } : own)),
  })
  const personOf = (the: BranchCase, kind: string, org: string) =>
    the.openTasks().find((task) => task.kind === kind && task.org === org)?.person

  it('R-38: each task names a person as it opens, by the organisation’s duty list, until it is passed on', () => {
    const the = new BranchCase(WATER_AND_POWER, {}, named({ fileOpinion: '周工', otherwise: '值班' })).atSurvey()
    expect([personOf(the, 'fileOpinion', 'chengguan'), personOf(the, 'acknowledgeReceipt', 'chengguan')]).toEqual([
      '周工',
      '值班',
    ])
    the.act('reassignTask', officer('chengguan'), { task: the.taskOf('fileOpinion', 'chengguan'), person: '吴工' })
    the.later(1).act('acknowledgeReceipt', shuiwu, {})
    expect(personOf(the, 'fileOpinion', 'chengguan')).toBe('吴工')
  })

  it('R-38: what the user is asked for names whom the form names', () => {
    const doubts = [{ field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' }] as const
    const the = new BranchCase(WATER_AND_POWER, {}, CHIBI, [...doubts])
    the.act('requestSupplement', CLERK, { items: ['form.applicant.creditCode'], message: '请核对' })
    expect(personOf(the, 'supplementDemand', INTAKE.org)).toBe(the.state.registration.form.contact)
  })
})

describe('any acts in any order', () => {
  // Thousands of refusals are made and thrown away here: their stacks take longer than all the rest.
  const { stackTraceLimit } = Error
  beforeAll(() => void (Error.stackTraceLimit = 0))
  afterAll(() => void (Error.stackTraceLimit = stackTraceLimit))

  /** Most random acts lead nowhere near the works, so that half of the cases begin there. */
  const BEGINNINGS = [
    () => new BranchCase({ ...WATER_AND_POWER, catv: { terminals: 2 } }),
    () => surveyed(['planning', 'road']),
    () => bothUnderWorks(['planning']),
    () => underWorks(['road', 'greenery'], [], ['roadExcavation', 'greeneryOccupation']),
  ]

  const ENDING = ['dropServices', 'withdrawApplication']

  it('R-33, R-38: every open task has a clock of its owner that has not ended, and a person; nobody’s own act takes it away', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(...BEGINNINGS), fc.integer({ min: 5, max: 60 }), (seed, begin, steps) => {
        const random = randomOf(seed)
        const the = settled(begin())
        for (let step = 0; step < steps && the.state.closedAt === undefined; step += 1) {
          const acts = actsIn(the.state, { at: the.at, policy: CHIBI, random }).filter(
            ({ type }) => !ENDING.includes(type) || random() < 0.05,
          )
          const one = acts[Math.floor(random() * acts.length)]
          if (one === undefined) break
          const before = the.state
          the.act(one.type, one.actor, one.body, one.facts)
          const taken = Object.values(the.state.deadlines).filter(
            ({ id, kind, owner, supersededAt }) =>
              [isTaskClock(kind), owner === one.actor.org, supersededAt !== undefined].every(Boolean) &&
              before.deadlines[id]?.supersededAt === undefined,
          )
          if (!ENDING.includes(one.type)) expect(taken).toEqual([])
          expect(Object.values(settled(the.later(1)).state.tasks).filter((task) => isBare(the, task))).toEqual([])
        }
      }),
      { numRuns: 25 },
    )
  })

  const isBare = (the: BranchCase, task: Task) =>
    isOpenTask(task) && (clockOfTask(the.state, task) === undefined || task.person === null)

  /** What the case does by itself, at the moment of the act. */
  function settled(the: BranchCase): BranchCase {
    for (let next = forced(the.state); next.length > 0; next = forced(the.state))
      for (const body of next) the.record(body)
    return the
  }
})
