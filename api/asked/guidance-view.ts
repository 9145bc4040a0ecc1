import type { z } from 'zod'
import type { casesAfter } from '../../db/queries/guidance.ts'
import type { GuidanceRow } from '../../db/queries/guidance.ts'
import { PHASE_NAMES } from '../../domain/case/stage.ts'
import { doubtsAbout, inWords } from '../../domain/demand/doubts.ts'
import { maskCreditCode, maskIdentityNumber, maskPerson, maskPhone, maskUser } from '../../domain/masking/masking.ts'
import { maskNumbersIn } from '../../domain/masking/numbers-in-text.ts'
import { Lens, maskingLens } from '../../domain/visibility/lens.ts'
import { seesOf } from '../../domain/visibility/sees.ts'
import type { Caller } from '../auth/caller.ts'
import { times, writingFor } from '../views/writing.ts'
import type { GuidanceViewSchema } from '../views/guidance.schema.ts'

/** of its own bureau all of it; others as the table has them. */
export function lensOnGuidance({ org, kind, role, city }: Caller, row: GuidanceRow): Lens {
  return new Lens(seesOf({ org, kind, role }, row.org === org ? ['collector'] : [], city))
}

type Cases = Awaited<ReturnType<typeof casesAfter>>

export function guidanceRowView(row: GuidanceRow, cases: Cases, { city }: Caller, now: Date, lens = maskingLens()) {
  const writing = writingFor(city, now)
  const { id, version, org, phase, guidedAt, withdrawn, content } = row
  const { told, projectName, projectCode, services } = content
  const filed = withdrawn ? undefined : cases.get(id)
  return {
    id,
    version,
    org,
    orgName: writing.nameOf(org),
    phase,
    phaseName: PHASE_NAMES[phase],
    told: {
      kind: told.kind,
      name: lens.show('name', told.name, (name) => maskUser(told.kind, name)),
      ...(told.kind === 'enterprise'
        ? { creditCode: lens.show('creditCode', told.creditCode, maskCreditCode) }
        : { identityNumber: lens.show('identityNumber', told.identityNumber, maskIdentityNumber) }),
    },
    projectName: maskNumbersIn(projectName, lens),
    projectCode,
    services: [...services],
    withdrawn,
    ...times({ guidedAt }, {}, writing),
    filed: filed === undefined ? undefined : { ...filed, registeredAt: writing.time(filed.registeredAt) },
  }
}

/** Of all versions; the last one counts. */
export function guidanceView(
  versions: readonly GuidanceRow[],
  cases: Cases,
  caller: Caller,
  now: Date,
  lens: Lens,
): z.infer<typeof GuidanceViewSchema> {
  const row = versions.at(-1)
  if (row === undefined) throw new Error('a record has a version')
  const { told, contact, phone, note } = row.content
  const words = (text: string) => maskNumbersIn(lens.show('words', text), lens)
  const { time } = writingFor(caller.city, now)
  return {
    ...guidanceRowView(row, cases, caller, now, lens),
    contact: contact === undefined ? undefined : lens.show('contact', contact, maskPerson),
    phone: phone === undefined ? undefined : lens.show('phone', phone, maskPhone),
    note: note === undefined ? undefined : words(note),
    warnings: inWords(doubtsAbout(told, 'told')),
    history: versions.map(({ version, withdrawn, writtenAt, writtenSub, reason }) => ({
      version,
      change: version === 1 ? ('recorded' as const) : withdrawn ? ('withdrawn' as const) : ('corrected' as const),
      at: time(writtenAt),
      by: writtenSub,
      reason: reason === null ? undefined : words(reason),
    })),
    masked: lens.masked,
  }
}
