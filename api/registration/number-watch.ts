/**
 * Whether Temporal knows numbers that PostgreSQL does not: after a restore of PostgreSQL alone, every new number could
 * be another's.
 */
import type { Client } from '@temporalio/client'
import type { NumberRegister } from '../../db/queries/number-register.ts'
import { SERVICE_NUMBERS } from '../../db/queries/registrations.ts'
import { TRANSFER_NUMBERS } from '../../db/queries/transfer-registrations.ts'
import type { Database } from '../../db/client.ts'
import { parseServiceNumber } from '../../domain/case/service-number.ts'
import { parseTransferNumber } from '../../domain/transfer/transfer-number.ts'
import { NOT_FAILED } from '../../temporal/standing.ts'
import { APPLICATION_WORKFLOW } from '../../workflows/application/messages.ts'
import { ProblemError } from '../problems/problem-error.ts'
import { bounded } from '../temporal/bounded.ts'

const CHECK_MS = 5_000
const PAGE = 1_000
/** Longer than the newest registration can have waited for its start, and than two servers' checks lie apart. */
const MARGIN_MS = 24 * 3_600_000

interface Newest {
  readonly number: string
  readonly at: string
}

interface Kind {
  readonly workflow: string
  readonly register: Pick<NumberRegister<unknown>, 'newest' | 'unregistered'>
  readonly isNumber: (id: string) => boolean
}

const KINDS: readonly Kind[] = [
  {
    workflow: APPLICATION_WORKFLOW,
    register: SERVICE_NUMBERS,
    isNumber: (id) => parseServiceNumber(id) !== undefined,
  },
  {
    workflow: 'transfer',
    register: TRANSFER_NUMBERS,
    isNumber: (id) => parseTransferNumber(id) !== undefined,
  },
]

export type NumberState = 'ok' | 'suspended' | 'unknown'

/**
 * A workflow starts after its registration is committed, so one without a registration was registered in what a restore
 * took away.
 */
export class NumberWatch {
  readonly #database: Database
  readonly #temporal: Client
  readonly #newest = new Map<string, Newest>()
  #state: NumberState = 'unknown'
  #unknown: readonly string[] = []
  /** Look at all that Temporal knows, not at the latest only. */
  #thorough = false
  #first: Promise<void> | undefined
  #running: Promise<void> | undefined

  constructor(database: Database, temporal: Client) {
    this.#database = database
    this.#temporal = temporal
  }

  get state(): NumberState {
    return this.#state
  }

  /** Numbers that only Temporal knows. */
  get unknown(): readonly string[] {
    return this.#unknown
  }

  /** Resolves when a first check was tried; never rejects. */
  tried(): Promise<void> {
    return (this.#first ??= this.check().catch(() => {}))
  }

  /** Throws where nobody may be given a number. */
  requireClear(): void {
    if (this.#state !== 'suspended') return
    throw new ProblemError(
      'registration-suspended',
      `登记暂停：流程服务中有 ${this.#unknown.length} 个编号在数据库中没有登记，须由运行维护人员运行 npm run rebuild -- --all；其后用同一 Idempotency-Key 重试`,
      {
        headers: { 'retry-after': '60' },
      },
    )
  }

  /** A number that we gave was another's. */
  met(number: string): void {
    this.#thorough = true
    this.#state = 'suspended'
    this.#unknown = [...new Set([...this.#unknown, number])]
    void this.check().catch(() => {})
  }

  /** Asks both sides. An outage leaves what was known. Throws `DatabaseError` and `TemporalUnavailable`. */
  check(): Promise<void> {
    this.#running ??= this.#check().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #check(): Promise<void> {
    const unknown: string[] = []
    for (const kind of KINDS) unknown.push(...(await this.#unknownOf(kind)))
    this.#thorough = unknown.length > 0
    this.#unknown = unknown.sort()
    this.#state = unknown.length > 0 ? 'suspended' : 'ok'
  }

  async #unknownOf(kind: Kind): Promise<string[]> {
    const before = this.#newest.get(kind.workflow)
    if (before !== undefined && (await kind.register.unregistered(this.#database, [before.number])).length > 0)
      this.#thorough = true
    const newest = await kind.register.newest(this.#database)
    const since =
      this.#thorough || newest === undefined ? undefined : new Date(Date.parse(newest.at) - MARGIN_MS).toISOString()
    const numbers = (await this.#started(kind.workflow, since)).filter(kind.isNumber)
    const unknown: string[] = []
    for (let at = 0; at < numbers.length; at += PAGE)
      unknown.push(...(await kind.register.unregistered(this.#database, numbers.slice(at, at + PAGE))))
    if (newest !== undefined) this.#newest.set(kind.workflow, newest)
    return unknown
  }

  async #started(workflow: string, since: string | undefined): Promise<string[]> {
    const recent = since === undefined ? '' : ` AND StartTime > '${since}'`
    const query = `WorkflowType = '${workflow}' AND ${NOT_FAILED}${recent}`
    return bounded(this.#temporal, CHECK_MS, async () => {
      const ids = new Set<string>()
      for await (const { workflowId } of this.#temporal.workflow.list({ query, pageSize: PAGE })) ids.add(workflowId)
      return [...ids]
    })
  }
}
