import { defined } from '../../domain/defined.ts'
import type { Commitment } from '../../domain/commitment/commitment.schema.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import {
  HIDDEN,
  maskAccountNumber,
  maskAddress,
  maskCreditCode,
  maskIdentityNumber,
  maskPerson,
  maskPhone,
  maskUser,
} from '../../domain/masking/masking.ts'
import { maskNumbersIn } from '../../domain/masking/numbers-in-text.ts'
import type { DemandForm, Registration } from '../../domain/demand/registration.schema.ts'

/**
 * Remarks, messages and stories: whoever is masked for sees that something was said. Reasons, requirements, evidence
 * and designs are what an audit needs, and stay.
 */
export const HIDDEN_FIELDS: ReadonlySet<string> = new Set([
  'remarks',
  'message',
  'note',
  'report',
  'place',
  'what',
  'scope',
  'findings',
  'received',
  'detail',
])

/** Official words only: nothing but the numbers in them is hidden. */
export const NOTHING_HIDDEN: ReadonlySet<string> = new Set()
/** In a matter of one user or one recorded person, every word is about them. */
export const ALL_WORDS_HIDDEN: ReadonlySet<string> = new Set([
  ...HIDDEN_FIELDS,
  'reason',
  'text',
  'evidence',
  'answer',
  'measures',
])

/**
 * the one rule for text: hidden where it may be of or about the user; official words stay, without the telephones
 * and numbers in them. Structured fields are masked before.
 */
export function maskText<Told>(told: Told, hidden: ReadonlySet<string> = HIDDEN_FIELDS): Told {
  return textMasked(told, hidden) as Told
}

function textMasked(told: unknown, hidden: ReadonlySet<string>): unknown {
  if (typeof told === 'string') return maskNumbersIn(told)
  if (Array.isArray(told)) return told.map((each: unknown) => textMasked(each, hidden))
  if (typeof told !== 'object' || told === null) return told
  return Object.fromEntries(
    Object.entries(told).map(([key, value]) => [
      key,
      typeof value === 'string' && hidden.has(key) ? HIDDEN : textMasked(value, hidden),
    ]),
  )
}

/** Whose account it is tells who the user is; officials answer for what they do. */
export function maskActor<Who extends { readonly role: string; readonly sub: string }>(actor: Who): Who {
  return actor.role === 'applicant' ? { ...actor, sub: HIDDEN } : actor
}

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

function maskRegistration({ agent, applicantSubject: _subject, paper, form, ...rest }: Registration): Registration {
  return {
    ...rest,
    form: maskForm(form),
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
