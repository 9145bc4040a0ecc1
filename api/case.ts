import type { QueryDefinition } from '@temporalio/workflow'
import type { caseStateQuery } from '../workflows/application/messages.ts'

/** A case as its workflow's query answers it; the projection keeps the same. */
export type CaseState = typeof caseStateQuery extends QueryDefinition<infer State> ? State : never
