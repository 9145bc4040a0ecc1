import { describe, expect, it } from 'vitest'
import { CLOCK_EVENT_NAMES, KINDS_AFTER_THE_CASE, MATTER_KINDS } from '../../domain/matter/matter.ts'
import { describedAs, MATTER_DESCRIPTIONS } from '../../domain/matter/matter-kinds.ts'
import { PUSHED_EVENT_TYPES } from '../../domain/matter/matter-words.ts'
import { PROBLEMS } from '../../domain/problem.ts'
import { logicOf } from '../../workflows/core/matter-logics.ts'

describe.each(MATTER_KINDS)('a %s', (kind) => {
  it('is described once, with a name for every status and event, and a problem where there is none', () => {
    const { name, english, statuses, statusNames, eventNames, notFound } = describedAs(kind)
    expect([name, english].map((word) => word.length > 0)).toEqual([true, true])
    expect(Object.keys(statusNames)).toEqual(statuses)
    expect(Object.keys(eventNames).filter((type) => Object.hasOwn(CLOCK_EVENT_NAMES, type))).toEqual([])
    expect(PROBLEMS[notFound].status).toBe(404)
  })

  it('has a core of its own name, whose acts have their addresses', () => {
    const { kind: own, acts } = logicOf(kind)
    expect(own).toBe(kind)
    const addressed = Object.keys(describedAs(kind).acts)
    expect(addressed.filter((act) => !Object.hasOwn(acts, act))).toEqual([])
    // What goes on after a case keeps the application's own addresses.
    if (!(KINDS_AFTER_THE_CASE as readonly string[]).includes(kind))
      expect(Object.keys(acts).sort()).toEqual(addressed.sort())
  })

  it('R-27: its events can be subscribed to', () => {
    expect(PUSHED_EVENT_TYPES).toEqual(expect.arrayContaining(Object.keys(describedAs(kind).eventNames)))
  })
})

it('the kinds stand in one order, which their enumeration in PostgreSQL has', () => {
  expect(Object.keys(MATTER_DESCRIPTIONS)).toEqual(MATTER_KINDS)
})
