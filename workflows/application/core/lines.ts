import { itemsMeant } from '../../../domain/approvals/touch-item.ts'
import type { RectificationOrder } from '../../../domain/supervision/rectification.ts'
import type { CaseState, Line } from './case-state.ts'

export function linesOf(state: CaseState): readonly Line[] {
  return Object.values(state.lines)
}

export function lineOf(state: CaseState, id: string): Line | undefined {
  return Object.hasOwn(state.lines, id) ? state.lines[id] : undefined
}

/** The line; a case always has it. */
export function currentLine(state: CaseState, id: string): Line {
  const line = lineOf(state, id)
  if (line === undefined) throw new Error(`no line ${id}`)
  return line
}

export function isOpen(line: Line): boolean {
  return line.status !== 'connected' && line.status !== 'withdrawn'
}

/** without a result, or surveyed again. */
export function isUnderSurvey({ status }: Line): boolean {
  return status === 'surveying' || status === 'awaitingOpinion'
}

/** whether an appointment of the line was missed is still to be answered, or decided. */
export function isDisputed({ missed }: CaseState, line: Line): boolean {
  return Object.values(missed ?? {}).some((claim) => claim.line === line.id && claim.settled === undefined)
}

/** Connected or withdrawn, nothing left to restore, no order open, every repair filed, nothing in dispute. */
export function isFinished(state: CaseState, line: Line): boolean {
  const unfiled = Object.values(state.repairs).some((repair) => repair.line === line.id && repair.filedAt === undefined)
  const restless = awaitsRestoration(state, line) || openOrdersOf(state, line.id).length > 0
  return !isOpen(line) && !unfiled && !restless && !isDisputed(state, line)
}

export function openOrdersOf(state: CaseState, line: string): readonly RectificationOrder[] {
  return Object.values(state.orders).filter((order) => order.line === line && order.closedAt === undefined)
}

/** what the works opened is put back as it was, where the works touched it. */
export function awaitsRestoration(state: CaseState, line: Line): boolean {
  if (line.works === undefined) return false
  if (line.status === 'withdrawn' && line.works.startedAt === undefined) return false
  return line.works.restorationConfirmedAt === undefined && touches(state, line, state.works.restoredWhenTouching)
}

/** what the works of a line touch, in words and keys, as its utility says and as authorities found. */
export function saidOf({ outerWorks, found = {} }: Line): readonly string[] {
  return [...(outerWorks?.touches ?? []), ...Object.values(found).flatMap(({ touches }) => touches)]
}

/** An authority found that its works touch something. */
export function isFound({ lines }: CaseState, id: string): boolean {
  return Object.values(lines[id]?.found ?? {}).some(({ touches }) => touches.length > 0)
}

export function areLanesClosed({ outerWorks, found = {} }: Line): boolean {
  return outerWorks?.lanesClosed === true || Object.values(found).some(({ lanesClosed }) => lanesClosed === true)
}

/** Whether the works touch what is of one of these kinds: words, or kinds of items. */
export function touches({ approvalNeeds }: CaseState, line: Line, kinds: readonly string[]): boolean {
  if (line.outerWorks === undefined) return false
  const said = saidOf(line)
  return (
    said.some((touched) => kinds.includes(touched)) ||
    itemsMeant(approvalNeeds, said).some((item) => kinds.includes(item.touches))
  )
}
