import { describe, expect, it } from 'vitest'
import { findApplication } from '../../db/queries/applications.ts'
import { ACT_TYPES, ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import type { Actor } from '../../domain/actor/actor.ts'
import { Refusal } from '../../domain/problem.ts'
import type { ProblemCode } from '../../domain/problem.ts'
import type { TaskKind } from '../../domain/case/task.ts'
import { by, LINE } from '../../scripts/process/example.ts'
import { standingOf } from '../../scripts/process/explore.ts'
import { eventsTo } from '../../scripts/process/machine.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import type { Choice } from '../../workflows/lib/core/choices.ts'
import { newKey } from '../fixtures/api.ts'
import { APPLICATIONS } from '../fixtures/application-client.ts'
import { exampleBodies, namedFrom } from '../fixtures/example-bodies.ts'
import { testServers } from '../fixtures/matter-api.ts'
import { catchUp, daysNow, seededCase } from '../fixtures/seeded-case.ts'
import { factsFor, planOf, situations, tried, WHOSE_IS_TOLD_FIRST } from '../fixtures/situations.ts'
import type { Planned, Situation, Trial } from '../fixtures/situations.ts'

const servers = testServers({ ownDatabase: true })

interface OfferView {
  readonly type: ActType
  readonly href: string
  readonly choices: readonly (Pick<Choice, 'field' | 'of'> & {
    readonly options: Choice['options']
    readonly others: readonly { value: string; code: ProblemCode; detail: string }[]
  })[]
}
interface Offers {
  readonly may: readonly OfferView[]
  readonly mayNot: readonly { readonly type: ActType; readonly code: ProblemCode }[]
}

/** Always the same sample, in which each act is sent once where it is offered, and each refusal with a code is met. */
const SAMPLE = { seed: 14, offered: 1, refused: 1 }
/** As many situations are looked at together. */
const LANES = 4

/** Their officers may do all that they are awaited for. */
const AWAITED = [by('shuiwu'), by('chengguan'), by('zhujian')]

const count = { situations: 0, tasks: 0, accepted: 0, refused: 0, asNamed: 0, untimed: 0 }
const wrong: string[] = []
const [kinds, blocked] = [new Set<TaskKind>(), new Set<string>()]

/** A busy server is asked once more. A refusal that comes too early is what is wanted here. */
async function send(url: string, { org, role, sub }: Actor, body?: unknown) {
  const token = await servers.api.token(org, role, { sub })
  const key = newKey()
  const once = () => (body === undefined ? servers.api.get(url, token) : servers.api.post({ url, token, body, key }))
  const answer = await once()
  return answer.statusCode === 503 ? once() : answer
}

/** Nothing that is said of what may be done needs personal data. */
function personalIn({ registration: { form } }: CaseState, text: string): readonly string[] {
  const { applicant, contact, phone, address } = form
  const number = applicant.kind === 'enterprise' ? applicant.creditCode : applicant.identityNumber
  return [applicant.name, number, contact, phone, address].filter((each) => text.includes(each))
}

async function offersFor(serviceNumber: string, state: CaseState, actor: Actor): Promise<Offers> {
  const answer = await send(`${APPLICATIONS}/${serviceNumber}/acts`, actor)
  expect([answer.statusCode, answer.payload]).toEqual([200, expect.any(String)])
  expect(personalIn(state, answer.payload)).toEqual([])
  const offers = answer.json<Offers>()
  expect([...offers.may, ...offers.mayNot].map(({ type }) => type).toSorted()).toEqual(ACT_TYPES.toSorted())
  return offers
}

/** As a page has them. */
function choicesOf({ choices }: OfferView): readonly Choice[] {
  return choices.map(({ field, of, options, others }) => ({
    field,
    of,
    options: [...options, ...others.map(({ value, code, detail }) => ({ value, refusal: new Refusal(code, detail) }))],
  }))
}

const stateOf = async (serviceNumber: string, { state }: Situation) =>
  (await findApplication(servers.database, serviceNumber))?.state ?? state

/** In a case of its own, for it will not be the same afterwards. */
async function take(situation: Situation, { type, actor }: Trial): Promise<void> {
  const copy = await seededCase(servers, situation.state)
  const state = await stateOf(copy, situation)
  const { may, mayNot } = await offersFor(copy, state, actor)
  const offer = may.find((each) => each.type === type)
  let last = offer === undefined ? `not offered: ${mayNot.find((each) => each.type === type)?.code ?? ''}` : ''
  for (const body of offer === undefined ? [] : exampleBodies(type, namedFrom(choicesOf(offer)), state, daysNow())) {
    const answer = await send(offer?.href ?? '', actor, body)
    if (answer.statusCode === 200) {
      count.accepted += 1
      return
    }
    last = answer.payload
  }
  // Which times suit for a visit `survey/times` says, and no rule without a calendar.
  if (last.includes('visit-time-unsuitable')) count.untimed += 1
  else wrong.push(`${standingOf(situation.state)} ${actor.org} ${type}: ${last}`)
}

async function beRefused(serviceNumber: string, situation: Situation, { type, actor }: Trial): Promise<void> {
  const state = await stateOf(serviceNumber, situation)
  const told = (await offersFor(serviceNumber, state, actor)).mayNot.find((each) => each.type === type)?.code
  const claimFacts = type === 'claimApplication' ? factsFor(type) : undefined
  const body = told === 'forbidden' ? {} : tried({ state, type, actor, days: daysNow(), facts: claimFacts }).body
  const answer = await send(`${APPLICATIONS}/${serviceNumber}/${ACTS[type].path}`, actor, body ?? {})
  const code = answer.statusCode === 200 ? 'taken' : answer.json<{ code: string }>().code
  // Where there is nothing to name, the act can only name what is not there.
  const unknown = told === 'wrong-stage' && code.endsWith('-unknown')
  const whose = told === 'not-concerned' && WHOSE_IS_TOLD_FIRST.includes(type) && answer.statusCode === 409
  // whom a case does not name hears of none.
  const hidden = type === 'claimApplication' && told === 'not-concerned' && code === 'application-not-found'
  if (code === told || hidden) count.refused += 1
  else if (unknown || whose) count.asNamed += 1
  else wrong.push(`${standingOf(situation.state)} ${actor.org} ${type}: told ${told ?? 'offered'}, was ${code}`)
}

interface TaskView {
  readonly serviceNumber: string
  readonly kind: TaskKind
  readonly line?: string
  readonly order?: string
  readonly act: ActType
  readonly href: string
  readonly about: Readonly<Record<string, string>>
  readonly blockedBy?: { readonly code: ProblemCode }
}

/** each task of theirs says what the offers say, of the same thing. */
async function readInbox(serviceNumber: string, situation: Situation, actor: Actor): Promise<void> {
  const inbox = await send(`/api/v1/organisations/${actor.org}/tasks?serviceNumber=${serviceNumber}`, actor)
  const { items } = inbox.json<{ items: TaskView[] }>()
  const { may, mayNot } = await offersFor(serviceNumber, await stateOf(serviceNumber, situation), actor)
  const waits = Object.values(situation.state.tasks).filter(({ closedSeq, org }) => !closedSeq && org === actor.org)
  expect(items.map(({ kind }) => kind).toSorted()).toEqual(waits.map(({ kind }) => kind).toSorted())
  for (const { kind, act, about, blockedBy, line, order, ...task } of items) {
    kinds.add(kind)
    if (blockedBy !== undefined) blocked.add(`${kind} ${blockedBy.code}`)
    expect(task).toMatchObject({ serviceNumber, href: `${APPLICATIONS}/${serviceNumber}/${ACTS[act].path}` })
    expect(order).toBe(about['order'])
    if (order !== undefined) expect(line).toEqual(expect.any(String))
    const [field, value] = Object.entries(about)[0] ?? []
    const offer = may.find(({ type }) => type === act)
    const choice = offer?.choices.find((each) => each.field === field)
    const told =
      choice?.others.find((each) => each.value === value)?.code ?? mayNot.find(({ type }) => type === act)?.code
    // What waits for the organisation is done by another of its people: a decision by who answers for it.
    const isTheirs = (ACTS[act].roles as readonly string[]).includes(actor.role)
    expect([kind, isTheirs ? blockedBy?.code : 'forbidden']).toEqual([kind, told])
    if (choice !== undefined && blockedBy === undefined)
      expect(choice.options).toContainEqual(expect.objectContaining({ value }))
  }
  count.tasks += items.length
}

async function look({ situation, trials }: Planned): Promise<void> {
  const serviceNumber = await seededCase(servers, situation.state)
  count.situations += 1
  for (const actor of AWAITED) await readInbox(serviceNumber, situation, actor)
  for (const trial of trials)
    await (trial.code === undefined ? take(situation, trial) : beRefused(serviceNumber, situation, trial))
}

describe('GET /applications/{n}/acts over the situations of the process page', () => {
  it(
    'each offered act is accepted over HTTP, each other refused with the code that was told',
    { timeout: 400_000 },
    async () => {
      const all = situations()
      const plan = planOf(all, SAMPLE)
      const left = plan.toReversed()
      const lane = async () => {
        for (let next = left.pop(); next !== undefined; next = left.pop()) await look(next)
      }
      await Promise.all(Array.from({ length: LANES }, lane))
      process.stdout.write(`${JSON.stringify({ ...count, of: all.length })}\n`)
      expect(wrong).toEqual([])
      const offered = new Set(plan.flatMap(({ trials }) => trials.flatMap(({ code, type }) => (code ? [] : [type]))))
      expect(ACT_TYPES.filter((type) => !offered.has(type))).toEqual([])
      expect(count.accepted + count.untimed).toBeGreaterThanOrEqual(ACT_TYPES.length)
      expect(count.refused).toBeGreaterThan(150)
      expect([...kinds]).toEqual(
        expect.arrayContaining([
          'fileDesign',
          'fileConstructionPlan',
          'reportProgress',
          'startWorks',
          'rectify',
          'reinspect',
        ]),
      )
      expect([...blocked]).toEqual(
        expect.arrayContaining(['startWorks plan-missing', 'completeWorks rectification-open']),
      )
    },
  )
})

describe('what was offered is no promise, and is offered to nobody else', () => {
  const [SHUIWU, OTHER_USER] = [by('shuiwu'), { sub: 'user-9', org: 'applicant', role: 'applicant' } as const]
  /** Where works have just begun, and before which event. */
  const begun = () => {
    for (const { state } of situations()) {
      const started = eventsTo(state).find(({ type }) => type === 'worksStarted')
      if (started !== undefined) return { state, before: started.seq - 1 }
    }
    throw new Error('nowhere do works begin')
  }

  it('R-39: who may not read a case is offered nothing in it, and one who knows their own only hears of none', async () => {
    const serviceNumber = await seededCase(servers, begun().state)
    const acts = `${APPLICATIONS}/${serviceNumber}/acts`
    for (const [actor, refusal] of [
      [by('ranqi'), [403, 'not-concerned']],
      [OTHER_USER, [404, 'application-not-found']],
      [by('ehuiban', 'system'), [404, 'application-not-found']],
    ] as const) {
      const answer = await send(acts, actor)
      expect([actor.org, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([actor.org, ...refusal])
    }
    const elsewhere = await servers.api.get(acts, await servers.api.token('shuiwu', 'officer', { city: 'drill' }))
    expect([elsewhere.statusCode, elsewhere.json<{ code: string }>().code]).toEqual([404, 'application-not-found'])
    expect((await send(`${acts}?as=zhujian`, SHUIWU)).statusCode).toBe(422)
    expect((await send(`/api/v1/organisations/shuiwu/tasks?case=${serviceNumber}`, SHUIWU)).statusCode).toBe(422)
  })

  it('rows that are behind offer what has ended: the case refuses it with its code, and `minSeq` waits for them', async () => {
    const { state, before } = begun()
    const serviceNumber = await seededCase(servers, state, before)
    const url = `${APPLICATIONS}/${serviceNumber}`
    const offers = (await send(`${url}/acts`, SHUIWU)).json<Offers & { seq: number }>()
    const offer = offers.may.find(({ type }) => type === 'startWorks')
    expect([offers.seq, offer?.choices[0]?.options[0]?.value]).toEqual([before, LINE])
    const extra = await send(offer?.href ?? '', SHUIWU, { line: LINE, surprise: 1 })
    expect([extra.statusCode, extra.json<{ code: string }>().code]).toEqual([422, 'validation-failed'])
    const late = await send(offer?.href ?? '', SHUIWU, { line: LINE })
    expect([late.statusCode, late.json<{ code: string }>().code]).toEqual([409, 'already-done'])
    const waiting = send(`${url}/acts?minSeq=${state.seq}`, SHUIWU)
    await catchUp(servers, serviceNumber, state)
    const { seq, may, mayNot } = (await waiting).json<Offers & { seq: number }>()
    expect([seq, may.some(({ type }) => type === 'startWorks')]).toEqual([state.seq, false])
    expect(mayNot).toContainEqual(expect.objectContaining({ type: 'startWorks', code: 'already-done' }))
  })
})
