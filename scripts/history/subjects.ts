/** Which applications and matters there are to be replayed or rebuilt. */
import type { Client } from '@temporalio/client'
import type { Database } from '../../db/client.ts'
import { allMatterIds } from '../../db/queries/matters.ts'
import { allServiceNumbers, unstartedRegistrations } from '../../db/queries/registrations.ts'
import { MATTER_KINDS } from '../../domain/matter.ts'
import type { Opened } from './open.ts'

/** All there may be: applications in the order of registration, then matters. */
export async function allSubjects({ client, database }: Pick<Opened, 'client' | 'database'>): Promise<string[]> {
  return [...await allServiceNumbers(database), ...await allMatters(client, database)]
}

/** All without what the sweeper has yet to start, which has no history. */
export async function startedSubjects(opened: Pick<Opened, 'client' | 'database'>): Promise<string[]> {
  const unstarted = new Set((await unstartedRegistrations(opened.database, { olderThanSeconds: 0, limit: 1_000_000 })).map((one) => one.serviceNumber))
  return (await allSubjects(opened)).filter((subject) => !unstarted.has(subject))
}

/** Of the server's workflows and of our rows: one that lacks in either is a difference to be seen. */
async function allMatters(client: Client, database: Database): Promise<string[]> {
  const ids = new Set(await allMatterIds(database))
  const query = `WorkflowType IN (${MATTER_KINDS.map((kind) => `'${kind}'`).join(', ')})`
  for await (const { workflowId } of client.workflow.list({ query })) ids.add(workflowId)
  return [...ids].sort()
}
