import type { LineId } from '../case/service.ts'
import type { LineRef } from './joint-plan.ts'
import type { CommonSection, RoadSection } from './road-section.ts'

/** works of another case on a stretch that a line's works use, too. */
export interface FoundOverlap {
  readonly line: LineId
  readonly with: LineRef
  /** The other's. */
  readonly utility: string
  readonly section: RoadSection
  readonly closeness: CommonSection['closeness']
}
