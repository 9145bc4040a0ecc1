/** Faults that are put in on purpose: with them a run must fail. */
import { cpSync, globSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WorkerProgram } from './programs.ts'

/** `local-activity`: due times come from a local activity again. `no-compare`: a seq that is there is passed over, whatever it carries. */
export const PLANTS = ['local-activity', 'no-compare'] as const
export type Plant = (typeof PLANTS)[number]

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const WORKER = fileURLToPath(new URL('planted-worker.ts', import.meta.url))

/** The workers with the fault in them, and the code of the workflows where that is where it lies. */
export function planted(plant: Plant, folder: string): { readonly worker: WorkerProgram; readonly workflowsPath?: string } {
  if (plant === 'no-compare') return { worker: { file: WORKER, args: [plant] } }
  const workflowsPath = withLocalActivities(folder)
  return { worker: { file: WORKER, args: [plant, workflowsPath] }, workflowsPath }
}

/** A copy of the workflows and of what they import, in which whatever asks the calendar asks by a local activity; the packages are ours. */
function withLocalActivities(folder: string): string {
  const copy = mkdtempSync(join(folder, 'planted-'))
  for (const part of ['workflows', 'domain', 'temporal', 'activities', 'db', 'config', 'package.json']) cpSync(join(ROOT, part), join(copy, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  const changed = globSync('workflows/lib/*.ts', { cwd: copy }).filter((file) => rewrite(join(copy, file)))
  if (changed.length === 0) throw new Error('没有一处时限的计算可以换成本地活动')
  return join(copy, 'workflows/all.ts')
}

function rewrite(file: string): boolean {
  const before = readFileSync(file, 'utf8')
  const after = before.replaceAll('proxyActivities<CalendarActivities>', 'proxyLocalActivities<CalendarActivities>')
  writeFileSync(file, after)
  return after !== before || before.includes('proxyLocalActivities<CalendarActivities>')
}
