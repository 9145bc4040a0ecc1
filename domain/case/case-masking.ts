import { wayInOf } from '../actor/applicant-side.ts'
import { defined } from '../defined.ts'
import { HIDDEN, maskPerson, maskPhone } from '../masking/masking.ts'
import { giveNumbersIn } from '../masking/numbers-in-text.ts'
import { HIDDEN_FIELDS, maskActor, maskText, NOTHING_HIDDEN } from '../masking/words.ts'
import type { Lens } from '../visibility/lens.ts'
import type { CaseEvent } from './event.ts'
import {
  commitmentShown,
  documentShown,
  formChangeShown,
  holderShown,
  participantsShown,
  registrationShown,
  signerShown,
} from './form-masking.ts'

const IN_ANY_BODY = ['name', 'identityNumber', 'creditCode', 'contact', 'phone', 'accountNumber', 'words'] as const

/** what is written to the user is said whole to the channel by which they came, wherever it is masked else. */
export function isSaidToUser({ type }: CaseEvent, org: string, state: Parameters<typeof wayInOf>[0]): boolean {
  return type === 'supplementRequested' && org === wayInOf(state).channel
}

/** What is written to the user, for who tells them: whole, and remembered as given, with the numbers in it. */
export function saidToUser(event: CaseEvent, lens: Lens): CaseEvent {
  lens.gave('words')
  if (event.type === 'supplementRequested') giveNumbersIn(event.data.message ?? '', lens)
  return event
}

/** an event of the history, as a reader sees it: read, printed or pushed. */
export function eventShown(event: CaseEvent, lens: Lens): CaseEvent {
  const { actor, data, ...rest } = fieldsShown(event, lens)
  return {
    ...rest,
    actor: maskActor(actor, lens),
    data: maskText(data, event.type === 'clockStopped' ? NOTHING_HIDDEN : HIDDEN_FIELDS, lens),
  } as CaseEvent
}

function fieldsShown(event: CaseEvent, lens: Lens): CaseEvent {
  switch (event.type) {
    case 'registered': {
      // Who is named to what, its task says, to whom it concerns.
      const { duties: _duties, ...data } = event.data
      return { ...event, data: { ...data, registration: registrationShown(data.registration, lens) } }
    }
    case 'demandSupplemented':
      return { ...event, data: formChangeShown(event.data, lens) }
    case 'commitmentSigned':
      return { ...event, data: { ...event.data, commitment: commitmentShown(event.data.commitment, lens) } }
    case 'handoverSigned':
      return { ...event, data: { ...event.data, signer: signerShown(event.data.signer, lens) } }
    case 'surveyWaived':
      return { ...event, data: { ...event.data, signer: signerShown(event.data.signer, lens) } }
    case 'attendanceRecorded': {
      const people = event.data.people.map(({ org, person }) => ({ org, person: signerShown(person, lens) }))
      return { ...event, data: { people } }
    }
    case 'acceptanceFiled': {
      const attended = event.data.attended.map(({ org, person }) => ({ org, person: signerShown(person, lens) }))
      return { ...event, data: { ...event.data, attended } }
    }
    case 'constructionPlanFiled':
      return { ...event, data: { ...event.data, ...participantsShown(event.data, lens) } }
    case 'hearingHeld':
      return { ...event, data: { ...event.data, chair: signerShown(event.data.chair, lens) } }
    case 'revocationDecided':
      return { ...event, data: { ...event.data, official: signerShown(event.data.official, lens) } }
    case 'contactCorrected':
      return { ...event, data: contactShown(event.data, lens) }
    case 'successorConfirmed': {
      const { applicant, document } = event.data
      const shown = { applicant: holderShown(applicant, lens), document: documentShown(document, lens) }
      return { ...event, data: { ...event.data, ...shown } }
    }
    case 'applicationClaimed': {
      const { applicant, contact: _contact, phone: _phone, ...rest } = event.data
      const shown = applicant === undefined ? {} : { applicant: holderShown(applicant, lens) }
      return { ...event, data: { ...rest, ...shown, ...contactShown(event.data, lens) } }
    }
    case 'approvalsApplied': {
      const { schedule } = event.data
      const responsible = signerShown(schedule.responsible, lens)
      return { ...event, data: { ...event.data, schedule: { ...schedule, responsible } } }
    }
    case 'taskReassigned':
      return { ...event, data: { ...event.data, person: signerShown(event.data.person, lens) } }
    // The user's own words.
    case 'appointmentCancelled':
      return { ...event, data: { ...event.data, reason: lens.show('words', event.data.reason) } }
    case 'serviceDropped':
      return { ...event, data: { ...event.data, reason: lens.show('words', event.data.reason) } }
    case 'applicationWithdrawn':
      return { ...event, data: { ...event.data, reason: lens.show('words', event.data.reason) } }
    case 'innerWorksQuoted': {
      const items = event.data.items.map(({ name, amountFen }) => ({ name: lens.show('words', name), amountFen }))
      return { ...event, data: { ...event.data, items } }
    }
    // What other platforms hold may be anything.
    case 'sharedDataReceived': {
      const items = event.data.items.map(({ name, value }) => ({ name, value: lens.show('sharedData', value) }))
      return { ...event, data: { ...event.data, items } }
    }
    // A body as it was sent, with fields that nobody has told apart.
    case 'actRefused':
      return lens.sees(...IN_ANY_BODY) ? event : { ...event, data: { ...event.data, received: HIDDEN } }
    default:
      return event
  }
}

function contactShown(
  { contact, phone }: { readonly contact?: string; readonly phone?: string },
  lens: Lens,
): { contact?: string; phone?: string } {
  return defined({
    contact: contact === undefined ? undefined : lens.show('contact', contact, maskPerson),
    phone: phone === undefined ? undefined : lens.show('phone', phone, maskPhone),
  })
}
