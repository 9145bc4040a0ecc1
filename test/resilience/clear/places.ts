/** What is written down or told outside PostgreSQL: Temporal's store as it lies there, every log, the metrics. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Client } from '@temporalio/client'
import proto from '@temporalio/proto'

const { DescribeWorkflowExecutionResponse, GetWorkflowExecutionHistoryResponse, ListWorkflowExecutionsResponse } =
  proto.temporal.api.workflowservice.v1

type Places = ReadonlyMap<string, Buffer>

/** The dev server's SQLite as bytes, with its journal or write-ahead log. */
export function storeFiles(folder: string): Places {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]))
}

/**
 * Each value of each row of it, for a long one is cut by the pages of the file. `folder`: a copy, which is opened for
 * writing: what was being written when it was made is undone.
 */
export function storeRows(folder: string): Places {
  const database = new DatabaseSync(join(folder, 'temporal.db'))
  try {
    const tables = database.prepare(`select name from sqlite_master where type = 'table'`).all()
    return new Map(
      tables.flatMap(({ name }) => {
        const rows = database.prepare(`select * from "${String(name)}"`)
        rows.setReadBigInts(true)
        const values = rows.all().flatMap((row) => Object.values(row).map(bytesOf))
        return values.length === 0 ? [] : [[`table ${String(name)}`, joined(values)] as const]
      }),
    )
  } finally {
    database.close()
  }
}

function bytesOf(value: unknown): Buffer {
  return value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value))
}

function joined(values: readonly Buffer[]): Buffer {
  const between = Buffer.from('\n')
  return Buffer.concat(values.flatMap((value) => [value, between]))
}

export function logs(dataDir: string): Places {
  const folder = join(dataDir, 'logs')
  return new Map(readdirSync(folder).map((name) => [`logs/${name}`, readFileSync(join(folder, name))]))
}

/** Of the API and of the worker. */
export async function metrics(urls: readonly string[]): Promise<Places> {
  const asked = urls.map(async (url) => [url, Buffer.from(withoutSamples(await (await fetch(url)).text()))] as const)
  return new Map(await Promise.all(asked))
}

/** Names and labels: what is measured has every number in it, one day or another. */
function withoutSamples(text: string): string {
  return text.replaceAll(/^([^#\n].*) \S+$/gm, '$1')
}

/**
 * As whoever asks Temporal is answered, opened by nobody: lists with memo and search attributes, what each workflow is
 * (pending activities with their last failure, task queue), and its history.
 */
export async function asAnswered({ workflowService, options: { namespace } }: Client): Promise<Places> {
  const places = new Map<string, Buffer>()
  let nextPageToken = new Uint8Array()
  do {
    const page = await workflowService.listWorkflowExecutions({ namespace, pageSize: 100, nextPageToken })
    places.set(`list ${places.size}`, Buffer.from(ListWorkflowExecutionsResponse.encode(page).finish()))
    for (const { execution } of page.executions) {
      const described = await workflowService.describeWorkflowExecution({ namespace, execution: execution ?? null })
      const id = execution?.workflowId ?? ''
      places.set(`workflow ${id}`, Buffer.from(DescribeWorkflowExecutionResponse.encode(described).finish()))
      places.set(`history ${id} ${execution?.runId ?? ''}`, await history(workflowService, namespace, execution))
    }
    nextPageToken = Uint8Array.from(page.nextPageToken)
  } while (nextPageToken.length > 0)
  return places
}

async function history(
  service: Client['workflowService'],
  namespace: string,
  execution: Parameters<Client['workflowService']['describeWorkflowExecution']>[0]['execution'],
): Promise<Buffer> {
  const pages: Buffer[] = []
  let nextPageToken = new Uint8Array()
  do {
    const page = await service.getWorkflowExecutionHistory({ namespace, execution: execution ?? null, nextPageToken })
    pages.push(Buffer.from(GetWorkflowExecutionHistoryResponse.encode(page).finish()))
    nextPageToken = Uint8Array.from(page.nextPageToken)
  } while (nextPageToken.length > 0)
  return Buffer.concat(pages)
}
