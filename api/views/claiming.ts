import type { z } from 'zod'
import { wayInOf } from '../../domain/actor/applicant-side.ts'
import { documentShown, holderShown } from '../../domain/case/form-masking.ts'
import { CLAIMED_AS_NAMES, SUCCESSION_BASIS_NAMES } from '../../domain/claiming/basis.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import type { CaseState } from '../case.ts'
import type { ClaimedViewSchema, SuccessorViewSchema } from './claiming.schema.ts'
import type { Writing } from './writing.ts'

interface ClaimingView {
  readonly claimed?: z.infer<typeof ClaimedViewSchema> | undefined
  readonly successor?: z.infer<typeof SuccessorViewSchema> | undefined
}

/** whose the case is by a verified identity, and who may claim it next. */
export function claimingView(state: CaseState, lens: Lens, { time, nameOf }: Writing): ClaimingView {
  const { claimed, successor } = state
  const { channel } = wayInOf(state)
  return {
    claimed: claimed && {
      at: time(claimed.at),
      as: claimed.as,
      asName: CLAIMED_AS_NAMES[claimed.as],
      channel,
      channelName: nameOf(channel),
    },
    successor: successor && {
      applicant: holderShown(successor.applicant, lens),
      basis: successor.basis,
      basisName: SUCCESSION_BASIS_NAMES[successor.basis],
      document: documentShown(successor.document, lens),
      confirmedAt: time(successor.at),
      confirmedBy: successor.by,
      confirmedByName: nameOf(successor.by),
    },
  }
}
