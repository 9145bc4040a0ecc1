import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { loadCities } from '../../config/load-cities.ts'
import { MATTERS } from '../../db/matters/kinds.ts'
import { projectMatterEvents } from '../../db/matters/projection.ts'
import { projectEvents } from '../../db/projection.ts'
import { takeSubscription } from '../../db/queries/subscriptions.ts'
import type { NewSubscription } from '../../db/queries/subscriptions.ts'
import { matterDeadline, matterEvent, matterOutbox } from '../../db/schema/matter.ts'
import type { CaseEvent } from '../../domain/case/event.ts'
import type { MatterEvent } from '../../domain/matter/matter.ts'
import { Deliverer } from '../../push/deliverer.ts'
import { STANDARD_PUSH } from '../../push/settings.ts'
import type { PushSettings } from '../../push/settings.ts'
import { newKey, parseKeyring } from '../../temporal/keyring.ts'
import type { Keyring } from '../../temporal/keyring.ts'
import { seal } from '../../temporal/seal.ts'
import type { PureCase } from '../fixtures/pure-case.ts'
import { wholeCase } from '../projection/cases.ts'
import { openTestDatabase } from '../projection/database.ts'
import type { TestDatabase } from '../projection/database.ts'
import type { WholeMatter } from '../projection/matters.ts'
import { Receiver } from './receiver.ts'

const CITIES = loadCities()

/**
 * Time is scaled: a second of the standard pace is 2 ms here, so that the first retry comes after 10 ms instead of 5 s,
 * the longest after 7.2 s instead of 1 h, and three days are 518 s. Leases, which wait for real programs, are shortened
 * by hand, and timeouts no more than a busy machine allows: what is taken too late comes again.
 */
const SCALE = 0.002

export const SCALED_PUSH: PushSettings = {
  ...STANDARD_PUSH,
  firstRetryMs: STANDARD_PUSH.firstRetryMs * SCALE,
  longestRetryMs: STANDARD_PUSH.longestRetryMs * SCALE,
  giveUpAfterMs: STANDARD_PUSH.giveUpAfterMs * SCALE,
  timeoutMs: 5_000,
  leaseMs: 8_000,
  pollMs: 20,
  stopGraceMs: 500,
  receivers: { hosts: [], networks: [{ address: '127.0.0.0', bits: 8, family: 'ipv4' }], plainHttp: 'allow' },
}
/** An hour at that scale, in milliseconds. */
export const SCALED_HOUR = 3_600_000 * SCALE

/** What a deliverer said and counted. */
interface Told {
  readonly lines: string[]
  readonly failures: string[]
  delivered: number
  unreadable: number
  lagSeconds: number
  parkedLanes: number
}

export interface Ground {
  readonly server: TestDatabase
  readonly receiver: Receiver
  readonly keys: string
  readonly keyring: Keyring
  readonly told: Told
  deliver(change?: Partial<PushSettings>): Deliverer
  subscribe(org: string, change?: Partial<NewSubscription>): Promise<{ id: string; secret: string }>
  nextCase(): PureCase
  project(the: PureCase, events?: readonly CaseEvent[]): Promise<unknown>
  projectMatter(the: WholeMatter, events?: readonly MatterEvent[]): Promise<unknown>
  /** Ends every deliverer. */
  stop(): Promise<void>
  clear(): Promise<void>
  close(): Promise<void>
}

const MATTER_TABLES = [matterEvent, matterOutbox, matterDeadline, ...Object.values(MATTERS).map(({ table }) => table)]

let made = 0

/** A database of our own, a receiver, and deliverers in this process. */
export async function openGround(): Promise<Ground> {
  const server = await openTestDatabase()
  const receiver = await new Receiver().start()
  const keys = newKey()
  const keyring = parseKeyring(keys)
  const running: Deliverer[] = []
  const told: Told = { lines: [], failures: [], delivered: 0, unreadable: 0, lagSeconds: 0, parkedLanes: 0 }
  const stopAll = async () => {
    await Promise.all(running.splice(0).map((deliverer) => deliverer.stop()))
  }
  return {
    server,
    receiver,
    keys,
    keyring,
    told,
    deliver(change = {}) {
      const deliverer = new Deliverer(
        {
          database: server.database,
          keyring,
          metrics: metricsInto(told),
          log: logInto(told),
          cityOf: (key) => CITIES.get(key)?.city,
        },
        { ...SCALED_PUSH, ...change },
      )
      running.push(deliverer)
      deliverer.start()
      return deliverer
    },
    async subscribe(org, change = {}) {
      const id = randomUUID()
      const secret = `whsec_${randomBytes(24).toString('base64')}`
      await receiver.set(id, { secret, mode: 'ok' })
      await takeSubscription(server.database, {
        id,
        city: 'chibi',
        org,
        url: receiver.url(id),
        secret: seal(secret, id, keyring),
        scope: 'concerned',
        supervises: [],
        since: '2026-01-01T00:00:00.000Z',
        createdBy: 'test',
        confirmedAt: '2026-01-01T00:00:00.000Z',
        confirmedBy: 'test',
        keyHash: id,
        bodyHash: 'body',
        ...change,
      })
      return { id, secret }
    },
    nextCase: () => wholeCase(`CB-20261123-${String(++made).padStart(5, '0')}-0`),
    project: (the, events = the.events) => projectEvents(server.database, the.state.serviceNumber, events),
    projectMatter: ({ kind, id, events: all }, events = all) => projectMatterEvents(server.database, kind, id, events),
    stop: stopAll,
    async clear() {
      await stopAll()
      await server.database.execute(
        sql`truncate push_test, subscription_log, dead_letter, delivery_attempt, delivery_lane, subscription,
          application cascade`,
      )
      await server.database.execute(sql`truncate ${sql.join(MATTER_TABLES, sql`, `)}`)
    },
    async close() {
      await stopAll()
      await receiver.kill()
      await server.close()
    },
  }
}

function metricsInto(told: Told) {
  return {
    delivered: () => {
      told.delivered += 1
    },
    failed: (_org: string, error: string) => {
      told.failures.push(error)
    },
    parked: () => {},
    unreadable: () => {
      told.unreadable += 1
    },
    figures: ({ lagSeconds, parkedLanes }: { lagSeconds: number; parkedLanes: number }) =>
      Object.assign(told, { lagSeconds, parkedLanes }),
  }
}

function logInto({ lines }: Told) {
  const line = (message: string, fields?: unknown) => void lines.push(`${message} ${JSON.stringify(fields)}`)
  return { info: line, warn: line }
}

/** Until PostgreSQL knows that somebody listens: what is notified before is heard by nobody. */
export async function untilListened({ server }: Ground): Promise<void> {
  await until(
    async () => [
      ...(await server.database.execute(sql`
        select 1 from pg_stat_activity
        where datname = current_database() and state = 'idle' and query ilike 'listen%'`)),
    ],
    (rows) => rows.length === 1,
  )
}

/** Until it holds, or the test fails with what it was. */
export async function until<Value>(
  value: () => Value | Promise<Value>,
  holds: (value: Value) => boolean,
  withinMs = 15_000,
): Promise<Value> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const now = await value()
    if (holds(now)) return now
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${JSON.stringify(now)?.slice(0, 400)}`)
    await sleep(20)
  }
}

/** 1, 2, …, n: the seqs of a whole case. */
export function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, index) => index + 1)
}
