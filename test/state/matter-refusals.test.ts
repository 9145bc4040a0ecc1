import { describe, expect, it } from 'vitest'
import { CREDIT_ACTS } from '../../domain/credit/credit.ts'
import type { MatterState } from '../../domain/matter/matter.ts'
import { Refusal } from '../../domain/problem.ts'
import { RATING_ACTS } from '../../domain/rating/rating.ts'
import { TRANSFER_ACTS } from '../../domain/transfer/transfer.ts'
import type { PureMatter } from '../fixtures/pure-matter.ts'
import { CREDITS } from './refusals/credits.ts'
import { after, RATINGS, TRANSFERS } from './refusals/matters.ts'
import type { Cell, Refusing, Row, Rows } from './refusals/matters.ts'

type Column = 'wrongStage' | 'wrongOrganisation' | 'twice' | 'tooLate' | 'over'
const COLUMNS: readonly Column[] = ['wrongStage', 'wrongOrganisation', 'twice', 'tooLate', 'over']

/** Each cell by its title; what does not apply is taken instead. */
function cellsOf<State extends MatterState, Bodies, Body>(
  rows: Rows<PureMatter<State, Bodies, Body>, Bodies>,
  names: Readonly<Record<string, { readonly rule: string; readonly name: string }>>,
): readonly (readonly [title: string, check: () => void])[] {
  type Matter = PureMatter<State, Bodies, Body>
  return Object.keys(names).flatMap((name) => {
    const type = name as keyof Bodies
    const row: Row<Matter, Bodies[typeof type]> = rows[type]
    const once = (the: Matter): void => {
      the.act(type, row.actor, row.body)
    }
    return COLUMNS.map((column) => {
      const cell: Cell<Matter> = row[column]
      const start = column === 'twice' ? after(row.ready, once) : row.ready
      const told =
        'notApplicable' in cell ? `not applicable, ${cell.notApplicable}` : `${cell.code} ${cell.field ?? ''}`
      const title = `${names[name]?.rule} ${names[name]?.name}（${name}）, ${column}: ${told}`
      const check = (): void => {
        if ('notApplicable' in cell) once(row.ready())
        else
          expectRefused(cell, (cell.the ?? start)(), (the) => {
            the.act(type, cell.by ?? row.actor, row.body)
          })
      }
      return [title, check] as const
    })
  })
}

function expectRefused<Matter extends { readonly state: unknown }>(
  { code, field, says }: Refusing<Matter>,
  the: Matter,
  act: (the: Matter) => void,
): void {
  const before = structuredClone(the.state)
  try {
    act(the)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    expect([error.code, error.field, error.message]).toEqual([code, field, says])
    expect(the.state).toEqual(before)
    return
  }
  throw new Error('the act was allowed')
}

describe('each act of a matter is refused with its own code, field and sentence, and leaves nothing behind', () => {
  it.each(cellsOf(TRANSFERS, TRANSFER_ACTS))('R-28, R-37: %s', (_title, check) => {
    check()
  })
  it.each(cellsOf(CREDITS, CREDIT_ACTS))('R-29: %s', (_title, check) => {
    check()
  })
  it.each(cellsOf(RATINGS, RATING_ACTS))('R-32: %s', (_title, check) => {
    check()
  })
})
