import type { CaseEvent } from '../../domain/case/event.ts'

export interface ProjectionActivities {
  /** Events of one case in ascending order; can run twice. */
  project(request: { serviceNumber: string; events: readonly CaseEvent[] }): Promise<void>
}
