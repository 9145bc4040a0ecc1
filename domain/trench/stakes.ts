/** what the chainages of stretches say of each other and of their length. */
import { chainageOf, CENTIMETRES } from './chainage.ts'
import type { RoadSection } from './road-section.ts'

/** What is laid winds, crosses and branches off: so far may its length be from that of its stretches. */
const LEAST_TOLERANCE_METRES = 10
const TOLERANCE = 0.1

interface StakeFault {
  /** `sections.0.to`, `lengthMetres`. */
  readonly path: (string | number)[]
  readonly message: string
}

/** What is wrong; stretches between places that are no chainages tell nothing. */
export function stakeFaults(sections: readonly RoadSection[], lengthMetres?: number): readonly StakeFault[] {
  const reversed = sections.flatMap(reversedFault)
  if (reversed.length > 0 || lengthMetres === undefined) return reversed
  const spans = sections.map(spanMetres)
  const known = spans.filter((span) => span !== undefined)
  if (known.length < spans.length) return []
  const whole = known.reduce((sum, span) => sum + span, 0)
  const tolerance = Math.max(LEAST_TOLERANCE_METRES, whole * TOLERANCE)
  if (Math.abs(lengthMetres - whole) <= tolerance) return []
  const [least, most] = [Math.max(0, whole - tolerance), whole + tolerance].map(metres)
  const message = `与桩号不符：各路段起止相距共 ${metres(whole)} 米，长度应在 ${least} 至 ${most} 米之间；请核对桩号与长度`
  return [{ path: ['lengthMetres'], message }]
}

function reversedFault({ from, to }: RoadSection, index: number): readonly StakeFault[] {
  const [start, end] = [chainageOf(from), chainageOf(to)]
  if (start === undefined || end === undefined || start < end) return []
  const message =
    start === end
      ? '止点与起点是同一桩号，应在起点之后'
      : `止点的桩号应大于起点；是否应为自 ${CENTIMETRES.write(end)} 至 ${CENTIMETRES.write(start)}`
  return [{ path: ['sections', index, 'to'], message }]
}

function spanMetres({ from, to }: RoadSection): number | undefined {
  const [start, end] = [chainageOf(from), chainageOf(to)]
  return start === undefined || end === undefined ? undefined : (end - start) / 100
}

const metres = (length: number): string => String(Math.round(length * 100) / 100)
