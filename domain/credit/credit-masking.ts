/** a credit record, as a reader sees it; free text may hold anything. */
import { defined } from '../defined.ts'
import { maskCreditCode, maskIdentityNumber, maskUser } from '../masking/masking.ts'
import type { MatterEvent } from '../matter/matter.ts'
import type { Lens } from '../visibility/lens.ts'
import type { CreditSource, CreditSubject } from './credit.ts'

/** An organisation of the city is named in full; an enterprise and a person by the lens. */
export function subjectShown(
  { org, name, creditCode, identityNumber, account }: CreditSubject,
  lens: Lens,
): CreditSubject {
  const kind = identityNumber === undefined ? 'enterprise' : 'individual'
  return {
    ...defined({ org }),
    name: org !== undefined ? name : lens.show('name', name, (whole) => maskUser(kind, whole)),
    ...defined({
      creditCode: creditCode === undefined ? undefined : lens.show('creditCode', creditCode, maskCreditCode),
      identityNumber:
        identityNumber === undefined ? undefined : lens.show('identityNumber', identityNumber, maskIdentityNumber),
      account: account !== undefined && lens.isWhole('userAccount') ? account : undefined,
    }),
  }
}

export function creditEventShown(event: MatterEvent, lens: Lens): MatterEvent {
  const { subject, reason, remarks, source, ...data } = event.data as {
    subject?: CreditSubject
    reason?: string
    remarks?: string
    source?: CreditSource
  }
  const { evidence, ...where } = source ?? {}
  const words = (reason ?? remarks ?? evidence) !== undefined && lens.isWhole('words')
  return {
    ...event,
    data: {
      ...data,
      ...(subject === undefined ? {} : { subject: subjectShown(subject, lens) }),
      ...(source === undefined ? {} : { source: { ...where, ...defined({ evidence: words ? evidence : undefined }) } }),
      ...(words ? defined({ reason, remarks }) : {}),
    },
  }
}
