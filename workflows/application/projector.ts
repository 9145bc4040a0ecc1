import { proxyActivities } from '@temporalio/workflow'
import type { CaseEvent } from '../../domain/case/event.ts'
import { PROJECTION } from '../lib/activity-profiles.ts'
import { startDraining } from '../lib/projector.ts'
import type { Projector } from '../lib/projector.ts'
import type { Run } from '../lib/run.ts'
import type { ProjectionActivities } from '../ports/projection.ts'

const { project } = proxyActivities<ProjectionActivities>(PROJECTION)

export type CaseProjector = Projector<CaseEvent>

export function startProjector(serviceNumber: string, run: Run): CaseProjector {
  return startDraining((events) => project({ serviceNumber, events }), run)
}
