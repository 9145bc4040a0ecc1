import { describe, expect, it } from 'vitest'
import type { ActBodies } from '../../domain/act/act.schema.ts'
import { roadWorksOf } from '../../workflows/application/core/trench.ts'
import { apply } from '../../workflows/application/core/apply.ts'
import { can, eventsOf } from '../../workflows/application/core/can.ts'
import type { ActFacts } from '../../workflows/application/core/act-rule.ts'
import { eventRows } from '../../db/rows.ts'
import { partiesOf } from '../../domain/case/parties.ts'
import { officer } from '../fixtures/actors.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { defined } from '../../domain/defined.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, needsOuterWorks } from '../fixtures/opinions.ts'
import { applicationInput, PureCase, SERVICE_NUMBER } from '../fixtures/pure-case.ts'
import { refusal } from '../fixtures/refusal.ts'
import { commitment } from '../fixtures/works.ts'

const WATER = 'water:shuiwu' as const
const GAS = 'gas:ranqi' as const
const POWER = 'power:guowang' as const
const shuiwu = officer('shuiwu')
const withLine = (
  line: typeof WATER | typeof GAS | typeof POWER,
  serviceNumber = SERVICE_NUMBER,
): ActBodies['agreeSharedTrench'] => ({ line: WATER, with: { serviceNumber, line } })

/** Water and gas need works, on the same section unless told; power none. */
function surveyed(sections?: ActBodies['signCommitment']['sections']): PureCase {
  const the = new PureCase(
    applicationInput(
      registration(
        {},
        {
          services: {
            water: { business: 'new', tonsPerDay: 9 },
            power: { business: 'new', kilovoltAmperes: 1 },
            gas: { business: 'new', use: 'domestic', cubicMetresPerDay: 3 },
          },
        },
      ),
    ),
  ).atSurvey()
  the.act('fileOpinion', shuiwu, needsOuterWorks(WATER, ['road'], defined({ sections })))
  the.act('fileOpinion', officer('ranqi'), needsOuterWorks(GAS))
  the.act('fileOpinion', officer('guowang'), connectable(POWER))
  return the.closeSurvey()
}

const refused = (the: PureCase, body: ActBodies['agreeSharedTrench'], org = 'shuiwu', facts?: ActFacts) =>
  refusal(() => {
    can(the.state, { type: 'agreeSharedTrench', actor: officer(org), at: the.at, body, facts }, CHIBI)
  })

describe('agreeing to share a trench', () => {
  it('R-18: each side says so for its own line, once; the works tell with whom', () => {
    const the = surveyed()
    the.act('agreeSharedTrench', shuiwu, withLine(GAS))
    the.act('agreeSharedTrench', officer('ranqi'), { line: GAS, with: { serviceNumber: SERVICE_NUMBER, line: WATER } })
    expect(the.events.at(-2)).toMatchObject({
      type: 'trenchSharingAgreed',
      rule: 'R-18',
      data: { line: WATER, with: { line: GAS }, section: { road: '河北大道', from: '发展大道路口', to: '厂区北门' } },
    })
    expect(roadWorksOf(the.state).map(({ line, agreedWith }) => [line, agreedWith.map((ref) => ref.line)])).toEqual([
      [WATER, [GAS]],
      [GAS, [WATER]],
    ])
    expect(refused(the, withLine(GAS))).toMatchObject({ code: 'already-done' })
  })

  it('R-18: in centimetres where the sender says so; an act that 0.2 recorded is recorded alike by every replay', () => {
    const the = surveyed()
    const from = (line: 'water' | 'gas', begin: string, end: string) => {
      const works = the.state.lines[line === 'water' ? WATER : GAS]?.outerWorks
      if (works === undefined) throw new Error('no works')
      Object.assign(works, { sections: [{ road: '河北大道', from: begin, to: end }] })
    }
    from('water', 'K1+250.3', 'K1+400')
    from('gas', 'K1+000', 'K1+300.7')
    const act = { type: 'agreeSharedTrench', actor: shuiwu, at: the.at, body: withLine(GAS) } as const
    const sectionOf = (facts?: ActFacts) =>
      eventsOf(the.state, { ...act, ...(facts === undefined ? {} : { facts }) }, CHIBI)
    expect(sectionOf({ centimetres: true })).toMatchObject([
      { data: { section: { from: 'K1+250.3', to: 'K1+300.7' } } },
    ])
    expect(sectionOf()).toMatchObject([
      { data: { section: { from: 'K1+250.29999999999995', to: 'K1+300.70000000000005' } } },
    ])
  })

  it("R-18: not for another's line, not with itself, not with a line that has no works or is not there", () => {
    const the = surveyed()
    expect(refused(the, withLine(GAS), 'ranqi')).toMatchObject({ code: 'not-concerned', field: 'line' })
    expect(refused(the, withLine(WATER))).toMatchObject({ code: 'validation-failed', field: 'with.line' })
    expect(refused(the, withLine(POWER))).toMatchObject({ code: 'no-common-section', field: 'with' })
    expect(refused(the, { line: WATER, with: { serviceNumber: SERVICE_NUMBER, line: 'catv:chutian' } })).toMatchObject({
      code: 'line-unknown',
      field: 'with.line',
    })
    expect(refused(new PureCase().atSurvey(), withLine(GAS))).toMatchObject({ code: 'wrong-stage' })
  })

  it('R-18: with another case only where the API found a common section, which the event keeps', () => {
    const the = surveyed()
    const body = withLine(GAS, 'CB-20261123-00002-8')
    expect(refused(the, body)).toMatchObject({ code: 'no-common-section' })
    const facts = { commonSection: { road: '河北大道', from: 'K1+000', to: 'K1+200' } }
    can(the.state, { type: 'agreeSharedTrench', actor: shuiwu, at: the.at, body, facts }, CHIBI)
    expect(
      eventsOf(the.state, { type: 'agreeSharedTrench', actor: shuiwu, at: the.at, body, facts }, CHIBI),
    ).toMatchObject([{ data: { with: body.with, section: facts.commonSection } }])
  })
})

describe('the road sections of a case', () => {
  it("R-18: by the survey's opinion, then by the schedule in force; none of what was dropped before it began", () => {
    const sections = [
      { road: '发展大道', from: 'K0+000', to: 'K0+100' },
      { road: '河北大道', from: 'K1+000', to: 'K1+100' },
    ]
    const the = surveyed(sections)
    expect(roadWorksOf(the.state).map(({ line, worksFrom }) => [line, worksFrom])).toEqual([
      [WATER, null],
      [WATER, null],
      [GAS, null],
    ])
    the.act('signCommitment', shuiwu, {
      ...commitment('2026-11-23', '2026-11-30'),
      sections,
    })
    expect(roadWorksOf(the.state).map(({ line, road, worksTo }) => [line, road, worksTo])).toEqual([
      [WATER, '发展大道', '2026-11-30'],
      [WATER, '河北大道', '2026-11-30'],
      [GAS, '河北大道', null],
    ])
    the.act('dropServices', officer('hubeiGovernmentService', 'system'), { lines: [GAS], reason: '不用气了' })
    expect(roadWorksOf(the.state).map(({ line }) => line)).toEqual([WATER, WATER])
  })

  it('R-18: opened when works start, over when they are completed; refused works are open again', () => {
    const the = surveyed()
    const { state } = the
    const line = state.lines[WATER]
    if (line === undefined) throw new Error('no line')
    const works = {
      designs: 1,
      plans: 1,
      handovers: {},
      percent: 100,
      inspectionsPassed: 1,
      startedAt: '2026-11-24T00:00:00.000Z',
      completedAt: '2026-11-25T00:00:00.000Z',
    }
    const at = (status: 'completed' | 'constructing') =>
      roadWorksOf({ ...state, lines: { [WATER]: { ...line, status, works } } })[0]
    expect(at('completed')).toMatchObject({
      openedAt: works.startedAt,
      completedAt: works.completedAt,
      restoredAt: null,
    })
    expect(at('constructing')).toMatchObject({ completedAt: null })
    expect(
      apply(state, {
        type: 'trenchSharingAgreed',
        rule: 'R-18',
        seq: state.seq + 1,
        at: the.at,
        actor: shuiwu,
        data: { line: WATER, with: { serviceNumber: 'B', line: GAS }, section: { road: '甲', from: '乙', to: '丙' } },
      }).trenches,
    ).toHaveLength(1)
  })
})

describe('an overlap with another case', () => {
  const found = (serviceNumber: string): NonNullable<ActFacts['overlaps']>[number] => ({
    line: WATER,
    with: { serviceNumber, line: 'network:telecom' },
    utility: 'telecom',
    section: { road: '河北大道', from: 'K1+000', to: 'K1+200' },
    closeness: 'overlapping',
  })
  const filed = (the: PureCase, overlaps: ActFacts['overlaps']) => {
    const body = needsOuterWorks(WATER)
    const command = { type: 'fileOpinion', actor: shuiwu, at: the.at, body, facts: defined({ overlaps }) } as const
    can(the.state, command, CHIBI)
    return eventsOf(the.state, command, CHIBI)
  }
  const services = { water: { business: 'new', tonsPerDay: 9 } }
  const begun = () => new PureCase(applicationInput(registration({}, { services }))).atSurvey()

  it('R-18: is told by the act that brings it to light, to both utilities and to who approves works on roads, once', () => {
    const the = begun()
    const events = filed(the, [found('CB-2'), found('CB-3')])
    expect(events.slice(1)).toMatchObject([
      { type: 'overlapFound', rule: 'R-18', data: { ...found('CB-2'), told: ['chengguan'] } },
      { type: 'overlapFound', data: { with: { serviceNumber: 'CB-3' } } },
    ])
    for (const event of events) the.record(event, shuiwu)
    expect(the.state.overlaps).toHaveLength(2)
    expect(filed(the, [found('CB-2'), found('CB-4')]).slice(1)).toMatchObject([
      { data: { with: { serviceNumber: 'CB-4' } } },
    ])
  })

  it('R-18, R-27: its push reaches the other utility and 城管局, whoever takes part in this case', () => {
    const the = begun()
    for (const event of filed(the, [found('CB-2')])) the.record(event, shuiwu)
    const { outbox } = eventRows([{ event: the.events.at(-1)!, state: the.state }])
    expect(outbox[0]?.audience).toEqual(expect.arrayContaining(['chengguan', 'shuiwu', 'telecom']))
    expect(partiesOf(the.state)).not.toContain('telecom')
  })

  it('R-18: nothing is told of a line that is not there, and nothing where nobody knows', () => {
    expect(filed(begun(), [{ ...found('CB-2'), line: 'network:telecom' }])).toHaveLength(1)
    expect(filed(begun(), undefined)).toHaveLength(1)
  })
})
