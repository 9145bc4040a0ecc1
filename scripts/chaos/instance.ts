/** One program of a run: started, killed, frozen, and back again. */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { waitFor } from '../stack/program.ts'
import type { Program } from '../stack/program.ts'

export const PROGRAM_KINDS = ['worker', 'api', 'temporal', 'postgres'] as const
export type ProgramKind = (typeof PROGRAM_KINDS)[number]

/** One program that comes back whenever it is gone. */
export interface Instance {
  readonly kind: ProgramKind
  readonly name: string
  program: Program | undefined
  /** It is not to come back. */
  over: boolean
  /** Starts it, says so, and waits until it answers. */
  readonly start: (begun: (program: Program) => void) => Promise<void>
}

/**
 * `kill -9`, with what it had started: PostgreSQL's own processes end by themselves, a moment later, and must be gone
 * before it comes back.
 */
export async function gone({ program }: Instance): Promise<void> {
  if (program === undefined) return
  const children = childrenOf(program.pid)
  program.kill('SIGKILL')
  await program.ended
  while (children.some((pid) => send(pid, 0))) await sleep(20)
}

/** SIGSTOP for so long: whoever speaks to it hears nothing. */
export async function freeze({ program }: Instance, ms: number): Promise<void> {
  if (program === undefined) return
  const family = [program.pid, ...childrenOf(program.pid)]
  for (const pid of family) send(pid, 'SIGSTOP')
  await sleep(ms)
  for (const pid of family) send(pid, 'SIGCONT')
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .split(' ')
      .filter((text) => text !== '')
      .map(Number)
  } catch {
    return []
  }
}

/** Whether there was one to send it to. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

export function instance(kind: ProgramKind, name: string, start: Instance['start']): Instance {
  return { kind, name, start, program: undefined, over: false }
}

/** A program that ends while its servers are away is started again, as whoever runs it in production does. */
export async function comeBack(one: Instance): Promise<void> {
  const deadline = Date.now() + 120_000
  while (!one.over) {
    try {
      await one.start((program) => {
        one.program = program
      })
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(500)
    }
  }
}

/** One that does not come up is ended before it is told. */
export async function ready(program: Program, probe: () => Promise<boolean>): Promise<void> {
  try {
    await waitFor(program, probe, { withinMs: 60_000 })
  } catch (error) {
    await program.stop()
    throw error
  }
}
