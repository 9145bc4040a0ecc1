/** what may be shown to those who see the matter, but not the people in it; free text may hold anything. */
import { maskAddress, maskCreditCode, maskIdentityNumber, maskName, maskPerson, maskPhone } from '../demand/formats.ts'
import type { MatterEvent } from '../matter/matter.ts'
import type { AccountOpening } from './transfer.ts'
import type { TransferForm, TransferRequest } from './transfer.schema.ts'

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
