/** a credit record, as a reader sees it; free text may hold anything. */
import { defined } from '../defined.ts'
import { maskCreditCode, maskIdentityNumber, maskUser } from '../masking/masking.ts'
import type { MatterEvent } from '../matter/matter.ts'
import type { Lens } from '../visibility/lens.ts'
import type { CreditSource, CreditSubject } from './credit.ts'

/** An organisation of the city is named in full; an enterprise and a person by the lens. */
export function subjectShown(
  { org, name, creditCode, identityNumber, account, capacity }: CreditSubject,
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
      capacity,
    }),
  }
}

/** What of an event may tell of a person in words. */
const WORDS = ['reason', 'remarks', 'basis', 'statement', 'evidence', 'onAnswer', 'correction', 'paper'] as const

export function creditEventShown(event: MatterEvent, lens: Lens): MatterEvent {
  const { subject, source, ...data } = event.data as {
    subject?: CreditSubject
    source?: CreditSource
  } & Partial<Record<(typeof WORDS)[number], string>>
  const { evidence, ...where } = source ?? {}
  const said = [evidence, ...WORDS.map((word) => data[word])].some((words) => words !== undefined)
  const words = said && lens.isWhole('words')
  const kept = Object.entries(data).filter(([name]) => words || !(WORDS as readonly string[]).includes(name))
  return {
    ...event,
    data: {
      ...Object.fromEntries(kept),
      ...(subject === undefined ? {} : { subject: subjectShown(subject, lens) }),
      ...(source === undefined ? {} : { source: { ...where, ...defined({ evidence: words ? evidence : undefined }) } }),
    },
  }
}
