import type { MatterKind } from '../matter/matter.ts'
import { partsInCase } from './case-parts.ts'
import { Lens } from './lens.ts'
import { PARTS_IN_MATTER } from './matter-parts.ts'
import type { Part, Reader } from './part.ts'
import { seesOf } from './sees.ts'
import type { VisibilityOfCity } from './sees.ts'

/** as a reader sees a case; whether they may read it at all is asked before. */
export function lensOnCase(reader: Reader, state: Parameters<typeof partsInCase>[1], city: VisibilityOfCity): Lens {
  return new Lens(seesOf(reader, partsInCase(reader, state), city))
}

/**
 * The same for whoever has shown no more than that the registered telephone is at hand, which may have another user by
 * now: none of the numbers by which a person is known elsewhere.
 */
export function lensOfCodeHolder(
  reader: Reader,
  state: Parameters<typeof partsInCase>[1],
  city: VisibilityOfCity,
): Lens {
  return new Lens({ ...seesOf(reader, partsInCase(reader, state), city), ...LEFT_TO_ACCOUNTS })
}

/** The same for who asked, without an account: an answer says by which telephone one goes on. */
export function lensOfInquiryHolder(reader: Reader, city: VisibilityOfCity): Lens {
  return new Lens({ ...seesOf(reader, ['teller'], city), ...LEFT_TO_ACCOUNTS, phone: 'whole', contact: 'masked' })
}

const LEFT_TO_ACCOUNTS = {
  identityNumber: 'masked',
  accountNumber: 'masked',
  phone: 'masked',
  signers: 'masked',
  sharedData: 'none',
  userAccount: 'none',
} as const

type FactsOf<Kind extends MatterKind> = Parameters<(typeof PARTS_IN_MATTER)[Kind]>[1]

/** The same of a matter. */
export function lensOnMatter<Kind extends MatterKind>(
  kind: Kind,
  reader: Reader,
  state: FactsOf<Kind>,
  city: VisibilityOfCity,
): Lens {
  const parts = PARTS_IN_MATTER[kind] as (reader: Reader, state: FactsOf<Kind>) => readonly Part[]
  return new Lens(seesOf(reader, parts(reader, state), city))
}
