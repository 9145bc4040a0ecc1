/** Writes the read model of the pg-boss peer, job by job. Its settings stand in a file. */
import { PgBoss } from 'pg-boss'
import postgres from 'postgres'
import { recordedOfRow } from '../../db/recorded.ts'
import { stepsOf } from '../../db/rows.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import { exitWithParent, failWith, tellParentReady } from '../../lifecycle.ts'
import type { CaseState } from '../../workflows/application/core/case-state.ts'
import { DEADLINE, PROJECT } from './boss.ts'
import type { ProjectJob } from './boss.ts'
import { followingWrites, standingWrites, statementOf } from './read-model.ts'
import { readPeerSettings } from './settings.ts'

const BATCH = 20

type EventRow = Omit<Parameters<typeof recordedOfRow>[0], 'at'> & { readonly at: Date }

exitWithParent()
try {
  const { databaseUrl } = readPeerSettings()
  const sql = postgres(databaseUrl, { max: 10, onnotice: () => {} })
  const boss = new PgBoss({ connectionString: databaseUrl, useListenNotify: true, schedule: false })
  boss.on('error', (error) => void process.stderr.write(`${String(error)}\n`))
  await boss.start()
  for (const name of [PROJECT, DEADLINE]) await boss.createQueue(name, { notify: name === PROJECT })
  await boss.work<ProjectJob>(PROJECT, { batchSize: BATCH, pollingIntervalSeconds: 0.5 }, async (jobs) => {
    for (const number of new Set(jobs.map(({ data }) => data.number))) await project(sql, number)
  })
  process.once('SIGTERM', () => void boss.stop().then(() => process.exit(0)))
  tellParentReady()
} catch (error) {
  failWith('测量：pg-boss', error)
}

/** All that is recorded and not yet written. One worker, so that nobody else begins a case's rows. */
async function project(sql: postgres.Sql, number: string): Promise<void> {
  await sql.begin(async (transaction) => {
    const [row] = await transaction<{ state: CaseState }[]>`
      select state from application where service_number = ${number} for update`
    const events = await eventsAfter(transaction, number, row?.state.seq ?? 0)
    const steps = stepsOf(number, row?.state, events)
    const after = steps.at(-1)?.state
    if (after === undefined) return
    const { text, values } = statementOf([...standingWrites(row?.state, after), ...followingWrites(steps)], [], [])
    await transaction.unsafe(text, values, { prepare: true })
  })
}

async function eventsAfter(
  transaction: postgres.TransactionSql,
  number: string,
  seq: number,
): Promise<readonly CaseEvent[]> {
  const rows = await transaction<EventRow[]>`
    select seq, type, at, rule, data,
      actor_sub as "actorSub", actor_org as "actorOrg", actor_role as "actorRole"
    from event where service_number = ${number} and seq > ${seq} order by seq`
  return rows.map(({ at, ...row }) => recordedOfRow({ ...row, at: at.toISOString() }) as CaseEvent)
}
