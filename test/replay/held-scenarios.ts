/** What is recorded of cases whose letter holds up only the services that it concerns, since 0.8. */
import { CLERK, INTAKE, officer } from '../fixtures/actors.ts'
import { registration } from '../fixtures/forms.ts'
import { connectable, NO_OBJECTION } from '../fixtures/opinions.ts'
import type { City } from '../../domain/city/city.schema.ts'
import { connected, drill, inMilliseconds, POWER, WATER } from './plays.ts'
import type { CaseScenario } from './scenarios.ts'

const power = { business: 'new' as const, kilovoltAmperes: 10 }

/** the user has a few seconds. */
function shortTerm(): City {
  const city = drill()
  const { taskClocks } = city
  if (taskClocks === undefined) throw new Error('no clocks of tasks')
  const supplementDemand = { length: { kind: 'elapsedSeconds' as const, seconds: 3 }, source: '演练' }
  return { ...city, taskClocks: { ...taskClocks, tasks: { ...taskClocks.tasks, supplementDemand } } }
}

export const HELD: Readonly<Record<string, CaseScenario>> = {
  'held-own-visit': {
    tells: 'R-03, R-14: water waits for its user, power does not; complete after the letter, it is surveyed by itself',
    registration: () => registration({}, { services: { water: { business: 'new' }, power } }),
    start: { touchesByItem: true, correctsForm: true, holdsByService: true },
    carries: true,
    async play(the) {
      await the.act('requestSupplement', CLERK, { items: ['services.water.tonsPerDay'], message: '请补用水量' })
      await the.reaches((state) => state.survey?.proposal !== undefined)
      await the.act('conveneSurvey', officer('zhujian'), {})
      for (const org of ['zigui', 'chengguan']) await the.act('fileOpinion', officer(org), NO_OBJECTION)
      await the.act('supplementDemand', INTAKE, { services: { water: { business: 'new', tonsPerDay: 3 }, power } })
      await the.reaches((state) => state.lines[WATER]?.ownVisit === true)
      await the.act('fileOpinion', officer('guowang'), connectable(POWER))
      await the.act('fileResurvey', officer('shuiwu'), { line: WATER, connectable: true })
      await the.act('appointConnection', INTAKE, { at: inMilliseconds(3_600_000), lines: [WATER, POWER] })
      await connected(the, [WATER, POWER])
    },
  },
  'held-not-taken-up': {
    tells: 'R-03: all waits for the user, who never answers: not taken up when the term of the letter is over',
    registration: () => registration({}, { services: { water: { business: 'new' } } }),
    start: { policy: shortTerm(), touchesByItem: true, correctsForm: true, holdsByService: true },
    carries: true,
    async play(the) {
      await the.act('requestSupplement', CLERK, { items: ['services.water.tonsPerDay'], message: '请补用水量' })
      await the.reaches((state) => state.closedAt !== undefined)
    },
  },
}
