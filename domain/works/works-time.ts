import type { RoadSection } from '../trench/road-section.ts'

/** more time that a utility asked for; `number` counts the line's from 1. The first date stays in the figures. */
export interface WorksExtension {
  readonly number: number
  /** YYYY-MM-DD. */
  readonly dueDate: string
  readonly reason: string
  readonly requestedAt: string
  readonly decision?: {
    readonly at: string
    readonly org: string
    readonly granted: boolean
    readonly reason?: string
  }
}

/** what differs from what was approved or promised; what is left out stays. */
export interface WorksChange {
  readonly worksFrom?: string
  readonly worksTo?: string
  readonly sections?: readonly RoadSection[]
  readonly lengthMetres?: number
}

/**
 * place, area or time otherwise than approved or promised, decided beforehand by each whose approval or promise
 * covers it; `id` counts the case's from 1.
 */
export interface Variation {
  readonly id: string
  readonly org: string
  readonly line: string
  readonly approvers: readonly string[]
  readonly change: WorksChange
  readonly reason: string
  readonly requestedAt: string
  readonly decisions: Readonly<
    Record<string, { readonly at: string; readonly approved: boolean; readonly reason?: string }>
  >
  readonly takenAt?: string
}

/** Until all have approved, or one has not. */
export function isUndecided({ decisions, takenAt }: Variation): boolean {
  return takenAt === undefined && Object.values(decisions).every(({ approved }) => approved)
}
