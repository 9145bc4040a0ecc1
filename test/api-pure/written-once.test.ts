import { describe, expect, it } from 'vitest'
import { callerOf } from '../../api/auth/caller.ts'
import { applicationView } from '../../api/views/application.ts'
import { loadCities } from '../../config/load-cities.ts'
import type { Deadline } from '../../domain/clocks/deadline.ts'
import { RegistrationSchema } from '../../domain/demand/registration.schema.ts'
import { maskText, NOTHING_HIDDEN } from '../../domain/masking/words.ts'
import { maskingLens } from '../../domain/visibility/lens.ts'
import { applicationInput, PureCase } from '../fixtures/pure-case.ts'
import { personsDemand, READERS } from '../fixtures/who-sees-what.ts'

const CITIES = loadCities()
const callers = READERS.map(([, org, role, , sub = `${org}-1`]) =>
  callerOf({ iss: 'https://issuer.test', sub, org, role, city: 'chibi' }, CITIES),
)
const CLOCK: Deadline = {
  id: 'survey',
  kind: 'survey',
  owner: 'zhujian',
  rule: 'R-12',
  length: { kind: 'workingDays', days: 2 },
  startedAt: '2026-11-23T01:00:00.000Z',
  warnAt: '2026-11-24T06:00:00.000Z',
  dueAt: '2026-11-25T09:30:00.000Z',
  minutes: 960,
  calendarVersion: 'cn-2026.1',
  provisional: false,
  advisory: false,
}

function surveyed(): PureCase {
  const the = new PureCase(applicationInput(RegistrationSchema.parse(personsDemand()))).atSurvey()
  the.record({ type: 'deadlineStarted', rule: 'R-33', data: { deadline: CLOCK } })
  return the
}

const surveyIn = (view: ReturnType<typeof applicationView>) => view.deadlines.find(({ id }) => id === CLOCK.id)

const NOW = new Date('2026-11-23T02:00:00.000Z')

describe('R-33, R-39: what of a view is written once and shown again', () => {
  it('R-39: each reader is shown the same, whoever has read the same case before them', () => {
    const the = surveyed()
    for (const read of [callers, callers.toReversed()])
      for (const caller of read) {
        const unread = structuredClone(the.state)
        expect(applicationView(the.state, caller, NOW)).toEqual(applicationView(unread, caller, NOW))
      }
  })

  it('R-33: the lights go on while the case stays the same, and what was told before stays told', () => {
    const the = surveyed()
    const [caller] = callers
    if (caller === undefined) throw new Error('nobody reads')
    const light = (at: string) => surveyIn(applicationView(the.state, caller, new Date(at)))?.light
    const first = applicationView(the.state, caller, NOW)
    expect(light(CLOCK.warnAt)).toBe('yellow')
    expect(light('2026-11-25T09:30:00.001Z')).toBe('red')
    expect(light(CLOCK.startedAt)).toBe('green')
    expect(surveyIn(first)?.light).toBe('green')
  })

  it('R-33: a clock that was read is told anew once something has happened to it', () => {
    const the = surveyed()
    const [caller] = callers
    if (caller === undefined) throw new Error('nobody reads')
    const passedAt = () => surveyIn(applicationView(the.state, caller, NOW))?.passedAt
    expect(passedAt()).toBeUndefined()
    the.record({ type: 'deadlinePassed', rule: 'R-33', data: { deadline: CLOCK.id, owner: CLOCK.owner } })
    expect(passedAt()).toBe('2026-11-23T09:00:00+08:00')
  })

  it('R-33: a city that is read anew tells its own time and names', () => {
    const the = surveyed()
    const [caller] = callers
    if (caller === undefined) throw new Error('nobody reads')
    const { city } = caller
    const elsewhere = {
      ...caller,
      city: {
        ...city,
        hours: { ...city.hours, utcOffsetMinutes: 540 },
        organisations: city.organisations.map((each) => (each.key === 'zhujian' ? { ...each, name: '别处' } : each)),
      },
    }
    const told = (reader: typeof caller) => {
      const survey = surveyIn(applicationView(the.state, reader, NOW))
      return [survey?.ownerName, survey?.startedAt]
    }
    const here = told(caller)
    expect(told(elsewhere)).toEqual(['别处', '2026-11-23T10:00:00+09:00'])
    expect(told(caller)).toEqual(here)
  })

  it('R-39: what is masked is a copy, and what needs no mask is none', () => {
    const told = { said: [{ text: '请致电 13812345678' }, { text: '无' }], at: '2026-11-23T10:00:00+09:00' }
    const given = structuredClone(told)
    const shown = maskText(told, NOTHING_HIDDEN, maskingLens())
    expect(told).toEqual(given)
    expect(shown).toEqual({ ...given, said: [{ text: '请致电 138*****678' }, { text: '无' }] })
    expect(shown.said[1]).toBe(told.said[1])
    expect(maskText(told.said[1], NOTHING_HIDDEN, maskingLens())).toBe(told.said[1])
  })
})
