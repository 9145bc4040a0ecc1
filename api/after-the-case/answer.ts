import { defined } from '../../domain/defined.ts'
import type { KindAfterTheCase, MatterAnswer } from '../../domain/matter/matter.ts'
import type { ActAnswer } from '../../workflows/application/core/carried.ts'
import type { CaseState } from '../case.ts'

/** The matter that took an act up: `seq` and `status` are its own. `order` is the rectification order that it gave. */
export interface TakenUp {
  readonly kind: KindAfterTheCase
  readonly id: string
  readonly seq: number
  readonly status: string
  readonly order?: string | undefined
}

/** What an act answers: where the case stands, and where the matter that took it up. */
export type AfterAnswer = Pick<ActAnswer, 'serviceNumber' | 'seq' | 'stage' | 'outcome' | 'unsettled'> & {
  readonly matter?: TakenUp
}

export function answerAfter(
  { serviceNumber, seq, stage, outcome }: CaseState,
  kind: TakenUp['kind'],
  { id, seq: matterSeq, status, unsettled }: Omit<MatterAnswer, 'bodyHash'>,
  order?: string,
): AfterAnswer {
  const matter = { kind, id, seq: matterSeq, status, order }
  return { serviceNumber, seq, stage, ...defined({ outcome, unsettled }), matter }
}
