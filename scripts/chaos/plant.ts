/** Faults that are put in on purpose: with them a run must fail. */
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { OurPrograms } from './programs.ts'

/**
 * `local-activity`: due times come from a local activity again. `no-compare`: a seq that is there is passed over,
 * whatever it carries. `no-orphan-signal`: no case is told of the acts that an API was ended amid.
 */
export const PLANTS = ['local-activity', 'no-compare', 'no-orphan-signal'] as const
export type Plant = (typeof PLANTS)[number]

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const WORKER = fileURLToPath(new URL('planted-worker.ts', import.meta.url))
const SERVER = fileURLToPath(new URL('planted-server.ts', import.meta.url))

/** The programs with the fault in them, and the code of the workflows where that is where it lies. */
export function planted(
  plant: Plant,
  folder: string,
): { readonly programs: OurPrograms; readonly workflowsPath?: string } {
  if (plant === 'no-compare') return { programs: { worker: { file: WORKER, args: [plant] } } }
  if (plant === 'no-orphan-signal') return { programs: { server: { file: SERVER, args: [] } } }
  const workflowsPath = withLocalActivities(folder)
  return { programs: { worker: { file: WORKER, args: [plant, workflowsPath] } }, workflowsPath }
}

/**
 * A copy of the workflows and of what they import, in which whatever asks the calendar asks by a local activity; the
 * packages are ours.
 */
function withLocalActivities(folder: string): string {
  const copy = mkdtempSync(join(folder, 'planted-'))
  for (const part of ['workflows', 'domain', 'temporal', 'activities', 'db', 'config', 'package.json'])
    cpSync(join(ROOT, part), join(copy, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  rewrite(join(copy, 'workflows/lib/due-times.ts'), [
    [
      'const due = carried === undefined ? undefined : withinReach(() => pure(request, carried))',
      'const due = undefined',
    ],
    [
      'return exact() ? asked(activity({ ...request, calendar: key })) : local({ ...request, calendar: key })',
      'return asked(local({ ...request, calendar: key }))',
    ],
  ])
  return join(copy, 'workflows/all.ts')
}

/** A fault that found no place would show nothing. */
function rewrite(file: string, changes: readonly (readonly [before: string, after: string])[]): void {
  let text = readFileSync(file, 'utf8')
  for (const [before, after] of changes) {
    if (!text.includes(before)) throw new Error(`${file} 里没有可以植入故障的一行：${before}`)
    text = text.replace(before, after)
  }
  writeFileSync(file, text)
}
