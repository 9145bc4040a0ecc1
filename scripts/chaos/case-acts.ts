/** What a party does to a case next: the tests' own generator of any acts, with what only a live system can take. */
import type { ActBodies } from '../../domain/act/act.schema.ts'
import type { City } from '../../domain/city/city.schema.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { linesOf } from '../../workflows/application/core/lines.ts'
import { officer } from '../../test/fixtures/actors.ts'
import { actsIn, isAllowed, triesIn } from '../../test/fixtures/any-acts.ts'
import type { AnyAct, Now } from '../../test/fixtures/any-acts.ts'
import { registrationBody } from '../../test/fixtures/forms.ts'

const [FORWARD, LEGAL] = [0.55, 0.92] as const
/** Rare enough that most cases come to their end by being connected. */
const SELDOM: Readonly<Record<string, number>> = {
  withdrawApplication: 0.02,
  dropServices: 0.1,
  waiveSurvey: 0.2,
  putOffSurvey: 0.2,
  orderResurvey: 0.3,
  suspendClock: 0.5,
}

export class CaseActs {
  readonly #city: City
  readonly #used = new Map<string, number>()

  constructor(city: City) {
    this.#city = city
  }

  /** Mostly what brings the case on, else what was done least so far, now and then what is not allowed. */
  choose(state: CaseState, random: () => number): AnyAct | undefined {
    const now: Now = { at: new Date().toISOString(), policy: this.#city, random }
    const kind = random()
    if (kind >= LEGAL) return soon(pick(triesIn(state, now), random), random)
    const legal = legalIn(state, now).filter(({ type }) => random() < (SELDOM[type] ?? 1))
    const forward = legal.filter((act) => act.forward)
    const chosen = soon(
      kind < FORWARD && forward.length > 0 ? pick(forward, random) : this.#rarest(legal, random),
      random,
    )
    if (chosen !== undefined) this.#used.set(chosen.type, (this.#used.get(chosen.type) ?? 0) + 1)
    return chosen
  }

  #rarest(acts: readonly AnyAct[], random: () => number): AnyAct | undefined {
    const least = Math.min(...acts.map(({ type }) => this.#used.get(type) ?? 0))
    return pick(
      acts.filter(({ type }) => (this.#used.get(type) ?? 0) === least),
      random,
    )
  }
}

/** What is awaited of somebody; nothing where the case waits for a clock. */
export function awaitedIn(state: CaseState, city: City, random: () => number): AnyAct | undefined {
  const now: Now = { at: new Date().toISOString(), policy: city, random }
  return pick(
    legalIn(state, now).filter(({ forward }) => forward),
    random,
  )
}

/** Facts come from the API alone. */
function legalIn(state: CaseState, now: Now): readonly AnyAct[] {
  const others = more(state, now).filter((act) => isAllowed(state, act, now))
  return [...actsIn(state, now), ...others].filter(({ facts }) => facts === undefined)
}

function more(state: CaseState, { at }: Now): readonly AnyAct[] {
  const lines = linesOf(state).filter(({ works }) => works !== undefined)
  const absent = Object.values(state.parties).filter(
    ({ kind, org }) => kind === 'authority' && state.opinions[org] === undefined,
  )
  const body: ActBodies['fileJointRecord'] = {
    opinions: absent.map(({ org }) => ({ org, opinion: { remarks: '现场无异议' } })),
  }
  return [
    { type: 'fileJointRecord', actor: officer(state.convener, 'lead'), body, forward: false },
    {
      type: 'scheduleSurvey',
      actor: officer(state.convener),
      body: { at: new Date(Date.parse(at) + 500).toISOString() },
      forward: false,
    },
    ...lines.flatMap(({ id, utility }) =>
      lines
        .filter((other) => other.id !== id)
        .map((other): AnyAct => ({
          type: 'agreeSharedTrench',
          actor: officer(utility),
          body: { line: id, with: { serviceNumber: state.serviceNumber, line: other.id } },
          forward: false,
        })),
    ),
  ]
}

/** In this city nobody waits for a minute: whom the generator has come then comes in seconds. */
function soon(act: AnyAct | undefined, random: () => number): AnyAct | undefined {
  if (act?.type !== 'appointConnection') return act
  const body = act.body as ActBodies['appointConnection']
  if (Date.parse(body.at) > Date.now() + 120_000) return act
  return { ...act, body: { ...body, at: new Date(Date.now() + 1_000 + random() * 1_500).toISOString() } }
}

const SERVICES = {
  water: { business: 'new', tonsPerDay: 9 },
  power: { business: 'new', kilovoltAmperes: 100 },
  gas: { business: 'new', use: 'production', cubicMetresPerDay: 300 },
  network: { operators: ['chutian'], access: ['broadband'] },
  catv: { terminals: 2 },
} as const

/** A form of one to three services; one in five has to be looked at by its collector. */
export function anyRegistration(random: () => number): Record<string, unknown> {
  const names = Object.keys(SERVICES) as (keyof typeof SERVICES)[]
  const chosen = new Set(
    Array.from({ length: 1 + Math.floor(random() * 3) }, () => names[Math.floor(random() * names.length)] ?? 'water'),
  )
  const phase = ['none', 'worksPlanning', 'constructionPermit'][Math.floor(random() * 3)]
  const creditCode = random() < 0.2 ? '91440101MA5CJQ4N50' : '91440101MA5CJQ4N59'
  const projectCode = `2411-421281-04-01-${String(Math.floor(random() * 1_000_000)).padStart(6, '0')}`
  return registrationBody(
    { phase },
    {
      applicant: { kind: 'enterprise', name: '湖北蒲圻精密制造有限公司', creditCode },
      projectCode,
      services: Object.fromEntries([...chosen].map((name) => [name, SERVICES[name]])),
    },
  )
}

export function pick<Item>(items: readonly Item[], random: () => number): Item | undefined {
  return items[Math.floor(random() * items.length)]
}
