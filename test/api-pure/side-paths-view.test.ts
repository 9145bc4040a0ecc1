import { describe, expect, it } from 'vitest'
import { callerOf } from '../../api/auth/caller.ts'
import { ApplicationViewSchema } from '../../api/views/application.schema.ts'
import { applicationView } from '../../api/views/application.ts'
import { loadCities } from '../../config/load-cities.ts'
import type { Role } from '../../domain/actor/actor.ts'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { registration } from '../fixtures/forms.ts'
import { needsOuterWorks } from '../fixtures/opinions.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { commitment, inspection } from '../fixtures/works.ts'

const WATER = 'water:shuiwu' as const
const shuiwu = officer('shuiwu')
const NINE = '2026-11-23T09:00:00+08:00'

function waterCase(
  water: Record<string, unknown> = { business: 'new', tonsPerDay: 9 },
  change: Record<string, unknown> = {},
): PureCase {
  return new PureCase(applicationInput(registration(change, { services: { water } })))
}

function seenBy(the: PureCase, org: string, role: Role = 'officer') {
  const caller = callerOf({ ...officer(org, role), city: 'chibi' }, loadCities())
  return ApplicationViewSchema.parse(applicationView(the.state, caller, new Date(the.at)))
}

function clock(the: PureCase, deadline: Pick<Deadline, 'id' | 'kind' | 'owner' | 'rule'>): void {
  const [startedAt, warnAt, dueAt] = [the.at, '2026-11-26T01:00:00.000Z', '2026-11-27T01:00:00.000Z']
  the.record({
    type: 'deadlineStarted',
    rule: 'R-33',
    data: {
      deadline: {
        ...deadline,
        length: { kind: 'workingDays', days: 3 },
        startedAt,
        warnAt,
        dueAt,
        minutes: 1170,
        calendarVersion: 'test',
        provisional: false,
        advisory: false,
      },
    },
  })
}

/** Surveyed: the works touch a road, which a promise covers, and the planning, which it does not. */
function surveyed(): PureCase {
  const the = waterCase().atSurvey()
  the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, ['road', 'planning']))
  return the.closeSurvey()
}

describe('the branches of a case as the API tells them', () => {
  it('R-03, R-35: what is missing, what was asked for, and the clock that stands meanwhile', () => {
    const the = waterCase({ business: 'new' })
    clock(the, { id: 'registration', kind: 'registration', owner: 'window', rule: 'R-03' })
    the.act('requestSupplement', CLERK, { items: ['services.water.tonsPerDay'], message: '请补充日用水量' })
    expect(seenBy(the, 'shuiwu')).toMatchObject({
      missing: ['services.water.tonsPerDay'],
      supplement: { requestedAt: NINE, items: ['services.water.tonsPerDay'] },
      deadlines: [
        { id: 'registration', stoppedAt: NINE, stopReason: 'awaitingUser', stopReasonName: '等待用户', light: 'green' },
      ],
    })
    the.act('supplementDemand', INTAKE, { services: { water: { business: 'new', tonsPerDay: 9 } } })
    expect(seenBy(the, 'shuiwu')).toMatchObject({ missing: [], supplement: { answeredAt: NINE } })
  })

  it('R-01, R-06, R-11, R-13: who guided, the area, the joint visit, the time of the survey and its waiver', () => {
    const the = waterCase(undefined, { area: 'elsewhere', guidedBy: 'zigui' }).atSurvey()
    the.act('recordJointVisit', shuiwu, { date: '2026-11-23', orgs: ['shuiwu'], findings: '接口已预留' })
    the.act('scheduleSurvey', officer('zhujian'), { at: '2026-11-24T09:00:00+08:00' })
    expect(seenBy(the, 'zhujian')).toMatchObject({
      area: 'elsewhere',
      guidedBy: 'zigui',
      guidedByName: '自规局',
      jointVisit: {
        date: '2026-11-23',
        orgs: [{ org: 'shuiwu', orgName: '赤壁水务集团公司' }],
        findings: '接口已预留',
      },
      survey: { visitAt: '2026-11-24T09:00:00+08:00', missing: ['zigui', 'chengguan', 'shuiwu'] },
    })
    the.act('waiveSurvey', officer('zhujian', 'lead'), { reason: '户内改造', signer: '张局长' })
    expect(seenBy(the, 'zhujian').survey).toMatchObject({
      waived: { reason: '户内改造', signer: '张局长' },
      missing: ['shuiwu'],
    })
    expect(seenBy(the, 'fagai', 'auditor').survey?.waived?.signer).toBe('张**')
  })

  it('R-17: approvals with their names, light and decision; R-19: the schedule that they came with', () => {
    const the = surveyed()
    the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30'))
    const sections = [{ road: '河北大道', from: '1 号', to: '9 号' }]
    the.act('applyForApprovals', shuiwu, {
      approvals: ['worksPlanning'],
      worksFrom: '2026-11-23',
      worksTo: '2026-11-30',
      sections,
      responsible: '陈工',
    })
    const id = 'shuiwu:worksPlanning:1'
    clock(the, { id: `approval:${id}`, kind: 'approval', owner: 'zigui', rule: 'R-17' })
    the.act('requestApprovalSupplement', officer('zigui'), { approval: id, message: '补管线综合图' })
    expect(seenBy(the, 'zhujian').approvals).toEqual([
      {
        id,
        key: 'worksPlanning',
        name: '市政管线工程规划许可',
        org: 'shuiwu',
        orgName: '赤壁水务集团公司',
        authority: 'zigui',
        authorityName: '自规局',
        lines: [WATER],
        status: 'applied',
        statusName: '审批中',
        appliedAt: NINE,
        supplement: { requestedAt: NINE },
        due: '2026-11-27T09:00:00+08:00',
        light: 'green',
      },
    ])
    the.act('supplyApproval', shuiwu, { approval: id, message: '已补' })
    the.act('decideApproval', officer('zigui'), { approval: id, approved: false, reason: '与规划管位冲突' })
    expect(seenBy(the, 'zhujian').approvals[0]).toMatchObject({
      status: 'refused',
      statusName: '不予批准',
      reason: '与规划管位冲突',
      decidedAt: NINE,
      supplement: { suppliedAt: NINE },
    })
    expect(seenBy(the, 'zhujian').schedules).toMatchObject([
      { org: 'shuiwu', version: 1, worksFrom: '2026-11-23', worksTo: '2026-11-30', responsible: '陈工' },
    ])
    expect(seenBy(the, 'fagai', 'auditor').schedules[0]?.responsible).toBe('陈*')
  })

  it('R-19, R-20, R-38: a repair, an order with its extension and its broken promise, a named person', () => {
    const the = waterCase().atSurvey()
    the.act('fileOpinion', shuiwu, needsOuterWorks(WATER))
    the.closeSurvey()
    the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30'))
    the.act('fileDesign', shuiwu, { line: WATER, title: '设计', summary: 'DN200' })
    the.act('fileConstructionPlan', shuiwu, { line: WATER, title: '方案', summary: '明挖', nearbyOwners: [] })
    the.act('startWorks', shuiwu, { line: WATER })
    the.act('reportEmergencyRepair', shuiwu, { line: WATER, place: '路口', what: '挖断旧管' })
    the.act('fileInspection', officer('chengguan', 'inspector'), inspection(WATER, [1], '2026-11-25'))
    const order = `${WATER}:1`
    the.act('requestExtension', shuiwu, { order, dueDate: '2026-11-27', reason: '等围挡到货' })
    const rectify = Object.values(the.state.tasks).find(
      ({ kind, closedSeq }) => kind === 'rectify' && closedSeq === undefined,
    )
    the.act('reassignTask', shuiwu, { task: rectify?.id ?? '', person: '陈立军' })
    expect(seenBy(the, 'zhujian')).toMatchObject({
      repairs: [{ id: `${WATER}:repair:1`, orgName: '赤壁水务集团公司', place: '路口', startedAt: NINE }],
      rectifications: [{ order, extension: { dueDate: '2026-11-27', reason: '等围挡到货' } }],
    })
    const personOf = (view: ReturnType<typeof seenBy>) => view.awaiting.find(({ kind }) => kind === 'rectify')?.person
    expect([personOf(seenBy(the, 'zhujian')), personOf(seenBy(the, 'fagai', 'auditor'))]).toEqual(['陈立军', '陈**'])
    the.record({
      type: 'promiseBroken',
      rule: 'R-20',
      data: { org: 'shuiwu', order, promises: [1], creditRecord: 'credit:1', office: 'office' },
    })
    const { rectifications, commitments } = seenBy(the, 'zhujian')
    expect(rectifications[0]).toMatchObject({ brokenAt: NINE, creditRecord: 'credit:1' })
    expect(commitments[0]?.promises.map(({ brokenAt }) => brokenAt)).toEqual([NINE, undefined, undefined, undefined])
  })

  it('R-22, R-23: inner works in fen, with each part and whether it is paid', () => {
    const the = surveyed()
    the.act('requestInnerWorks', CLERK, { line: WATER, scope: '厂区内管网' })
    the.act('quoteInnerWorks', shuiwu, {
      line: WATER,
      items: [
        { name: '管材', amountFen: 100_00 },
        { name: '人工', amountFen: 50_00 },
      ],
      priceDocument: '赤发改价〔2025〕3 号',
    })
    the.act('agreeInstalments', CLERK, {
      line: WATER,
      parts: [
        { dueDate: '2026-11-23', amountFen: 50_00 },
        { dueDate: '2026-12-23', amountFen: 100_00 },
      ],
    })
    the.act('recordPayment', shuiwu, { line: WATER, part: 1, paidOn: '2026-11-23' })
    expect(seenBy(the, 'zhujian').lines[0]?.innerWorks).toEqual({
      scope: '厂区内管网',
      amountFen: 150_00,
      priceDocument: '赤发改价〔2025〕3 号',
      parts: [
        { part: 1, dueDate: '2026-11-23', amountFen: 50_00, paid: true, paidOn: '2026-11-23' },
        { part: 2, dueDate: '2026-12-23', amountFen: 100_00, paid: false },
      ],
    })
  })
})
