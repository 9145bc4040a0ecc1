/** what somebody filled in, as a reader sees it. */
import type { SuccessionDocument } from '../claiming/claiming.schema.ts'
import type { Commitment } from '../commitment/commitment.schema.ts'
import { defined } from '../defined.ts'
import type { DemandForm, Registration } from '../demand/registration.schema.ts'
import {
  maskAccountNumber,
  maskAddress,
  maskCreditCode,
  maskIdentityNumber,
  maskPerson,
  maskPhone,
  maskUser,
} from '../masking/masking.ts'
import { maskNumbersIn } from '../masking/numbers-in-text.ts'
import type { Participant } from '../works/works.schema.ts'
import type { Lens } from '../visibility/lens.ts'

/** of a form, what was supplemented or corrected. */
export function formChangeShown(
  { remarks, applicant, services, address, contact, phone, ...change }: Changed,
  lens: Lens,
): Changed {
  return {
    ...change,
    ...defined({
      remarks: remarks === undefined || !lens.isWhole('words') ? undefined : maskNumbersIn(remarks, lens),
      applicant: applicant === undefined ? undefined : holderShown(applicant, lens),
      services: services === undefined ? undefined : servicesShown(services, lens),
      address: address === undefined ? undefined : lens.show('address', address, maskAddress),
      contact: contact === undefined ? undefined : lens.show('contact', contact, maskPerson),
      phone: phone === undefined ? undefined : lens.show('phone', phone, maskPhone),
    }),
  }
}

type Changed = { readonly [F in keyof DemandForm]?: NonNullable<DemandForm[F]> }

/** Free text, which may hold anything, is left out where it is not seen. */
export function formShown({ remarks, applicant, ...form }: DemandForm, lens: Lens): DemandForm {
  return {
    ...form,
    ...(remarks === undefined || !lens.isWhole('words') ? {} : { remarks: maskNumbersIn(remarks, lens) }),
    applicant: holderShown(applicant, lens),
    services: servicesShown(form.services, lens),
    address: lens.show('address', form.address, maskAddress),
    contact: lens.show('contact', form.contact, maskPerson),
    phone: lens.show('phone', form.phone, maskPhone),
  }
}

/** a paper is known by its number, whose it is. */
export function documentShown({ kind, number, date }: SuccessionDocument, lens: Lens): SuccessionDocument {
  return { kind: lens.show('words', kind), number: lens.show('words', number), date }
}

/** An applicant, or a holder of accounts. */
export function holderShown(holder: DemandForm['applicant'], lens: Lens): DemandForm['applicant'] {
  const name = lens.show('name', holder.name, (whole) => maskUser(holder.kind, whole))
  return holder.kind === 'individual'
    ? { ...holder, name, identityNumber: lens.show('identityNumber', holder.identityNumber, maskIdentityNumber) }
    : { ...holder, name, creditCode: lens.show('creditCode', holder.creditCode, maskCreditCode) }
}

/** An account is somebody's; what is to be altered is free text. */
function servicesShown(services: DemandForm['services'], lens: Lens): DemandForm['services'] {
  const shown = Object.entries(services)
    .filter(([, service]) => service !== undefined)
    .map(([name, service = {}]) => [name, { ...service, ...detailsShown(service, lens) }])
  return Object.fromEntries(shown) as DemandForm['services']
}

function detailsShown(
  {
    accountNumber,
    alteration,
  }: { readonly accountNumber?: string | undefined; readonly alteration?: string | undefined },
  lens: Lens,
): { accountNumber?: string; alteration?: string } {
  return defined({
    accountNumber:
      accountNumber === undefined ? undefined : lens.show('accountNumber', accountNumber, maskAccountNumber),
    alteration: alteration === undefined ? undefined : maskNumbersIn(lens.show('words', alteration), lens),
  })
}

export function commitmentShown(
  { legalRepresentative, contact, phone, responsible, ...rest }: Commitment,
  lens: Lens,
): Commitment {
  return {
    ...rest,
    legalRepresentative: signerShown(legalRepresentative, lens),
    contact: signerShown(contact, lens),
    phone: lens.show('signers', phone, maskPhone),
    responsible: signerShown(responsible, lens),
  }
}

type Named = Partial<Record<(typeof PARTICIPANTS)[number], Participant>>
const PARTICIPANTS = ['designer', 'contractor', 'supervisor'] as const

/** companies by their names; who of them answers for the works as who signs. */
export function participantsShown(named: Named, lens: Lens): Named {
  return Object.fromEntries(
    PARTICIPANTS.flatMap((part) => {
      const who = named[part]
      return who === undefined ? [] : [[part, { ...who, person: signerShown(who.person, lens) }] as const]
    }),
  )
}

/** Who signs or works for an organisation. */
export function signerShown(name: string, lens: Lens): string {
  return lens.show('signers', name, maskPerson)
}

export function registrationShown(
  { agent, applicantSubject, overLimitReason, paper, form, ...rest }: Registration,
  lens: Lens,
): Registration {
  return {
    ...rest,
    ...(applicantSubject === undefined || !lens.isWhole('userAccount') ? {} : { applicantSubject }),
    ...(overLimitReason === undefined ? {} : { overLimitReason: lens.show('words', overLimitReason) }),
    form: formShown(form, lens),
    paper: paper && paperShown(paper, lens),
    agent: agent && agentShown(agent, lens),
  }
}

/** who signed the paper form, and who typed it in. */
export function paperShown(paper: NonNullable<Registration['paper']>, lens: Lens): NonNullable<Registration['paper']> {
  return {
    ...paper,
    applicantSigner: lens.show('contact', paper.applicantSigner, maskPerson),
    clerk: signerShown(paper.clerk, lens),
    ...(paper.lateReason === undefined ? {} : { lateReason: lens.show('words', paper.lateReason) }),
  }
}

/** who acts for the applicant, and by what. */
export function agentShown(
  { name, phone, authorisation }: NonNullable<Registration['agent']>,
  lens: Lens,
): NonNullable<Registration['agent']> {
  return {
    name: lens.show('contact', name, maskPerson),
    phone: lens.show('phone', phone, maskPhone),
    authorisation: lens.show('words', authorisation),
  }
}
