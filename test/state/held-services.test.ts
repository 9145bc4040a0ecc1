import { describe, expect, it } from 'vitest'
import type { EventBody } from '../../domain/case/event.ts'
import { defined } from '../../domain/defined.ts'
import { partTaken, pushOf, unpushed } from '../../workflows/application/core/held.ts'
import { isComplete, missingOpinions } from '../../workflows/application/core/missing.ts'
import { outcomeOf } from '../../workflows/application/core/outcome.ts'
import { conveningOf } from '../../workflows/application/core/letter.ts'
import { silence } from '../../workflows/application/core/silence.ts'
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { BranchCase, guowang, POWER, shuiwu, WATER } from '../fixtures/branch-case.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { connectable, needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'

const GAS = 'gas:ranqi' as const
const ranqi = officer('ranqi')
const zigui = officer('zigui')
const chengguan = officer('chengguan')
const DOUBT = { field: 'form.applicant.creditCode', code: 'creditCodeCheckCharacter' } as const

const water = { business: 'new' as const, tonsPerDay: 9 }
const power = { business: 'new' as const, kilovoltAmperes: 100 }
const gas = { business: 'new' as const, use: 'domestic' as const, cubicMetresPerDay: 5 }
const { cubicMetresPerDay: _open, ...openGas } = gas
const { kilovoltAmperes: _open2, ...openPower } = power
const GAS_MISSING = 'services.gas.cubicMetresPerDay'
const POWER_MISSING = 'services.power.kilovoltAmperes'

/** As the workflow goes on by itself: what is complete is taken and pushed. */
function goesOn(the: BranchCase): BranchCase {
  const { state } = the
  const record = (body: EventBody) => {
    the.record(body)
  }
  const lines = partTaken(state)
  if (state.accepted === undefined && isComplete(state))
    record({ type: 'demandAccepted', rule: 'R-03', data: { how: 'complete', ...defined({ lines }) } })
  if (the.state.accepted === undefined) return the
  if (the.state.pushedAt === undefined) record({ type: 'demandPushed', rule: 'R-03', data: pushOf(the.state, lines) })
  else if (unpushed(the.state).length > 0) {
    const ids = unpushed(the.state).map(({ id }) => id)
    record({ type: 'demandPushed', rule: 'R-03', data: pushOf(the.state, ids) })
  }
  return the
}

function begun(
  services: Record<string, unknown> = { water, power, gas: openGas },
  warnings: (typeof DOUBT)[] = [],
): BranchCase {
  const the = new BranchCase(services, {}, CHIBI, warnings, { correctsForm: true, holdsByService: true })
  the.clock('registration', 'registration', 'window')
  return the
}

const ASK_GAS = { items: [GAS_MISSING], message: '请补用气量' }

function asked(body: Parameters<BranchCase['act']>[2] = ASK_GAS, the = begun()): BranchCase {
  the.later(30).act('requestSupplement', CLERK, body as typeof ASK_GAS)
  return goesOn(the)
}

const sent = (the: BranchCase) => {
  const { parties } = the.state
  the.record({
    type: 'surveyProposed',
    rule: 'R-11',
    data: { parties: Object.keys(parties), opinionRequired: [], visitAt: '2026-11-24T01:00:00.000Z' },
  })
  the.record({ type: 'surveyConvened', rule: 'R-11', data: conveningOf(the.state, { how: 'proposed' }) })
  return the
}

const lapse = (the: BranchCase) => {
  const body = silence(the.state, { kind: 'supplementDemand', id: 'any' })?.(the.at)
  if (body === undefined) throw new Error('nothing lapses')
  the.record(body)
}

describe('R-03: a missing item holds up only its own service', () => {
  it('R-03: the others are taken up and pushed at once; what waits has a clock of its own, which stands', () => {
    const the = asked()
    expect(the.events.at(-2)).toMatchObject({
      type: 'demandAccepted',
      data: { how: 'complete', lines: [WATER, POWER] },
    })
    expect(the.events.at(-1)).toMatchObject({ type: 'demandPushed', data: { lines: [WATER, POWER] } })
    expect(pushOf(the.state, [WATER, POWER]).recipients).not.toContain('ranqi')
    expect(the.state.deadlines['registration']).toMatchObject({ metAt: the.at })
    expect(the.state.deadlines['registration:gas']).toMatchObject({ stoppedAt: the.at, stopReason: 'awaitingUser' })
    expect(the.state.deadlines['registration:gas']?.metAt).toBeUndefined()
    expect(the.awaited()).toContain('supplementDemand hubeiGovernmentService')
    expect(the.awaited()).toContain('acknowledgeReceipt guowang')
    expect(the.awaited()).not.toContain('acknowledgeReceipt ranqi')
    expect(the.refused('acknowledgeReceipt', ranqi, {}).code).toBe('wrong-stage')
    expect(the.refused('requestSupplement', CLERK, ASK_GAS).code).toBe('wrong-stage')
    expect(the.refused('acceptDemand', CLERK, {}).code).toBe('already-done')
    expect(the.refused('resumeClock', officer('office'), { deadline: 'registration:gas' }).code).toBe('wrong-stage')
  })

  it('R-03: asked before the clock was there, the own clock stands from its start', () => {
    const the = new BranchCase({ water, gas: openGas }, {}, CHIBI, [DOUBT], { holdsByService: true })
    the.act('requestSupplement', CLERK, ASK_GAS)
    the.later(1).clock('registration', 'registration', 'window')
    expect(the.state.deadlines['registration']?.stoppedAt).toBeUndefined()
    expect(the.state.deadlines['registration:gas']).toMatchObject({ stoppedAt: the.at, stopReason: 'awaitingUser' })
  })

  it('R-03, R-14: answered before the letter is out, it joins the one visit; each receives it', () => {
    const the = asked()
    the.act('acknowledgeReceipt', zigui, {})
    the.record({
      type: 'surveyProposed',
      rule: 'R-11',
      data: { parties: [], opinionRequired: [], visitAt: '2026-11-24T01:00:00.000Z' },
    })
    the.later(60).act('supplementDemand', INTAKE, { services: { water, power, gas } })
    expect(the.state.deadlines['registration:gas']?.resumedAt).toBe(the.at)
    goesOn(the)
    expect(the.events.at(-1)).toMatchObject({ type: 'demandPushed', data: { lines: [GAS] } })
    expect(pushOf(the.state, [GAS]).recipients).not.toContain('guowang')
    expect(the.state.deadlines['registration:gas']).toMatchObject({ metAt: the.at })
    expect(the.state.supplement?.answeredAt).toBe(the.at)
    expect(the.awaited()).toEqual(expect.arrayContaining(['acknowledgeReceipt ranqi', 'acknowledgeReceipt zigui']))
    expect(missingOpinions(the.state)).toContain('ranqi')
    expect(conveningOf(the.state, { how: 'proposed' }).parties).toContain('ranqi')
    the.act('fileOpinion', ranqi, connectable(GAS))
  })

  it('R-03, R-14: answered after the letter, it is surveyed by itself, and the authorities may still find', () => {
    const the = sent(asked())
    expect(conveningOf(the.state, { how: 'proposed' }).parties).not.toContain('ranqi')
    expect(the.refused('fileOpinion', ranqi, connectable(GAS)).code).toBe('wrong-stage')
    expect(missingOpinions(the.state)).not.toContain('ranqi')
    for (const by of [zigui, chengguan]) the.act('fileOpinion', by, NO_OBJECTION)
    the.act('fileOpinion', shuiwu, connectable(WATER))
    the.act('fileOpinion', guowang, connectable(POWER))
    the.closeSurvey()
    expect([the.status(POWER), the.status(GAS)]).toEqual(['connectable', 'surveying'])
    expect(the.refused('supplementDemand', INTAKE, { address: '某路 3 号' }).code).toBe('wrong-stage')
    expect(
      the.refused('supplementDemand', INTAKE, { services: { water: { ...water, tonsPerDay: 8 }, power, gas } }),
    ).toEqual({ code: 'wrong-stage', field: 'services.water' })
    the.later(60).act('supplementDemand', INTAKE, { services: { water, power, gas } })
    goesOn(the)
    expect(the.state.lines[GAS]).toMatchObject({ status: 'awaitingOpinion', ownVisit: true })
    expect(the.awaited()).toContain('fileResurvey ranqi')
    expect(the.awaited()).not.toContain('fileOpinion ranqi')
    expect(the.refused('fileOpinion', ranqi, connectable(GAS)).code).toBe('wrong-stage')
    const found = (line: typeof GAS | typeof WATER) => ({ found: [{ line, touches: ['roadExcavation'] }] })
    expect(the.refused('fileOpinion', chengguan, found(WATER)).code).toBe('survey-closed')
    the.act('fileOpinion', chengguan, found(GAS))
    expect(the.state.lines[GAS]?.found).toHaveProperty('chengguan')
    expect(the.refused('fileResurvey', ranqi, { line: GAS, connectable: true }).code).toBe('opinion-contradictory')
    const outer = needsOuterWorks(GAS).lines?.[0]
    the.act('fileResurvey', ranqi, outer as never)
    expect(the.status(GAS)).toBe('outerWorks')
    expect(missingOpinions(the.state)).toEqual([])
  })

  it('R-03: never answered, only what waited is not taken up, and nothing waits for it', () => {
    const the = sent(asked())
    the.act('fileOpinion', zigui, NO_OBJECTION)
    lapse(the.later(10_000))
    expect(the.state.lines[GAS]).toMatchObject({ status: 'withdrawn', notTakenUpAt: the.at })
    expect(the.state.lines[GAS]?.held).toBeUndefined()
    expect(the.state.deadlines['registration:gas']?.supersededAt).toBe(the.at)
    expect(the.state.withdrawn).toBeUndefined()
    expect(the.awaited().join()).not.toContain('supplementDemand')
    expect(silence(the.state, { kind: 'supplementDemand', id: 'any' })).toBeUndefined()
    expect(the.refused('supplementDemand', INTAKE, { services: { water, power, gas } }).code).toBe('validation-failed')
    the.act('fileOpinion', guowang, connectable(POWER))
  })

  it('R-03: a letter about the whole form holds up all, and unanswered ends the case as not taken up', () => {
    const the = asked({ items: [GAS_MISSING, 'address'], message: '地址不详' })
    expect(the.state.accepted).toBeUndefined()
    expect(the.state.deadlines['registration']).toMatchObject({ stopReason: 'awaitingUser' })
    expect(Object.keys(the.state.deadlines)).not.toContain('registration:gas')
    expect(the.awaited()).toEqual(['supplementDemand hubeiGovernmentService'])
    expect(the.refused('supplementDemand', INTAKE, { address: '某路 3 号' }).code).toBe('demand-incomplete')
    lapse(the)
    expect(the.state.withdrawn).toMatchObject({ notTakenUp: true })
    expect([outcomeOf(the.state), the.awaited()]).toEqual(['notTakenUp', []])
    expect(the.state.deadlines['registration']?.supersededAt).toBe(the.at)
    const answered = asked({ items: [GAS_MISSING, 'address'], message: '地址不详' })
    answered.later(5).act('supplementDemand', INTAKE, { address: '某路 3 号', services: { water, power, gas } })
    expect(answered.state.deadlines['registration']?.resumedAt).toBe(answered.at)
    goesOn(answered)
    expect(answered.events.at(-1)).toMatchObject({ type: 'demandPushed' })
    expect(answered.events.at(-1)?.data).not.toHaveProperty('lines')
    expect(Object.values(answered.state.lines).some(({ held }) => held !== undefined)).toBe(false)
  })

  it('R-03: of two services asked for, what is given goes on alone', () => {
    const the = asked(
      { items: [GAS_MISSING, POWER_MISSING], message: '请补' },
      begun({ power: openPower, gas: openGas }),
    )
    expect(the.state.accepted).toBeUndefined()
    expect(the.refused('supplementDemand', INTAKE, { phone: '13871234567' }).code).toBe('demand-incomplete')
    the.later(60).act('supplementDemand', INTAKE, { services: { power, gas: openGas } })
    expect(the.events.at(-1)?.data).toMatchObject({ releases: ['power'] })
    expect(the.state.supplement?.answeredAt).toBeUndefined()
    expect(the.state.deadlines['registration:gas']).toMatchObject({ stopReason: 'awaitingUser' })
    expect(the.state.deadlines['registration']?.resumedAt).toBe(the.at)
    goesOn(the)
    expect(the.events.at(-1)).toMatchObject({ type: 'demandPushed', data: { lines: [POWER] } })
    lapse(the)
    expect([the.status(POWER), the.status(GAS), the.state.withdrawn]).toEqual(['surveying', 'withdrawn', undefined])
  })

  it('R-03: what concerns one service in other words holds up that; general fields hold up all', () => {
    const concerning = (services: ('power' | 'gas' | 'catv')[], item = '用电位置') => ({
      items: [GAS_MISSING, item],
      message: '请说明',
      concerns: [{ item, services }],
    })
    const the = begun()
    const field = (body: ReturnType<typeof concerning>) => the.refused('requestSupplement', CLERK, body)
    expect(field(concerning(['catv']))).toEqual({ code: 'validation-failed', field: 'concerns.0.services' })
    expect(field(concerning(['gas'], 'form.address'))).toEqual({ code: 'validation-failed', field: 'concerns.0.item' })
    expect(field(concerning(['gas'], 'services.power.business'))).toEqual({
      code: 'validation-failed',
      field: 'concerns.0.services',
    })
    expect(field({ ...concerning(['gas']), items: [GAS_MISSING] })).toEqual({
      code: 'validation-failed',
      field: 'concerns.0.item',
    })
    expect(field({ ...concerning(['power']), items: [GAS_MISSING, '用电位置', 'services.catv.terminals'] })).toEqual({
      code: 'validation-failed',
      field: 'items.2',
    })
    asked(concerning(['power']), the)
    expect(partTaken(the.state)).toEqual([WATER])
    the.act('supplementDemand', INTAKE, { services: { water, power, gas } })
    expect(the.events.at(-1)?.data).toMatchObject({ releases: ['gas'] })
    the.act('supplementDemand', INTAKE, { remarks: '用电位置在东侧' })
    expect(the.events.at(-1)?.data).toMatchObject({ releases: ['power'] })
    expect(the.state.supplement?.answeredAt).toBe(the.at)
  })

  it('R-03, R-08: a doubt is confirmed for what is complete; what waits goes on later by itself', () => {
    const the = asked(ASK_GAS, begun({ power, gas: openGas }, [DOUBT]))
    expect(the.awaited().toSorted()).toEqual(['acceptDemand window', 'supplementDemand hubeiGovernmentService'])
    expect(the.state.deadlines['registration']?.stoppedAt).toBeUndefined()
    the.act('acceptDemand', CLERK, {})
    expect(the.events.at(-1)).toMatchObject({ data: { how: 'confirmed', lines: [POWER] } })
    goesOn(the)
    the.act('supplementDemand', INTAKE, { services: { power, gas } })
    goesOn(the)
    expect(the.state.lines[GAS]?.held).toBeUndefined()
  })

  it('R-03, R-37: corrected meanwhile nothing is released; dropped, nobody waits for it any more', () => {
    const the = asked()
    the.act('supplementDemand', INTAKE, { address: '某路 3 号' }, { corrections: 0 })
    expect(the.state.registration.form.address).toBe('某路 3 号')
    expect(the.state.supplement?.answeredAt).toBeUndefined()
    expect(the.refused('supplementDemand', INTAKE, { services: { water, power, gas: openGas } }).code).toBe(
      'demand-incomplete',
    )
    the.act('dropServices', INTAKE, { lines: [GAS], reason: '暂不用气' })
    expect(the.state.deadlines['registration:gas']?.supersededAt).toBe(the.at)
    expect(the.awaited().join()).not.toContain('supplementDemand')
  })

  it('R-03, R-37: where all that is left waits, the one clock stands; withdrawn, no clock runs', () => {
    const the = asked(ASK_GAS, begun({ power, gas: openGas }, [DOUBT]))
    the.act('dropServices', INTAKE, { lines: [POWER], reason: '暂不用电' })
    expect(the.state.deadlines['registration']).toMatchObject({ stoppedAt: the.at, stopReason: 'awaitingUser' })
    expect(isComplete(the.state)).toBe(false)
    const gone = asked()
    gone.act('withdrawApplication', INTAKE, { reason: '项目取消' })
    expect(Object.values(gone.state.deadlines).every(({ metAt, supersededAt }) => metAt ?? supersededAt)).toBe(true)
    expect([gone.awaited(), outcomeOf(gone.state)]).toEqual([[], 'withdrawn'])
  })

  it('R-03: a case of before is asked as a whole', () => {
    const the = new BranchCase({ water, gas: openGas })
    the.clock('registration', 'registration', 'window')
    const whose = { ...ASK_GAS, concerns: [{ item: GAS_MISSING, services: ['gas' as const] }] }
    expect(the.refused('requestSupplement', CLERK, whose)).toEqual({ code: 'validation-failed', field: 'concerns' })
    the.act('requestSupplement', CLERK, ASK_GAS)
    expect(the.events.at(-1)?.data).toEqual(ASK_GAS)
    expect(the.state.deadlines['registration']?.stopReason).toBe('awaitingUser')
    expect(isComplete(the.state)).toBe(false)
    expect(silence(the.state, { kind: 'supplementDemand', id: 'any' })).toBeUndefined()
  })
})
