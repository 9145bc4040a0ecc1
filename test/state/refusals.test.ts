import { describe, expect, it } from 'vitest'
import { ACT_TYPES, ACTS } from '../../domain/act/act.ts'
import type { ActType } from '../../domain/act/act.ts'
import { Refusal } from '../../domain/problem.ts'
import { INTAKE } from '../fixtures/actors.ts'
import { WATER } from '../fixtures/branch-case.ts'
import type { BranchCase } from '../fixtures/branch-case.ts'
import { MATRIX } from './refusals/matrix.ts'
import { after, DAY, drop, later, registered } from './refusals/row.ts'
import type { Cell, Refusing, Row } from './refusals/row.ts'

const CLOSED: Refusing = { code: 'application-closed', says: '该申请已办结或已撤回，不能再办理' }

const doIt =
  <A extends ActType>(type: A, { actor, body, facts }: Row<A>) =>
  (the: BranchCase): void => {
    the.act(type, actor, body, facts)
  }
const withdraw = (the: BranchCase): void => {
  the.act('withdrawApplication', INTAKE, { reason: '项目取消' })
}
const close = (the: BranchCase): void => {
  the.record({ type: 'applicationClosed', rule: 'R-26', data: { outcome: 'withdrawn' } })
}

/** How the act is refused, by whom, in which case. */
function refusalOf<A extends ActType>(
  type: A,
  row: Row<A>,
  cell: Refusing,
  otherwise: () => BranchCase,
): { code: string; field: string | undefined; says: string } {
  const the = (cell.the ?? otherwise)()
  const before = structuredClone(the.state)
  try {
    the.act(type, cell.by ?? row.actor, row.body, row.facts)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    expect(the.state).toEqual(before)
    return { code: error.code, field: error.field, says: error.message }
  }
  throw new Error(`${type} was allowed`)
}

/** What does not apply is taken. */
function expectCell<A extends ActType>(
  type: A,
  row: Row<A>,
  cell: Cell,
  otherwise: () => BranchCase = row.ready,
): void {
  if ('notApplicable' in cell) {
    expect(cell.notApplicable).toMatch(/^(R-\d\d: |it names no service$)/)
    doIt(type, row)(otherwise())
    return
  }
  const { code, field, says } = cell
  expect(refusalOf(type, row, cell, otherwise)).toEqual({
    code,
    field,
    says: says ?? (expect.stringMatching(/\p{Script=Han}/u) as string),
  })
}

const rowOf = (type: ActType) => MATRIX[type] as Row<ActType>

/** `R-13 提交踏勘意见（fileOpinion）→ wrong-stage`. */
const cells = (cellOf: (row: Row<ActType>) => Cell) =>
  ACT_TYPES.map((type) => {
    const cell = cellOf(rowOf(type))
    const told =
      'notApplicable' in cell ? `: not applicable, ${cell.notApplicable}` : `→ ${cell.code} ${cell.field ?? ''}`
    const title: string = `${ACTS[type].rule} ${ACTS[type].name}（${type}）${told}`
    return [title, type] as const
  })

describe('R-01, R-03, R-11…R-14, R-16…R-26, R-35, R-37, R-38: each act is refused with its own code and field, and leaves nothing behind', () => {
  it.each(ACT_TYPES)('where it is right it is taken: %s', (type) => {
    const the = rowOf(type).ready()
    const before = the.state.seq
    doIt(type, rowOf(type))(the)
    expect(the.state.seq).toBeGreaterThan(before)
  })

  it.each(cells((row) => row.wrongStage))('at the wrong stage: %s', (_title, type) => {
    expectCell(type, rowOf(type), rowOf(type).wrongStage, registered)
  })

  it.each(cells((row) => row.wrongOrganisation))('by the wrong organisation: %s', (_title, type) => {
    expectCell(type, rowOf(type), rowOf(type).wrongOrganisation)
  })

  it.each(cells((row) => row.twice))('twice: %s', (_title, type) => {
    const row = rowOf(type)
    expectCell(type, row, row.twice, after(row.ready, doIt(type, row)))
  })

  it.each(cells((row) => row.tooLate))('too late: %s', (_title, type) => {
    expectCell(type, rowOf(type), rowOf(type).tooLate, after(rowOf(type).ready, later(400 * DAY)))
  })

  it.each(cells((row) => row.droppedService))('for a service that was dropped: %s', (_title, type) => {
    const row = rowOf(type)
    expectCell(type, row, row.droppedService, after(row.ready, drop(row.drops ?? WATER)))
  })

  it.each(cells(() => CLOSED))('in a closed case: %s', (_title, type) => {
    expectCell(type, rowOf(type), CLOSED, after(rowOf(type).ready, withdraw, close))
  })

  const windsUp = ACT_TYPES.filter((type) => rowOf(type).withdrawnCase === 'windsUp')
  it.each(cells(() => CLOSED).filter(([, type]) => !windsUp.includes(type)))(
    'in a withdrawn case: %s',
    (_title, type) => {
      expectCell(type, rowOf(type), CLOSED, after(rowOf(type).ready, withdraw))
    },
  )

  it.each(windsUp)('R-37: in a withdrawn case whose works had begun it is still taken: %s', (type) => {
    after(rowOf(type).ready, withdraw, doIt(type, rowOf(type)))()
  })

  it('what says that a cell does not apply is a rule, and every act is tried', () => {
    expect(Object.keys(MATRIX).toSorted()).toEqual(ACT_TYPES.toSorted())
    expect(windsUp).toHaveLength(15)
  })
})
