/** Temporal at the start: waited for where it is away; its namespace must be there, and what it keeps be readable. */
import { Connection, isGrpcServiceError } from '@temporalio/client'
import type { Payload } from '@temporalio/common'
import { decode } from '@temporalio/common/lib/encoding.js'
import { type Environment, EnvironmentError, temporalAddress, tlsOf } from '../environment.ts'
import { KEY_ID } from '../temporal/codec.ts'
import { temporalConnection } from '../temporal/connection.ts'
import type { Keyring } from '../temporal/keyring.ts'
import { reportScheduleId } from '../temporal/report-schedules.ts'
import { Patience, type Waiting } from './patience.ts'
import { tlsRefusal } from './tls-refusal.ts'

const NOT_FOUND = 5
/** The newest open ones: enough to see that the keys are not those of this namespace. */
const LOOKED_AT = 5

/**
 * Waits until it answers. Throws the reason of `signal`, and `EnvironmentError` where it answers, but TLS does not come
 * about: then it never will.
 */
export async function untilTemporalAnswers(environment: Environment, waiting: Waiting): Promise<Connection> {
  const address = temporalAddress(environment)
  const options = temporalConnection(environment)
  const patience = new Patience(`Temporal（${address}，环境变量 TEMPORAL_ADDRESS）`, waiting)
  for (;;) {
    const connection = await Connection.connect({ ...options, connectTimeout: '5 seconds' }).catch(() => undefined)
    if (connection !== undefined) {
      patience.over()
      return connection
    }
    const tls = tlsOf(environment, 'TEMPORAL')
    const refusal = tls === undefined ? undefined : await tlsRefusal(address, tls)
    if (refusal !== undefined)
      throw new EnvironmentError(`环境变量 TEMPORAL_ADDRESS=${address} 不能用（TLS）：${refusal}。`)
    await patience.wait()
  }
}

/**
 * Waits until it answers, then throws `EnvironmentError` where the namespace is missing, or where nothing of what was
 * looked at can be read with our keys. Where some of it can, the missing key is only said: one case that nobody can
 * read keeps no other from going on.
 */
export async function untilTemporalServes(
  environment: Environment,
  keyring: Keyring,
  cities: Iterable<string>,
  say: (text: string) => void,
): Promise<void> {
  const connection = await untilTemporalAnswers(environment, { say })
  try {
    await assertNamespace(connection, environment)
    const found = await keysInUse(connection, environment.TEMPORAL_NAMESPACE, [...cities])
    const unknown = found.filter(({ key }) => !keyring.has(key))
    const [first] = unknown
    if (first === undefined) return
    const sentence =
      `环境变量 PAYLOAD_KEYS（或 DATA_DIR 中的 payload-keys）缺少编号为 ${first.key} 的密钥，` +
      `${first.of} 是用它加密的：请补上，密钥只增不减。`
    if (unknown.length === found.length) throw new EnvironmentError(sentence)
    say(sentence)
  } finally {
    await connection.close()
  }
}

async function assertNamespace(connection: Connection, environment: Environment): Promise<void> {
  const namespace = environment.TEMPORAL_NAMESPACE
  try {
    await connection.workflowService.describeNamespace({ namespace })
  } catch (error) {
    if (!isGrpcServiceError(error) || Number(error.code) !== NOT_FOUND) return
    throw new EnvironmentError(
      `环境变量 TEMPORAL_NAMESPACE=${namespace} 不能用：Temporal（${temporalAddress(environment)}）上没有这个命名空间，` +
        '请改正，或先运行 npm run prepare-servers 建立。',
    )
  }
}

interface KeyInUse {
  readonly key: string
  /** A schedule or a workflow, by its id. */
  readonly of: string
}

/** By which keys the cities' schedules and some open workflows began; what cannot be asked is left out. */
async function keysInUse(connection: Connection, namespace: string, cities: string[]): Promise<KeyInUse[]> {
  const { executions } = await connection.workflowService
    .listWorkflowExecutions({ namespace, pageSize: LOOKED_AT, query: `ExecutionStatus = 'Running'` })
    .catch(() => ({ executions: [] }))
  const settled = await Promise.allSettled([
    ...cities.map((city) => ofSchedule(connection, namespace, reportScheduleId(city))),
    ...executions.map(({ execution }) => ofRun(connection, namespace, execution)),
  ])
  return settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
}

async function ofSchedule(connection: Connection, namespace: string, scheduleId: string): Promise<KeyInUse[]> {
  const { schedule } = await connection.workflowService.describeSchedule({ namespace, scheduleId })
  return keysOf(schedule?.action?.startWorkflow?.input?.payloads, scheduleId)
}

async function ofRun(
  connection: Connection,
  namespace: string,
  execution: { workflowId?: string | null; runId?: string | null } | null | undefined,
): Promise<KeyInUse[]> {
  const { history } = await connection.workflowService.getWorkflowExecutionHistory({
    namespace,
    execution: execution ?? null,
    maximumPageSize: 1,
  })
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes
  return keysOf(started?.input?.payloads, execution?.workflowId ?? '')
}

function keysOf(payloads: Payload[] | null | undefined, of: string): KeyInUse[] {
  return (payloads ?? []).flatMap(({ metadata }) => {
    const id = metadata?.[KEY_ID]
    return id ? [{ key: decode(id), of }] : []
  })
}
