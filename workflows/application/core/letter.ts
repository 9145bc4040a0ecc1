import type { EventData } from '../../../domain/case/event.ts'
import { defined } from '../../../domain/defined.ts'
import type { CaseState } from './case-state.ts'
import { isOutsideVisit } from './held-up.ts'

/** what the letter will say, until it goes out. */
export function proposalOf({ survey }: CaseState) {
  return survey?.proposal
}

interface Convening {
  readonly how: NonNullable<EventData['surveyConvened']['how']>
  readonly visitAt?: string
  /** The authorities that are to come; as proposed unless told. */
  readonly parties?: readonly string[]
}

/** the letter: who is to come, and when. */
export function conveningOf(state: CaseState, { how, visitAt, parties }: Convening): EventData['surveyConvened'] {
  const invited = Object.values(state.parties).filter(
    (party) => party.pipelineOwner === undefined && !isOutsideVisit(state, party),
  )
  const authorities = invited.filter(({ kind }) => kind === 'authority').map(({ org }) => org)
  const added = (parties ?? []).filter((org) => !authorities.includes(org))
  const excused = authorities.filter((org) =>
    parties === undefined ? state.parties[org]?.excused !== undefined : !parties.includes(org),
  )
  const date = state.survey?.date
  return {
    parties: [...invited.map(({ org }) => org).filter((org) => !excused.includes(org)), ...added],
    opinionRequired: invited.filter(({ opinionRequired }) => opinionRequired).map(({ org }) => org),
    how,
    ...defined({ date, visitAt: visitAt ?? proposalOf(state)?.visitAt }),
    ...(added.length === 0 ? {} : { added }),
    ...(excused.length === 0 ? {} : { excused }),
  }
}

/** nothing is proposed yet, or the user has booked another day since. */
export function isToBeProposed({ convenes, survey, withdrawn }: CaseState): boolean {
  if (convenes === undefined || withdrawn !== undefined || survey === undefined) return false
  return [survey.closedAt, survey.waived, survey.proposal, survey.letterAt, survey.putOff].every(
    (each) => each === undefined,
  )
}
