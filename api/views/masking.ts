import type { Commitment } from '../../domain/commitment.schema.ts'
import type { CaseEvent } from '../../domain/event.ts'
import { maskAddress, maskCreditCode, maskIdentityNumber, maskName, maskPerson, maskPhone } from '../../domain/formats.ts'
import type { DemandForm, Registration } from '../../domain/registration.schema.ts'

/** In place of what may hold anything. */
export const HIDDEN = '***'

/** The applicant's name as it stands in lists. */
export function maskApplicantName(kind: DemandForm['applicant']['kind'], name: string): string {
  return kind === 'individual' ? maskPerson(name) : maskName(name)
}

/** The form for those who may see the case, not the person: free text, which may hold anything, is left out. */
export function maskForm({ remarks: _remarks, applicant, ...form }: DemandForm): DemandForm {
  return {
    ...form,
    applicant: applicant.kind === 'individual'
      ? { ...applicant, name: maskPerson(applicant.name), identityNumber: maskIdentityNumber(applicant.identityNumber) }
      : { ...applicant, name: maskName(applicant.name), creditCode: maskCreditCode(applicant.creditCode) },
    services: maskServices(form.services),
    address: maskAddress(form.address), contact: maskPerson(form.contact), phone: maskPhone(form.phone),
  }
}

/** An account is somebody's; what is to be altered is free text. */
function maskServices(services: DemandForm['services']): DemandForm['services'] {
  const masked = Object.entries(services).filter(([, service]) => service !== undefined).map(([name, service = {}]) => [name, {
    ...service, ...(service.accountNumber === undefined ? {} : { accountNumber: maskIdentityNumber(service.accountNumber) }), ...(service.alteration === undefined ? {} : { alteration: '***' }),
  }])
  return Object.fromEntries(masked) as DemandForm['services']
}

/** An event of the history for the same readers. */
export function maskEvent(event: CaseEvent): CaseEvent {
  switch (event.type) {
    case 'registered': return { ...event, data: { ...event.data, registration: maskRegistration(event.data.registration) } }
    case 'demandSupplemented': return { ...event, data: { services: maskServices(event.data.services) } }
    case 'commitmentSigned': return { ...event, data: { ...event.data, commitment: maskCommitment(event.data.commitment) } }
    case 'handoverSigned': return { ...event, data: { ...event.data, signer: maskPerson(event.data.signer) } }
    case 'surveyWaived': return { ...event, data: { ...event.data, signer: maskPerson(event.data.signer) } }
    case 'contactCorrected': return { ...event, data: { ...(event.data.contact === undefined ? {} : { contact: maskPerson(event.data.contact) }), ...(event.data.phone === undefined ? {} : { phone: maskPhone(event.data.phone) }) } }
    case 'approvalsApplied': return { ...event, data: { ...event.data, schedule: { ...event.data.schedule, responsible: maskPerson(event.data.schedule.responsible) } } }
    case 'taskReassigned': return { ...event, data: { ...event.data, person: maskPerson(event.data.person) } }
    // Free text, which may hold anything.
    case 'innerWorksRequested': return { ...event, data: { ...event.data, scope: HIDDEN } }
    case 'jointVisitRecorded': return { ...event, data: { ...event.data, findings: HIDDEN } }
    // What other platforms hold may be anything, as may what was refused.
    case 'sharedDataReceived': return { ...event, data: { ...event.data, items: event.data.items.map(({ name }) => ({ name, value: HIDDEN })) } }
    case 'actRefused': return { ...event, data: { ...event.data, received: HIDDEN } }
    default: return event
  }
}

function maskCommitment({ legalRepresentative, contact, phone, responsible, ...rest }: Commitment): Commitment {
  return { ...rest, legalRepresentative: maskPerson(legalRepresentative), contact: maskPerson(contact), phone: maskPhone(phone), responsible: maskPerson(responsible) }
}

function maskRegistration({ agent, applicantSubject: _subject, form, ...rest }: Registration): Registration {
  return {
    ...rest, form: maskForm(form),
    ...(agent === undefined ? {} : { agent: { name: maskPerson(agent.name), phone: maskPhone(agent.phone), authorisation: HIDDEN } }),
  }
}
