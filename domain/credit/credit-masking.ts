/** what may be shown to those who see the matter, but not the people in it; free text may hold anything. */
import { defined } from '../defined.ts'
import { maskCreditCode, maskIdentityNumber, maskUser } from '../masking/masking.ts'
import type { MatterEvent } from '../matter/matter.ts'
import type { CreditSource, CreditSubject } from './credit.ts'

/** An organisation of the city is named in full; an enterprise and a person are not. */
export function maskSubject({ org, name, creditCode, identityNumber }: CreditSubject): CreditSubject {
  return {
    ...defined({ org }),
    name: org !== undefined ? name : maskUser(identityNumber === undefined ? 'enterprise' : 'individual', name),
    ...(creditCode === undefined ? {} : { creditCode: maskCreditCode(creditCode) }),
    ...(identityNumber === undefined ? {} : { identityNumber: maskIdentityNumber(identityNumber) }),
  }
}

export function maskCreditEvent(event: MatterEvent): MatterEvent {
  const {
    subject,
    reason: _reason,
    remarks: _remarks,
    source,
    ...data
  } = event.data as { subject?: CreditSubject; reason?: string; remarks?: string; source?: CreditSource }
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
