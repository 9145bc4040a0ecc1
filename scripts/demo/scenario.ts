import type { City } from '../../domain/city/city.schema.ts'
import type { MeetingReportStatus } from '../../domain/assessment/meeting-report.ts'
import type { Stage } from '../../domain/case/stage.ts'
import type { TransferStatus } from '../../domain/transfer/transfer.ts'
import type { Client } from './client.ts'
import type { Pause } from './pausing.ts'
import type { Teller } from './teller.ts'
import type { CaseInTemporal, WorkflowFigures } from './case-in-temporal.ts'

/** What was seen so far; told in the summary also where the scenario fails. */
export interface Progress {
  /** Of the case, or the id of what else it is about. */
  serviceNumber: string | null
  /** In order. */
  readonly stages: (Stage | TransferStatus | MeetingReportStatus)[]
  events: number
  /** What Temporal holds of the ended case; null where its server is not known. */
  workflow: Omit<WorkflowFigures, 'status'> | null
}

/** What a scenario has to work with. */
export interface Context {
  readonly progress: Progress
  readonly city: City
  readonly client: Client
  readonly tell: Teller
  /** Absent where Temporal's server is not known. */
  readonly temporal: CaseInTemporal | undefined
  /** Where somebody watches. */
  readonly pause?: Pause | undefined
}

export interface Scenario {
  readonly name: string
  /** Key of the city that it plays in. */
  readonly city: string
  readonly title: string
  /** Throws where anything is not as it should be. */
  run(context: Context): Promise<void>
}
