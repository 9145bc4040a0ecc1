import { defined } from '../defined.ts'
import type { Commitment } from '../commitment/commitment.schema.ts'
import type { CaseEvent } from './event.ts'
import {
  HIDDEN,
  maskAccountNumber,
  maskAddress,
  maskCreditCode,
  maskIdentityNumber,
  maskPerson,
  maskPhone,
  maskUser,
} from '../masking/masking.ts'
import { HIDDEN_FIELDS, maskActor, maskText, NOTHING_HIDDEN } from '../masking/words.ts'
import type { DemandForm, Registration } from '../demand/registration.schema.ts'

/** The form for those who may see the case, not the person: free text, which may hold anything, is left out. */
export function maskForm({ remarks: _remarks, applicant, ...form }: DemandForm): DemandForm {
  return {
    ...form,
    applicant:
      applicant.kind === 'individual'
        ? {
            ...applicant,
            name: maskUser(applicant.kind, applicant.name),
            identityNumber: maskIdentityNumber(applicant.identityNumber),
          }
        : {
            ...applicant,
            name: maskUser(applicant.kind, applicant.name),
            creditCode: maskCreditCode(applicant.creditCode),
          },
    services: maskServices(form.services),
    address: maskAddress(form.address),
    contact: maskPerson(form.contact),
    phone: maskPhone(form.phone),
  }
}

/** An account is somebody's; what is to be altered is free text. */
function maskServices(services: DemandForm['services']): DemandForm['services'] {
  const masked = Object.entries(services)
    .filter(([, service]) => service !== undefined)
    .map(([name, service = {}]) => [
      name,
      {
        ...service,
        accountNumber: service.accountNumber === undefined ? undefined : maskAccountNumber(service.accountNumber),
        alteration: service.alteration === undefined ? undefined : HIDDEN,
      },
    ])
  return Object.fromEntries(masked) as DemandForm['services']
}

/** what is written to the user is said whole to the channel by which they came, wherever it is masked else. */
export function isSaidToUser(
  { type }: CaseEvent,
  org: string,
  { registration }: { readonly registration: { readonly channel: string } },
): boolean {
  return type === 'supplementRequested' && org === registration.channel
}

/** An event of the history for the same readers. */
export function maskEvent(event: CaseEvent): CaseEvent {
  const { actor, data, ...rest } = maskData(event)
  return {
    ...rest,
    actor: maskActor(actor),
    data: maskText(data, event.type === 'clockStopped' ? NOTHING_HIDDEN : HIDDEN_FIELDS),
  } as CaseEvent
}

function maskData(event: CaseEvent): CaseEvent {
  switch (event.type) {
    case 'registered':
      return { ...event, data: { ...event.data, registration: maskRegistration(event.data.registration) } }
    case 'demandSupplemented':
      return { ...event, data: { services: maskServices(event.data.services) } }
    case 'commitmentSigned':
      return { ...event, data: { ...event.data, commitment: maskCommitment(event.data.commitment) } }
    case 'handoverSigned':
      return { ...event, data: { ...event.data, signer: maskPerson(event.data.signer) } }
    case 'surveyWaived':
      return { ...event, data: { ...event.data, signer: maskPerson(event.data.signer) } }
    case 'contactCorrected':
      return {
        ...event,
        data: defined({
          contact: event.data.contact === undefined ? undefined : maskPerson(event.data.contact),
          phone: event.data.phone === undefined ? undefined : maskPhone(event.data.phone),
        }),
      }
    case 'approvalsApplied':
      return {
        ...event,
        data: {
          ...event.data,
          schedule: { ...event.data.schedule, responsible: maskPerson(event.data.schedule.responsible) },
        },
      }
    case 'taskReassigned':
      return { ...event, data: { ...event.data, person: maskPerson(event.data.person) } }
    // The user's own words.
    case 'serviceDropped':
      return { ...event, data: { ...event.data, reason: HIDDEN } }
    case 'applicationWithdrawn':
      return { ...event, data: { ...event.data, reason: HIDDEN } }
    case 'innerWorksQuoted':
      return {
        ...event,
        data: { ...event.data, items: event.data.items.map(({ amountFen }) => ({ name: HIDDEN, amountFen })) },
      }
    // What other platforms hold may be anything.
    case 'sharedDataReceived':
      return { ...event, data: { ...event.data, items: event.data.items.map(({ name }) => ({ name, value: HIDDEN })) } }
    default:
      return event
  }
}

function maskCommitment({ legalRepresentative, contact, phone, responsible, ...rest }: Commitment): Commitment {
  return {
    ...rest,
    legalRepresentative: maskPerson(legalRepresentative),
    contact: maskPerson(contact),
    phone: maskPhone(phone),
    responsible: maskPerson(responsible),
  }
}

function maskRegistration(registration: Registration): Registration {
  const { agent, applicantSubject: _subject, overLimitReason, paper, form, ...rest } = registration
  return {
    ...rest,
    form: maskForm(form),
    ...(overLimitReason === undefined ? {} : { overLimitReason: HIDDEN }),
    paper:
      paper === undefined
        ? undefined
        : { ...paper, applicantSigner: maskPerson(paper.applicantSigner), clerk: maskPerson(paper.clerk) },
    agent:
      agent === undefined
        ? undefined
        : { name: maskPerson(agent.name), phone: maskPhone(agent.phone), authorisation: HIDDEN },
  }
}
