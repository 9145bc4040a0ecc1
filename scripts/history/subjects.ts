/** Which applications and matters there are to be replayed or rebuilt. */
import type { Client } from '@temporalio/client'
import type { Database } from '../../db/client.ts'
import { allMatterIds } from '../../db/queries/matters.ts'
import { SERVICE_NUMBERS } from '../../db/queries/registrations.ts'
import { MATTER_KINDS } from '../../domain/matter/matter.ts'
import { parseServiceNumber } from '../../domain/case/service-number.ts'
import { NOT_FAILED } from '../../temporal/standing.ts'
import { APPLICATION_WORKFLOW } from '../../workflows/application/messages.ts'
import type { Opened } from './open.ts'

type Sides = Pick<Opened, 'client' | 'database'>

/** All there may be: applications in the order of registration, then those that only Temporal knows, then matters. */
export async function allSubjects({ client, database }: Sides): Promise<string[]> {
  const registered = (await SERVICE_NUMBERS.keys(database)).map(({ number }) => number)
  return [...(await withTemporals(client, registered)), ...(await allMatters(client, database))]
}

/** All without what the sweeper has yet to start, which has no history, unless Temporal knows it. */
export async function startedSubjects({ client, database }: Sides): Promise<string[]> {
  const started = (await SERVICE_NUMBERS.keys(database)).filter((row) => row.started).map(({ number }) => number)
  return [...(await withTemporals(client, started)), ...(await allMatters(client, database))]
}

/** Of the server's workflows and of our rows: one that lacks in either is a difference to be seen. */
async function withTemporals(client: Client, registered: readonly string[]): Promise<string[]> {
  const known = new Set(registered)
  const others = (await workflowIds(client, [APPLICATION_WORKFLOW])).filter(
    (id) => !known.has(id) && parseServiceNumber(id) !== undefined,
  )
  return [...registered, ...others.sort()]
}

async function allMatters(client: Client, database: Database): Promise<string[]> {
  return [...new Set([...(await allMatterIds(database)), ...(await workflowIds(client, MATTER_KINDS))])].sort()
}

async function workflowIds(client: Client, types: readonly string[]): Promise<string[]> {
  const ids = new Set<string>()
  const query = `WorkflowType IN (${types.map((type) => `'${type}'`).join(', ')}) AND ${NOT_FAILED}`
  for await (const { workflowId } of client.workflow.list({ query })) ids.add(workflowId)
  return [...ids]
}
