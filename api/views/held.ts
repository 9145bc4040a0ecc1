import type { z } from 'zod'
import { LINE_STATUS_NAMES } from '../../domain/case/line-status.ts'
import { itemsHolding } from '../../workflows/application/core/letter-items.ts'
import type { CaseState } from '../case.ts'
import { fieldWords } from '../../domain/demand/field-words.ts'
import type { LineViewSchema } from './application.schema.ts'
import { times } from './writing.ts'
import type { Writing } from './writing.ts'

type Line = CaseState['lines'][string]
type HeldView = z.infer<typeof LineViewSchema>['held']

/** How a line stands, in words. */
export function lineStatusWords({ status, notTakenUpAt }: Line): string {
  return notTakenUpAt === undefined ? LINE_STATUS_NAMES[status] : '不予受理'
}

/** why a service waits, and until when its user has time. */
export function heldView(state: CaseState, { held, service, status }: Line, writing: Writing): HeldView {
  if (held === undefined || status === 'withdrawn') return undefined
  const { since, answeredAt } = held
  const until = answeredAt === undefined ? termOfLetter(state) : undefined
  return {
    items: itemsHolding(state, service).map((item) => ({ item, name: fieldWords(item) })),
    ...times({ since }, { until, answeredAt }, writing),
  }
}

/** the term that the letter names, while it runs; in cases of before 0.8 none. */
export function termOfLetter({ tasks, deadlines, holdsByService }: CaseState): string | undefined {
  if (holdsByService === undefined) return undefined
  const open = Object.values(tasks).find(
    ({ kind, closedSeq }) => kind === 'supplementDemand' && closedSeq === undefined,
  )
  const clock = deadlines[open?.deadlineId ?? '']
  return clock?.kind === 'supplementDemand' && clock.stoppedAt === undefined ? clock.dueAt : undefined
}
