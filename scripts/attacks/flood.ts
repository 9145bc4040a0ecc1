/** A flood without a token and one by a single client, while another client works as it does every day. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { connectDatabase } from '../../db/client.ts'
import { until } from '../demo/wait.ts'
import { APPLICATIONS, openCase } from './cases.ts'
import type { Flood, Statuses } from './flooder.ts'
import type { Victim } from './victim.ts'
import { NODE_ARGUMENTS } from '../../start/node-arguments.ts'

/** What two cores do with ease, also of 0.3. */
const ACTS_A_SECOND = 5
/** Fewer than the corrections that one organisation may make. */
const ACTS_A_CASE = 18
const CONNECTIONS = 64
const FLOODER = fileURLToPath(new URL('flooder.ts', import.meta.url))

export interface Worked {
  readonly acts: number
  readonly taken: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly worstMs: number
}

export interface Flooded {
  readonly undisturbed: Worked
  readonly during: Worked
  /** Of those acts that were taken, how many have no entry in the access log. */
  readonly entriesLost: number
  readonly withoutToken: Statuses
  readonly oneClient: Statuses
  readonly requestsASecond: number
  /** Rows that the flood left in the access log and beside it. */
  readonly rowsOfFlood: number
}

/** So many requests each way, again and again until the other client has done so many acts. */
export async function floodWhileWorking(victim: Victim, requests: number, acts: number): Promise<Flooded> {
  const cases: string[] = []
  for (let index = 0; index < Math.ceil((2 * acts) / ACTS_A_CASE); index += 1) cases.push(await openCase(victim))
  const half = Math.ceil(cases.length / 2)
  await work(victim, cases.slice(0, 1), 2)
  const undisturbed = await work(victim, cases.slice(0, half), acts)
  const [rowsBefore, entriesBefore] = [await rows(victim), await entriesOfWorker(victim)]
  const working = work(victim, cases.slice(half), acts)
  const flooding = floodUntil(victim, requests, working, cases[0] ?? '')
  const [during, flood] = [await working, await flooding]
  const entries = await settled(() => entriesOfWorker(victim), entriesBefore + during.taken)
  return {
    undisturbed,
    during,
    entriesLost: during.taken - (entries - entriesBefore),
    ...flood,
    rowsOfFlood: (await rows(victim)) - rowsBefore - (entries - entriesBefore),
  }
}

const WORKER = 'diligent'

/** Contacts corrected, at an even pace, whatever the last one took. */
async function work(victim: Victim, cases: readonly string[], acts: number): Promise<Worked> {
  const token = await victim.token('window', 'clerk', WORKER)
  const begun = performance.now()
  const one = async (index: number) => {
    await sleep(Math.max(0, begun + (index * 1_000) / ACTS_A_SECOND - performance.now()))
    const started = performance.now()
    const body = { contact: `联系人${index}`, phone: `1387${String(1_000_000 + index)}` }
    const { status } = await victim.post(token, `${APPLICATIONS}/${cases[index % cases.length]}/contact`, body)
    return { status, tookMs: performance.now() - started }
  }
  const done = await Promise.all(Array.from({ length: acts }, (_, index) => one(index)))
  const times = done.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(times[Math.ceil(times.length * share) - 1] ?? 0)
  const taken = done.filter(({ status }) => status === 200).length
  return { acts, taken, p50Ms: at(0.5), p99Ms: at(0.99), worstMs: at(1) }
}

async function floodUntil(victim: Victim, count: number, over: Promise<unknown>, serviceNumber: string) {
  let isOver = false
  void over.finally(() => (isOver = true))
  const [withoutToken, oneClient] = [{}, {}] as [Record<string, number>, Record<string, number>]
  const theirs = await victim.token('shuiwu', 'system', 'flooder')
  const begun = performance.now()
  do {
    const [nobody, client] = await Promise.all([
      flooded({ ...target(victim), requests: requestsOf(serviceNumber), count }),
      flooded({ ...target(victim), requests: requestsOf(serviceNumber, theirs), count }),
    ])
    add(withoutToken, nobody)
    add(oneClient, client)
  } while (!isOver)
  const total = [withoutToken, oneClient].flatMap((each) => Object.values(each)).reduce((sum, each) => sum + each, 0)
  return { withoutToken, oneClient, requestsASecond: Math.round((total * 1_000) / (performance.now() - begun)) }
}

const target = ({ url }: Victim) => ({ url, connections: CONNECTIONS })

/** A list, an act that this client may not do, and a registration that is none. */
function requestsOf(serviceNumber: string, token?: string): Flood['requests'] {
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': 'flood-of-one-key',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  return [
    { method: 'GET', path: `${APPLICATIONS}?limit=1`, headers, body: '' },
    { method: 'POST', path: `${APPLICATIONS}/${serviceNumber}/contact`, headers, body: '{"contact":"x"}' },
    { method: 'POST', path: APPLICATIONS, headers, body: '{}' },
  ]
}

async function flooded(flood: Flood): Promise<Statuses> {
  const child = fork(FLOODER, [JSON.stringify(flood)], { execArgv: [...NODE_ARGUMENTS] })
  const [statuses] = (await once(child, 'message')) as [Statuses]
  return statuses
}

function add(sum: Record<string, number>, statuses: Statuses): void {
  for (const [status, count] of Object.entries(statuses)) sum[status] = (sum[status] ?? 0) + count
}

/** Entries are written beside the answer: what is not there after a while is lost. */
async function settled(count: () => Promise<number>, wanted: number): Promise<number> {
  return until('查阅记录', count, (now) => now >= wanted, { withinMs: 30_000 }).catch(count)
}

const entriesOfWorker = (victim: Victim) =>
  counted(victim, sql`select count(*)::int as n from access_log where sub = ${WORKER} and outcome = 'allowed'`)

/** Of 0.4 also what is counted beside the log. */
async function rows(victim: Victim): Promise<number> {
  const log = await counted(victim, sql`select count(*)::int as n from access_log`)
  const noise = await counted(victim, sql`select count(*)::int as n from access_noise`).catch(() => 0)
  return log + noise
}

async function counted(victim: Victim, query: ReturnType<typeof sql>): Promise<number> {
  const { database, close } = connectDatabase(victim.databaseUrl, { max: 1 })
  try {
    return (await database.execute<{ n: number }>(query))[0]?.n ?? 0
  } finally {
    await close()
  }
}
