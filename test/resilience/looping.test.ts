import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import type { WorkflowHandle } from '@temporalio/client'
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker'
import type { LogEntry, WorkflowBundle } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { leanWorker } from '../../temporal/workflow-threads/lean-worker.ts'
import { count, counting, looping, loopingWithJob, spin } from './looping-workflows.ts'

const { temporalAddress: address, namespace } = inject('servers')
const logged: LogEntry[] = []
let code: WorkflowBundle
let connection: Connection
let native: NativeConnection

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('WARN', (entry) => logged.push(entry)) })
  connection = await Connection.connect({ address })
  native = await NativeConnection.connect({ address })
  code = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./looping-workflows.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  })
})
afterAll(async () => {
  await native.close()
  await connection.close()
})

/** A worker until the end of the test, and what starts workflows on it. */
async function begun({ stackTraces = false } = {}) {
  const taskQueue = `looping-${randomUUID()}`
  const worker = await leanWorker({ stackTraces }).create({
    connection: native,
    namespace,
    taskQueue,
    workflowBundle: code,
  })
  const running = worker.run()
  const client = new Client({ connection, namespace })
  const handles: WorkflowHandle[] = []
  onTestFinished(async () => {
    for (const handle of handles) await handle.terminate('end of the test')
    worker.shutdown()
    await running
  })
  return async (workflow: () => Promise<void>) => {
    const handle = await client.workflow.start(workflow, { taskQueue, workflowId: `${workflow.name}-${randomUUID()}` })
    handles.push(handle)
    return handle
  }
}

const eventsOf = async (handle: WorkflowHandle) => (await handle.fetchHistory()).events ?? []
const failuresOf = async (handle: WorkflowHandle) =>
  (await eventsOf(handle)).flatMap(({ workflowTaskFailedEventAttributes: failed }) => failed?.failure?.message ?? [])
const timersOf = async (handle: WorkflowHandle) =>
  (await eventsOf(handle)).filter((event) => event.timerStartedEventAttributes)

describe('a workflow that loops for ever', () => {
  it('is ended and named, and the others go on', async () => {
    const start = await begun()
    const bad = await start(looping)
    const good = await start(counting)
    expect(await good.executeUpdate(count)).toBe(1)

    await bad.signal(spin)
    await expect
      .poll(() => failuresOf(bad))
      .toEqual([`[TMPRL1101] looping ${bad.workflowId} did not yield for 5000 ms`])
    expect(await good.executeUpdate(count)).toBe(2)
    expect(logged.find(({ level }) => level === 'ERROR')?.meta).toMatchObject({
      workflowType: 'looping',
      workflowId: bad.workflowId,
    })
    expect(await failuresOf(good)).toEqual([])
  })

  it('leaves nothing behind that would run in another', async () => {
    const start = await begun()
    const bad = await start(loopingWithJob)
    const good = await start(counting)
    expect(await good.executeUpdate(count)).toBe(1)

    await bad.signal(spin)
    // Waits in the thread behind the loop: what was left would run in it.
    expect(await good.executeUpdate(count)).toBe(2)
    expect(await good.executeUpdate(count)).toBe(3)
    await expect.poll(() => failuresOf(bad)).not.toEqual([])
    expect(await timersOf(good)).toEqual([])
  })
})

describe('a stack trace', () => {
  it('is refused in words where they are not collected', async () => {
    const start = await begun()
    const handle = await start(counting)
    for (const query of ['__stack_trace', '__enhanced_stack_trace'])
      await expect(handle.query(query)).rejects.toThrow(/stack traces are not enabled/)
  })

  it('is answered where they are', async () => {
    const start = await begun({ stackTraces: true })
    expect(await (await start(counting)).query('__stack_trace')).toContain('counting')
  })
})

describe('an SDK with other internals', () => {
  it('is run as it is, with a warning', async () => {
    vi.doMock('../../temporal/workflow-threads/threads.ts', () => {
      throw new Error('there is no such thread')
    })
    onTestFinished(() => {
      vi.doUnmock('../../temporal/workflow-threads/threads.ts')
    })
    const start = await begun()
    expect(await (await start(counting)).executeUpdate(count)).toBe(1)
    expect(logged.map(({ message }) => message)).toContainEqual(expect.stringContaining('内部与预期不同'))
  })
})
