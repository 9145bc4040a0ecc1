/**
 * The probe of orphans: acts are put as by an API that ends before it has written what the answer carried. Nobody acts
 * on their cases until PostgreSQL has it all the same, and each case has been told.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import { canonicalJson, sha256 } from '../../config/canonical-json.ts'
import type { Database } from '../../db/client.ts'
import { noteAct } from '../../db/queries/act-journal.ts'
import { findApplication } from '../../db/queries/applications.ts'
import { actJournal } from '../../db/schema/act-journal.ts'
import { ACTS } from '../../domain/act/act.ts'
import { ORPHANED } from '../../domain/act/orphaned.ts'
import { runsOf } from '../history/runs.ts'
import { awaitedIn } from './case-acts.ts'
import type { Sent } from './ledger.ts'
import { query } from './readers.ts'
import { heard } from './send.ts'
import type { KnownCase } from './subjects.ts'
import { isOpen } from './subjects.ts'
import { APPLICATIONS } from './world.ts'
import type { World } from './world.ts'

const CASES = 6
const WITHIN_MS = 45_000

interface Orphan {
  readonly known: KnownCase
  readonly sent: Sent
  /** Of the answer that nobody has written. */
  readonly seq: number
}

export interface Orphaned {
  readonly orphaned: number
  /** Sentences, one for each that was not seen to. */
  readonly losses: readonly string[]
}

export async function orphanSome(world: World, database: Database, random: () => number): Promise<Orphaned> {
  const orphans: Orphan[] = []
  for (const known of world.subjects.cases.filter(isOpen)) {
    if (orphans.length === CASES) break
    const orphan = await orphaned(world, database, known, random)
    if (orphan !== undefined) orphans.push(orphan)
  }
  const losses = (await Promise.all(orphans.map((one) => lossOf(world, database, one)))).flat()
  // Whoever sent it tries again in the end, and must hear the same.
  for (const { known, sent } of orphans) heard(world, known, await world.http.post(sent))
  return { orphaned: orphans.length, losses }
}

/** None where nothing is awaited in the case, or its answer carried nothing. */
async function orphaned(
  world: World,
  database: Database,
  known: KnownCase,
  random: () => number,
): Promise<Orphan | undefined> {
  if (!(await query(world, known)) || known.state === undefined || !isOpen(known)) return undefined
  const act = awaitedIn(known.state, world.city, random)
  if (act === undefined) return undefined
  const { type, actor } = act
  const body = JSON.parse(JSON.stringify(act.body)) as unknown
  const path = `${APPLICATIONS}/${known.id}/${ACTS[type].path}`
  const sent = world.ledger.note({ kind: 'act', type, subject: known.id, path, party: actor, body })
  const updateId = sent.keyHash
  const noted = await noteAct(database, { kind: 'application', subject: known.id, updateId })
  const put = { actor, body, bodyHash: sha256(canonicalJson(body)), projected: noted?.projected }
  const answer = await world.temporal.workflow
    .getHandle(known.id)
    .executeUpdate<{ seq: number; events?: unknown }, [object]>(type, { updateId, args: [put] })
    .catch(() => undefined)
  await database
    .update(actJournal)
    .set({ since: sql`now() - interval '1 minute'` })
    .where(eq(actJournal.updateId, updateId))
  if (answer?.events !== undefined) return { known, sent, seq: answer.seq }
  heard(world, known, await world.http.post(sent))
  return undefined
}

async function lossOf(
  { temporal }: World,
  database: Database,
  { known: { id }, sent, seq }: Orphan,
): Promise<string[]> {
  let row = 0
  for (const until = Date.now() + WITHIN_MS; Date.now() < until; await sleep(250)) {
    row = (await findApplication(database, id))?.seq ?? 0
    if (row >= seq && (await wasTold(temporal, id))) return []
  }
  return [
    `${id} 的 ${sent.type} 无人收尾：行到第 ${row} 条，历史到第 ${seq} 条，流程${row >= seq ? '没有' : '也没有'}得到通知`,
  ]
}

async function wasTold(temporal: World['temporal'], id: string): Promise<boolean> {
  return (await runsOf(temporal, id)).some(({ history }) =>
    history.events?.some((event) => event.workflowExecutionSignaledEventAttributes?.signalName === ORPHANED),
  )
}
