import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Setting } from '../stand-ins/data-sharing.ts'

/** The stand-in of the data-sharing platform, at work in a process of its own. */
export interface StandIn {
  /** What `DATA_SHARING_URL` would be. */
  readonly url: string
  set(setting: Setting): Promise<void>
  asked(): Promise<unknown[]>
  end(): void
}

export async function startStandIn(): Promise<StandIn> {
  const child = fork(fileURLToPath(new URL('../stand-ins/data-sharing.ts', import.meta.url)), ['0'], { execArgv: [] })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  const at = `http://127.0.0.1:${port}`
  return {
    url: `${at}/query`,
    set: async (setting) => void (await fetch(`${at}/control`, { method: 'PUT', body: JSON.stringify(setting) })),
    asked: async () => (await (await fetch(`${at}/asked`)).json()) as unknown[],
    end: () => void child.kill(),
  }
}
