import type { CaseFile } from '../../db/queries/case-files.ts'
import { maskNumbersIn } from '../../domain/masking/numbers-in-text.ts'
import type { Lens } from '../../domain/visibility/lens.ts'
import type { FileView } from './file.schema.ts'
import type { Writing } from './writing.ts'

/** what it is called is somebody's words, and where it was taken tells the address. */
export function fileView(file: CaseFile, lens: Lens, { time, nameOf }: Writing): FileView {
  const { id, originalSha256: original, storedSha256: stored, type, storedBytes, takenAt, uploadedOrg: org } = file
  return {
    id,
    ref: { original, stored },
    name: maskNumbersIn(lens.show('words', file.name), lens),
    type,
    bytes: storedBytes,
    width: file.width ?? undefined,
    height: file.height ?? undefined,
    takenAt: takenAt ?? undefined,
    place: placeIn(file, lens),
    uploaded: { at: time(file.uploadedAt), org, orgName: nameOf(org), role: file.uploadedRole },
  }
}

function placeIn({ latitude, longitude, locatedBy }: CaseFile, lens: Lens): FileView['place'] {
  if (latitude === null || longitude === null || locatedBy === null) return undefined
  return lens.isWhole('address') ? { latitude, longitude, by: locatedBy } : undefined
}
