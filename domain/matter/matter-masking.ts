/** what of a matter's events may be shown to those who see the matter, but not the people in it. */
import { defined } from '../defined.ts'
import type { CreditSource, CreditSubject } from '../credit/credit.ts'
import { maskAddress, maskCreditCode, maskIdentityNumber, maskName, maskPerson, maskPhone } from '../demand/formats.ts'
import type { InstalmentPlan } from '../instalments/instalments.ts'
import type { LaterFinding } from '../later-inspection/later-inspection.ts'
import type { MatterEvent, MatterKind } from './matter.ts'
import type { Rating } from '../rating/rating.schema.ts'
import type { AccountOpening } from '../transfer/transfer.ts'
import type { TransferForm, TransferRequest } from '../transfer/transfer.schema.ts'

/**
 * Free text may hold anything: it is left out with the rest. A meeting's report names no person: whoever sees it sees
 * all of it.
 */
export const MATTER_MASKS: Readonly<Record<MatterKind, (event: MatterEvent) => MatterEvent>> = {
  transfer: maskTransferEvent,
  creditRecord: maskCreditEvent,
  rating: maskRatingEvent,
  meetingReport: (event) => event,
  instalments: maskInstalmentsEvent,
  laterInspection: maskLaterInspectionEvent,
}

/** The new holder's name as it stands in lists. */
export function maskHolderName({ kind, name }: TransferForm['to']): string {
  return kind === 'individual' ? maskPerson(name) : maskName(name)
}

function maskHolder(holder: TransferForm['to']): TransferForm['to'] {
  const name = maskHolderName(holder)
  return holder.kind === 'individual'
    ? { ...holder, name, identityNumber: maskIdentityNumber(holder.identityNumber) }
    : { ...holder, name, creditCode: maskCreditCode(holder.creditCode) }
}

export function maskTransferForm(form: TransferForm): TransferForm {
  return {
    ...form,
    from: maskHolder(form.from),
    to: maskHolder(form.to),
    address: maskAddress(form.address),
    contact: maskPerson(form.contact),
    phone: maskPhone(form.phone),
    reason: '***',
    accounts: form.accounts.map((account) => ({
      ...account,
      accountNumber: maskIdentityNumber(account.accountNumber),
    })),
  }
}

export function maskTransferEvent(event: MatterEvent): MatterEvent {
  const {
    request,
    accounts,
    newAccountNumber,
    remarks: _remarks,
    ...data
  } = event.data as {
    request?: TransferRequest
    accounts?: AccountOpening[]
    newAccountNumber?: string
    remarks?: string
  }
  return {
    ...event,
    data: {
      ...data,
      ...(request === undefined ? {} : { request: { channel: request.channel, form: maskTransferForm(request.form) } }),
      ...(accounts === undefined
        ? {}
        : {
            accounts: accounts.map((account) => ({
              ...account,
              accountNumber: maskIdentityNumber(account.accountNumber),
            })),
          }),
      ...(newAccountNumber === undefined ? {} : { newAccountNumber: maskIdentityNumber(newAccountNumber) }),
    },
  }
}

/** An organisation of the city is named in full; an enterprise and a person are not. */
export function maskSubject({ org, name, creditCode, identityNumber }: CreditSubject): CreditSubject {
  return {
    ...defined({ org }),
    name: org !== undefined ? name : identityNumber === undefined ? maskName(name) : maskPerson(name),
    ...(creditCode === undefined ? {} : { creditCode: maskCreditCode(creditCode) }),
    ...(identityNumber === undefined ? {} : { identityNumber: maskIdentityNumber(identityNumber) }),
  }
}

export function maskCreditEvent(event: MatterEvent): MatterEvent {
  const {
    subject,
    reason: _reason,
    source,
    ...data
  } = event.data as { subject?: CreditSubject; reason?: string; source?: CreditSource }
  const { evidence: _evidence, ...where } = source ?? {}
  return {
    ...event,
    data: {
      ...data,
      ...(subject === undefined ? {} : { subject: maskSubject(subject) }),
      ...(source === undefined ? {} : { source: where }),
    },
  }
}

export function maskRatingEvent(event: MatterEvent): MatterEvent {
  const { rating, text: _text, side: _side, ...data } = event.data as { rating?: Rating; text?: string; side?: object }
  if (rating === undefined) return { ...event, data }
  return {
    ...event,
    data: {
      ...data,
      rating: { grade: rating.grade, organisations: rating.organisations.map(({ org, grade }) => ({ org, grade })) },
    },
  }
}

/** amounts, whose account it is, and free text are left out. */
export function maskInstalmentsEvent(event: MatterEvent): MatterEvent {
  const {
    parts,
    side: _side,
    amountFen: _amount,
    remainingFen: _remaining,
    reason: _reason,
    remarks: _remarks,
    ...data
  } = event.data as {
    parts?: InstalmentPlan['parts']
    side?: object
    amountFen?: number
    remainingFen?: number
    reason?: string
    remarks?: string
  }
  return {
    ...event,
    data: { ...data, ...(parts === undefined ? {} : { parts: parts.map(({ amountFen: _fen, ...part }) => part) }) },
  }
}

/** what was found, ordered and decided, without its words, and without whose account the user's is. */
function maskLaterInspectionEvent(event: MatterEvent): MatterEvent {
  const {
    side: _side,
    checklist,
    evidence: _evidence,
    requirement: _requirement,
    remarks: _remarks,
    reason: _reason,
    ...data
  } = event.data as {
    side?: object
    checklist?: LaterFinding['checklist']
    evidence?: string
    requirement?: string
    remarks?: string
    reason?: string
  }
  return {
    ...event,
    data: {
      ...data,
      ...(checklist === undefined ? {} : { checklist: checklist.map(({ promise, kept }) => ({ promise, kept })) }),
    },
  }
}
