/** Sends the acts of raw cases to Temporal, as the API does those of ours; told by HTTP to play one. */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { Client, Connection } from '@temporalio/client'
import { exitWithParent, failWith, tellParentReady } from '../../lifecycle.ts'
import { timed } from '../timed-client.ts'
import type { Played } from '../way.ts'
import { RAW_WORKFLOWS, settingsFromArguments } from './settings.ts'
import type { RawSettings } from './settings.ts'
import { rawAct } from './workflow.ts'

exitWithParent()
const { address, namespace, taskQueue, updateBytes, port } = settingsFromArguments<RawSettings>()
try {
  const client = new Client({ connection: await Connection.connect({ address }), namespace })
  const server = createServer((request, response) => {
    const workflow = Object.entries(RAW_WORKFLOWS).find(([name]) => request.url === `/${name}`)?.[1] ?? ''
    void play(client, workflow).then(
      (played) => response.end(JSON.stringify(played)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  server.listen(port, '127.0.0.1', tellParentReady)
  process.once('SIGTERM', () => process.exit(0))
} catch (error) {
  failWith('测量：发送', error)
}

/** The start stands for the registration, and each act for one of the standard case, with an argument of its size. */
async function play({ workflow }: Client, name: string): Promise<Played> {
  const workflowId = randomUUID()
  const acts: number[] = []
  const handle = await timed(acts, () =>
    workflow.start(name, {
      workflowId,
      taskQueue,
      args: [updateBytes.length],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    }),
  )
  const bodyHash = 'f'.repeat(64)
  const empty = JSON.stringify({ bodyHash, body: '' }).length
  for (const bytes of updateBytes) {
    const body = 'x'.repeat(Math.max(0, bytes - empty))
    await timed(acts, () => handle.executeUpdate(rawAct, { args: [{ bodyHash, body }], updateId: randomUUID() }))
  }
  return { workflowId, acts, reads: [] }
}
