import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { Database } from '../../db/client.ts'

interface Asked {
  readonly text: string
  readonly parameters: unknown[]
}

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly Plans?: readonly Plan[]
}

/** What a read asked, and how PostgreSQL goes about it. */
interface Planned {
  /** Tables that are read from end to end. */
  readonly whole: readonly string[]
  readonly indexes: readonly string[]
}

export interface Planner {
  plansOf(read: (database: Database) => Promise<unknown>): Promise<Planned>
  close(): Promise<void>
}

/**
 * Runs reads as they are, and has each statement that they asked explained; `random_page_cost` is a solid-state disk's,
 * as docs/operations.md has it set: at the default of 4 a year of a small table may well be read whole.
 */
export function openPlanner(url: string): Planner {
  const client = postgres(url, { max: 1, onnotice: () => {}, connection: { TimeZone: 'UTC', random_page_cost: 1.1 } })
  const asked: Asked[] = []
  const logged = drizzle(client, {
    logger: { logQuery: (text, parameters) => void asked.push({ text, parameters }) },
  })
  const database: Database = Object.assign(logged, { $asked: client })
  return {
    async plansOf(read) {
      asked.length = 0
      await read(database)
      const nodes: Plan[] = []
      for (const { text, parameters } of asked) {
        if (!/^\s*(select|with|\()/i.test(text)) continue
        const [row] = await client.unsafe(`explain (format json) ${text}`, parameters as string[])
        const explained = row?.['QUERY PLAN'] as readonly { readonly Plan: Plan }[] | undefined
        nodes.push(...nodesOf(explained?.[0]?.Plan))
      }
      const named = (names: readonly (string | undefined)[]) =>
        [...new Set(names.filter((name) => name !== undefined))].sort()
      return {
        whole: named(nodes.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name'])),
        indexes: named(nodes.map((node) => node['Index Name'])),
      }
    },
    close: () => client.end({ timeout: 5 }),
  }
}

function nodesOf(plan: Plan | undefined): Plan[] {
  return plan === undefined ? [] : [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]
}
