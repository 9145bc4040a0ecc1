import { describe, expect, it } from 'vitest'
import { CitySchema } from '../../domain/city/city.schema.ts'
import { TOUCHED } from '../../domain/case/service.ts'
import { AREAS } from '../../domain/case/stage.ts'
import { CHIBI } from '../fixtures/cities.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, needsOuterWorks, NO_OBJECTION } from '../fixtures/opinions.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { officer } from '../fixtures/actors.ts'

/** A case of water and power, surveyed: which events it took, and who is awaited then. */
function surveyed(area: (typeof AREAS)[number]) {
  const the = new PureCase(
    applicationInput(
      registration(
        { area },
        { services: { water: { business: 'new', tonsPerDay: 1 }, power: { business: 'new', kilovoltAmperes: 1 } } },
      ),
    ),
  ).atSurvey()
  for (const org of ['zigui', 'chengguan']) the.act('fileOpinion', officer(org), NO_OBJECTION)
  the.act('fileOpinion', officer('shuiwu'), needsOuterWorks('water:shuiwu'))
  the.act('fileOpinion', officer('guowang'), connectable('power:guowang'))
  the.closeSurvey()
  return {
    types: the.events.map(({ type }) => type),
    stage: the.state.stage,
    lines: the.state.lines,
    awaited: Object.values(the.state.tasks)
      .filter(({ closedSeq }) => closedSeq === undefined)
      .map(({ kind, org }) => `${kind} ${org}`),
  }
}

describe('where the plan binds', () => {
  it.each(AREAS)('R-06: %s goes the same way, with the same parties and services', (area) => {
    expect(surveyed(area)).toEqual(surveyed('planningArea'))
  })

  it('R-06: inside the planning area where nothing is said; no other area is known', () => {
    expect(registration({ area: undefined }).area).toBe('planningArea')
    expect(() => registration({ area: 'abroad' })).toThrow()
  })
})

describe('the list of approvals', () => {
  it('R-15: has a version; each stands with its legal basis, its authority, and whether a promise may replace it', () => {
    expect(CHIBI.approvals.version).not.toBe('')
    for (const approval of CHIBI.approvals.list) {
      expect(approval.legalBasis).toMatch(/《.+》/)
      expect(CHIBI.organisations.map(({ key }) => key)).toContain(approval.authority)
      expect(typeof approval.replaceable).toBe('boolean')
    }
    expect(new Set(CHIBI.approvals.list.map(({ touches }) => touches))).toEqual(new Set(TOUCHED))
  })

  it.each(['legalBasis', 'replaceable', 'authority', 'touches'])('R-15: an entry without %s is no policy', (field) => {
    const [first, ...others] = CHIBI.approvals.list
    expect(
      CitySchema.safeParse({
        ...CHIBI,
        approvals: { ...CHIBI.approvals, list: [{ ...first, [field]: undefined }, ...others] },
      }).success,
    ).toBe(false)
    expect(CitySchema.safeParse(CHIBI).success).toBe(true)
  })

  it('R-15: a case keeps the list of its own policy, whatever comes into force later', () => {
    const the = new PureCase(applicationInput())
    expect(the.state.approvalNeeds.map(({ key, replaceable }) => [key, replaceable])).toEqual(
      CHIBI.approvals.list.map(({ key, replaceable }) => [key, replaceable]),
    )
  })
})
