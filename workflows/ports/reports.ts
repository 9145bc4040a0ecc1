import type { ReportContent } from '../../domain/assessment/meeting-report.ts'
import type { City } from '../../domain/city/city.schema.ts'

/** `at`: as of when, ISO UTC. `order`: organisation keys as they are to be listed. */
export interface CompileRequest {
  readonly city: string
  readonly order: readonly string[]
  readonly period: string
  readonly from: string
  readonly to: string
  readonly at: string
  readonly hours: City['hours']
  readonly calendar: City['calendar']
}

export interface ReportActivities {
  /** a quarter's figures, and what is overdue or in dispute; reads only. */
  compileReport(request: CompileRequest): Promise<ReportContent>
  /** The quarters (`2026-Q4`) over at an instant that have no report yet, the earliest first. */
  dueReports(request: { readonly city: string; readonly at: string }): Promise<string[]>
  /** Starts a quarter's report and gives its id; one that is there already is left as it is. */
  openReport(request: { readonly city: string; readonly period: string }): Promise<string>
}
