/** a joint transfer, as a reader sees it; free text may hold anything. */
import { applicantSideOf, toldForUser } from '../actor/applicant-side.ts'
import type { Actor } from '../actor/actor.ts'
import { isOfActRequest } from '../act/act-request.ts'
import { agentShown, holderShown, paperShown } from '../case/form-masking.ts'
import { maskAccountNumber, maskAddress, maskPerson, maskPhone } from '../masking/masking.ts'
import type { MatterEvent } from '../matter/matter.ts'
import type { Lens } from '../visibility/lens.ts'
import type { AccountOpening } from './transfer.ts'
import type { TransferForm, TransferRequest } from './transfer.schema.ts'

export function transferFormShown(form: TransferForm, lens: Lens): TransferForm {
  return {
    ...form,
    from: holderShown(form.from, lens),
    to: holderShown(form.to, lens),
    address: lens.show('address', form.address, maskAddress),
    contact: lens.show('contact', form.contact, maskPerson),
    phone: lens.show('phone', form.phone, maskPhone),
    reason: lens.show('words', form.reason),
    accounts: form.accounts.map((account) => ({
      ...account,
      accountNumber: accountShown(account.accountNumber, lens),
    })),
  }
}

export function accountShown(accountNumber: string, lens: Lens): string {
  return lens.show('accountNumber', accountNumber, maskAccountNumber)
}

export function transferEventShown(event: MatterEvent, lens: Lens): MatterEvent {
  // Their `request` is another thing.
  if (isOfActRequest(event)) return event
  const { request, accounts, newAccountNumber, remarks, ...data } = event.data as {
    request?: TransferRequest
    accounts?: AccountOpening[]
    newAccountNumber?: string
    remarks?: string
  }
  return {
    ...event,
    data: {
      ...data,
      ...(request === undefined ? {} : { request: requestShown(request, lens) }),
      ...(accounts === undefined
        ? {}
        : {
            accounts: accounts.map((account) => ({
              ...account,
              accountNumber: accountShown(account.accountNumber, lens),
            })),
          }),
      ...(newAccountNumber === undefined ? {} : { newAccountNumber: accountShown(newAccountNumber, lens) }),
      ...(remarks !== undefined && lens.isWhole('words') ? { remarks } : {}),
    },
  }
}

function requestShown(request: TransferRequest, lens: Lens): TransferRequest {
  const { channel, agent, applicantSubject, form, overLimitReason, paper } = request
  return {
    channel,
    ...(overLimitReason === undefined ? {} : { overLimitReason: lens.show('words', overLimitReason) }),
    ...(applicantSubject !== undefined && lens.isWhole('userAccount') ? { applicantSubject } : {}),
    form: transferFormShown(form, lens),
    ...(agent === undefined ? {} : { agent: agentShown(agent, lens) }),
    ...(paper === undefined ? {} : { paper: paperShown(paper, lens) }),
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
