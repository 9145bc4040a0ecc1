/** what may be shown to those who see the matter, but not the people in it; free text may hold anything. */
import { applicantSideOf, toldForUser } from '../actor/applicant-side.ts'
import type { Actor } from '../actor/actor.ts'
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
import type { MatterEvent } from '../matter/matter.ts'
import type { AccountOpening } from './transfer.ts'
import type { TransferForm, TransferRequest } from './transfer.schema.ts'

function maskHolder(holder: TransferForm['to']): TransferForm['to'] {
  const name = maskUser(holder.kind, holder.name)
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
    reason: HIDDEN,
    accounts: form.accounts.map((account) => ({
      ...account,
      accountNumber: maskAccountNumber(account.accountNumber),
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
              accountNumber: maskAccountNumber(account.accountNumber),
            })),
          }),
      ...(newAccountNumber === undefined ? {} : { newAccountNumber: maskAccountNumber(newAccountNumber) }),
    },
  }
}

/** why an account was not transferred is written to the user: the channel that tells them reads its words. */
export function isTransferSaidToUser(
  { type }: MatterEvent,
  org: string,
  { request, requestedBy }: { readonly request: TransferRequest; readonly requestedBy: Actor },
): boolean {
  return type === 'accountFailed' && toldForUser(applicantSideOf(request, requestedBy)) === org
}
