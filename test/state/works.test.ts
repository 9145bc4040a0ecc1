import { describe, expect, it } from 'vitest'
import { localDate } from '../../domain/clocks/local-date.ts'
import { INTAKE, officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, needsOuterWorks } from '../fixtures/opinions.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { refusal } from '../fixtures/refusal.ts'
import { commitment, inspection } from '../fixtures/works.ts'

const WATER = 'water:shuiwu' as const
const shuiwu = officer('shuiwu')
const inspector = officer('chengguan', 'inspector')

/** Water needs outer works on a road, power is connectable; today is 2026-11-23 in the city. */
function surveyed(
  touches: Parameters<typeof needsOuterWorks>[1] = ['road'],
  phase = 'none',
  change: Parameters<typeof applicationInput>[1] = {},
): PureCase {
  const the = new PureCase(
    applicationInput(
      registration(
        { phase },
        { services: { water: { business: 'new', tonsPerDay: 9 }, power: { business: 'new', kilovoltAmperes: 100 } } },
      ),
      change,
    ),
  ).atSurvey()
  the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, touches))
  the.act('fileOpinion', officer('guowang'), connectable('power:guowang'))
  return the.closeSurvey()
}

function committed(): PureCase {
  const the = surveyed()
  the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30'))
  return the
}

function readyToStart(owners: string[] = ['ranqi', 'telecom']): PureCase {
  const the = committed()
  the.act('fileDesign', shuiwu, { line: WATER, title: '给水设计', summary: 'DN200' })
  the.act('fileConstructionPlan', shuiwu, { line: WATER, title: '施工方案', summary: '明挖', nearbyOwners: owners })
  return the
}

function underWorks(): PureCase {
  const the = readyToStart([])
  the.act('startWorks', shuiwu, { line: WATER })
  return the
}

function completed(): PureCase {
  const the = underWorks()
  the.act('fileInspection', inspector, inspection(WATER))
  the.act('completeWorks', shuiwu, { line: WATER })
  return the
}

describe('papers as tasks', () => {
  const awaited = (the: PureCase) =>
    Object.values(the.state.tasks)
      .filter(({ closedSeq, org }) => closedSeq === undefined && org === 'shuiwu')
      .map(({ kind, deadlineId }) => `${kind} ${deadlineId ?? ''}`)
      .filter((task) => !task.startsWith('acknowledgeReceipt'))

  it('R-18, R-33, R-38: the first design, plan and progress are awaited with the clock of the works; of before 0.6 none', () => {
    const [the, before] = [surveyed(['road'], 'none', { awaitsPapers: true }), surveyed()]
    const both = (act: (each: PureCase) => void) => [the, before].forEach(act)
    both((each) => each.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30')))
    const clock = 'works:water:shuiwu'
    expect(awaited(before)).toEqual([`startWorks ${clock}`])
    expect(awaited(the)).toEqual(['startWorks', 'fileDesign', 'fileConstructionPlan'].map((kind) => `${kind} ${clock}`))
    both((each) => each.act('fileDesign', shuiwu, { line: WATER, title: '给水设计', summary: 'DN200' }))
    expect(awaited(the)).toEqual([`startWorks ${clock}`, `fileConstructionPlan ${clock}`])
    const plan = { line: WATER, title: '施工方案', summary: '明挖', nearbyOwners: [] }
    both((each) => each.act('fileConstructionPlan', shuiwu, plan))
    both((each) => each.act('startWorks', shuiwu, { line: WATER }))
    expect(awaited(before)).toEqual([`completeWorks ${clock}`])
    expect(awaited(the)).toEqual([`completeWorks ${clock}`, `reportProgress ${clock}`])
    both((each) => each.act('reportProgress', shuiwu, { line: WATER, percent: 40 }))
    expect(awaited(the)).toEqual(awaited(before))
  })
})

describe('commitment', () => {
  it('R-16: 附件3 gives the approvals it replaces at once, tells each authority, and makes four rows', () => {
    const the = surveyed(['road', 'traffic'])
    the.act('signCommitment', shuiwu, commitment('2026-11-24', '2026-12-10', ['roadExcavation', 'roadTraffic']))
    expect(the.events.filter((event) => event.type === 'approvalGranted').map((event) => event.data.authority)).toEqual(
      ['chengguan', 'jiaojing'],
    )
    expect(the.state.lines[WATER]?.status).toBe('committed')
    expect(the.state.commitments['shuiwu']).toMatchObject({
      version: 1,
      grants: { chengguan: ['roadExcavation'], jiaojing: ['roadExcavation', 'roadTraffic'] },
    })
    expect(the.state.commitments['shuiwu']?.promises.map((row) => row.number)).toEqual([1, 2, 3, 4])
  })

  it('R-15, R-16: it lists every approval the works need, and none that is unknown', () => {
    const the = surveyed(['road', 'greenery'])
    expect(refusal(() => the.act('signCommitment', shuiwu, commitment('2026-11-24', '2026-12-10')))).toEqual({
      code: 'approval-missing',
      field: 'approvals',
    })
    expect(
      refusal(() =>
        the.act(
          'signCommitment',
          shuiwu,
          commitment('2026-11-24', '2026-12-10', ['roadExcavation', 'greeneryOccupation', 'moonLanding']),
        ),
      ),
    ).toEqual({ code: 'approval-unknown', field: 'approvals.2' })
  })

  it('R-16: by another utility, for a connectable line, before the result, or in the past: refused', () => {
    const the = surveyed()
    expect(
      refusal(() => the.act('signCommitment', officer('mobile'), commitment('2026-11-24', '2026-12-10'))).code,
    ).toBe('not-concerned')
    expect(
      refusal(() => the.act('signCommitment', officer('guowang'), commitment('2026-11-24', '2026-12-10'))).code,
    ).toBe('no-outer-works')
    expect(
      refusal(() => new PureCase().atSurvey().act('signCommitment', shuiwu, commitment('2026-11-24', '2026-12-10')))
        .code,
    ).toBe('wrong-stage')
    expect(refusal(() => the.act('signCommitment', shuiwu, commitment('2026-11-22', '2026-12-10')))).toEqual({
      code: 'date-past',
      field: 'worksFrom',
    })
  })

  it('R-19: a superseding commitment changes the end date and starts a deadline of its own', () => {
    const the = underWorks()
    the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-12-20'))
    expect(the.state.commitments['shuiwu']).toMatchObject({ version: 2, commitment: { worksTo: '2026-12-20' } })
    expect(the.state.lines[WATER]?.status).toBe('constructing')
  })
})

describe('before the start', () => {
  it('R-19: no works without commitment, plans, every hand-over, and before the committed date', () => {
    const the = surveyed()
    expect(refusal(() => the.act('startWorks', shuiwu, { line: WATER })).code).toBe('commitment-required')
    the.act('signCommitment', shuiwu, commitment('2026-11-25', '2026-11-30'))
    expect(refusal(() => the.act('startWorks', shuiwu, { line: WATER })).code).toBe('plan-missing')
    the.act('fileDesign', shuiwu, { line: WATER, title: '给水设计', summary: 'DN200' })
    the.act('fileConstructionPlan', shuiwu, {
      line: WATER,
      title: '施工方案',
      summary: '明挖',
      nearbyOwners: ['ranqi', 'telecom'],
    })
    expect(refusal(() => the.act('startWorks', shuiwu, { line: WATER })).code).toBe('handover-missing')
    the.act('signHandover', officer('ranqi'), { line: WATER, positions: '管顶埋深 1.2 米', signer: '刘工' })
    the.act('signHandover', officer('telecom'), { line: WATER, positions: '人行道下 0.8 米', signer: '吴工' })
    expect(refusal(() => the.act('startWorks', shuiwu, { line: WATER })).code).toBe('works-too-early')
    the.at = '2026-11-25T00:30:00.000Z'
    expect(localDate(the.at, CHIBI.hours)).toBe('2026-11-25')
    the.act('startWorks', shuiwu, { line: WATER })
    expect(the.state.lines[WATER]?.status).toBe('constructing')
  })

  it('R-19: an owner nearby who is not in the case signs its own hand-over, once; nobody else does', () => {
    const the = readyToStart(['mobile'])
    expect(the.state.parties['mobile']).toMatchObject({ kind: 'utility', pipelineOwner: true, opinionRequired: false })
    expect(
      refusal(() => the.act('signHandover', officer('unicom'), { line: WATER, positions: '无', signer: '甲' })).code,
    ).toBe('not-concerned')
    the.act('signHandover', officer('mobile'), { line: WATER, positions: '0.8 米', signer: '乙' })
    expect(
      refusal(() => the.act('signHandover', officer('mobile'), { line: WATER, positions: '0.8 米', signer: '乙' }))
        .code,
    ).toBe('already-done')
  })

  it('R-18: owners named must be utilities, and not oneself', () => {
    const the = committed()
    const plan = { line: WATER, title: '施工方案', summary: '明挖' }
    expect(refusal(() => the.act('fileConstructionPlan', shuiwu, { ...plan, nearbyOwners: ['zigui'] })).field).toBe(
      'nearbyOwners.0',
    )
    expect(refusal(() => the.act('fileConstructionPlan', shuiwu, { ...plan, nearbyOwners: ['shuiwu'] })).field).toBe(
      'nearbyOwners.0',
    )
  })
})

describe('supervision', () => {
  it('R-20: completion needs a passed inspection where the works touch a road', () => {
    const the = underWorks()
    expect(refusal(() => the.act('completeWorks', shuiwu, { line: WATER })).code).toBe('inspection-missing')
    the.act('fileInspection', inspector, inspection(WATER))
    the.act('completeWorks', shuiwu, { line: WATER })
    expect(the.state.commitments['shuiwu']?.promises[0]?.checks).toMatchObject([
      { by: 'chengguan', kept: true, line: WATER },
    ])
  })

  it("R-20: an order holds up completion until its own authority's re-inspection passes", () => {
    const the = underWorks()
    the.act('fileInspection', inspector, inspection(WATER, [1]))
    const order = 'water:shuiwu:1'
    expect(the.state.orders[order]).toMatchObject({ org: 'chengguan', utility: 'shuiwu', promises: [1] })
    expect(refusal(() => the.act('completeWorks', shuiwu, { line: WATER })).code).toBe('rectification-open')
    expect(refusal(() => the.act('reinspect', inspector, { order, passed: true })).code).toBe('wrong-stage')
    expect(refusal(() => the.act('reportRectified', officer('guowang'), { order, remarks: '已整改' })).code).toBe(
      'not-concerned',
    )
    the.act('reportRectified', shuiwu, { order, remarks: '已补设围挡' })
    expect(refusal(() => the.act('reinspect', officer('zhujian', 'inspector'), { order, passed: true })).code).toBe(
      'not-concerned',
    )
    the.act('reinspect', inspector, { order, passed: false })
    the.act('reportRectified', shuiwu, { order, remarks: '再次整改' })
    the.act('reinspect', inspector, { order, passed: true })
    expect(refusal(() => the.act('reinspect', inspector, { order, passed: true })).code).toBe('already-done')
    the.act('completeWorks', shuiwu, { line: WATER })
    expect(the.state.lines[WATER]?.status).toBe('completed')
  })

  it('R-20: two inspectors at once with opposite results: both stand, and the order stays open', () => {
    const the = underWorks()
    the.act('fileInspection', officer('zhujian', 'inspector'), inspection(WATER))
    the.act('fileInspection', inspector, inspection(WATER, [3]))
    expect(the.state.commitments['shuiwu']?.promises[2]?.checks.map((check) => check.kept)).toEqual([true, false])
    expect(refusal(() => the.act('completeWorks', shuiwu, { line: WATER })).code).toBe('rectification-open')
  })

  it("R-20: only an authority of the case inspects, after the start; an order's date is not in the past", () => {
    const the = readyToStart([])
    expect(refusal(() => the.act('fileInspection', inspector, inspection(WATER))).code).toBe('wrong-stage')
    the.act('startWorks', shuiwu, { line: WATER })
    expect(refusal(() => the.act('fileInspection', officer('fagai', 'inspector'), inspection(WATER))).code).toBe(
      'not-concerned',
    )
    expect(refusal(() => the.act('fileInspection', inspector, inspection('power:guowang'))).code).toBe('no-outer-works')
    expect(refusal(() => the.act('fileInspection', inspector, inspection(WATER, [1], '2026-11-20')))).toEqual({
      code: 'date-past',
      field: 'order.dueDate',
    })
    expect(refusal(() => the.act('reportRectified', shuiwu, { order: 'water:shuiwu:7', remarks: '无' })).code).toBe(
      'order-unknown',
    )
  })
})

describe('acceptance, restoration, connection', () => {
  it('R-21: works are accepted after completion, by the acceptor; refused works go on', () => {
    const the = underWorks()
    expect(refusal(() => the.act('acceptWorks', officer('zhujian'), { line: WATER, passed: true })).code).toBe(
      'works-not-completed',
    )
    const done = completed()
    expect(refusal(() => done.act('acceptWorks', officer('chengguan'), { line: WATER, passed: true })).code).toBe(
      'not-concerned',
    )
    done.act('acceptWorks', officer('zhujian'), { line: WATER, passed: false, remarks: '压力试验不合格' })
    expect(done.state.lines[WATER]?.status).toBe('constructing')
    done.act('completeWorks', shuiwu, { line: WATER })
    done.act('acceptWorks', officer('zhujian'), { line: WATER, passed: true })
    expect(refusal(() => done.act('acceptWorks', officer('zhujian'), { line: WATER, passed: true })).code).toBe(
      'already-done',
    )
    expect(done.state.lines[WATER]).toMatchObject({ status: 'accepted', laidInAdvance: false })
  })

  it('R-25: works of an early phase are laid in advance', () => {
    const the = surveyed(['traffic'], 'landPlanning')
    the.act('signCommitment', shuiwu, commitment('2026-11-23', '2026-11-30', ['roadTraffic']))
    the.act('fileDesign', shuiwu, { line: WATER, title: '设计', summary: '略' })
    the.act('fileConstructionPlan', shuiwu, { line: WATER, title: '方案', summary: '略', nearbyOwners: [] })
    the.act('startWorks', shuiwu, { line: WATER })
    the.act('fileInspection', officer('jiaotong', 'inspector'), inspection(WATER))
    the.act('completeWorks', shuiwu, { line: WATER })
    the.act('acceptWorks', officer('zhujian'), { line: WATER, passed: true })
    expect(the.state.lines[WATER]?.laidInAdvance).toBe(true)
    expect(refusal(() => the.act('reportRestored', shuiwu, { line: WATER })).code).toBe('no-outer-works')
  })

  it('R-14, R-24: an appointment takes the lines that are ready; a line under works is not', () => {
    const the = underWorks()
    const at = '2026-11-26T09:00:00+08:00'
    expect(refusal(() => the.act('appointConnection', INTAKE, { at, lines: [WATER] })).code).toBe('line-not-ready')
    the.act('appointConnection', INTAKE, { at })
    expect(the.state.lines['power:guowang']?.status).toBe('appointed')
    expect(the.state.lines[WATER]?.status).toBe('constructing')
    expect(the.state.stage).toBe('construction')
  })

  it('R-21, R-26: restoration is reported and confirmed after acceptance, and never delays connection', () => {
    const the = completed()
    expect(refusal(() => the.act('reportRestored', shuiwu, { line: WATER })).code).toBe('wrong-stage')
    the.act('acceptWorks', officer('zhujian'), { line: WATER, passed: true })
    the.act('appointConnection', INTAKE, { at: '2026-11-26T09:00:00+08:00', lines: [WATER] })
    the.act('reportConnected', shuiwu, { line: WATER })
    expect(openTasks(the)).toContain('restoreSite shuiwu')
    expect(refusal(() => the.act('confirmRestoration', officer('chengguan'), { line: WATER })).code).toBe('wrong-stage')
    the.act('reportRestored', shuiwu, { line: WATER })
    expect(refusal(() => the.act('confirmRestoration', officer('zhujian'), { line: WATER })).code).toBe('not-concerned')
    the.act('confirmRestoration', officer('chengguan'), { line: WATER })
    expect(openTasks(the).filter((task) => task.includes('estor'))).toEqual([])
  })
})

function openTasks(the: PureCase): string[] {
  return Object.values(the.state.tasks)
    .filter((task) => task.closedSeq === undefined)
    .map((task) => `${task.kind} ${task.org}`)
}
