/** Workflow code that is not ours: what a fault, or another release, would run. */
import { cpSync, globSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/**
 * The workflows and what they import, in a new folder within `folder`, with these files changed; the packages are ours.
 * Gives the path of `all.ts`.
 */
export function copyOfWorkflows(
  folder: string,
  change: (source: string) => string,
  files = 'workflows/*/workflow.ts',
): string {
  const copy = mkdtempSync(join(folder, 'copy-'))
  for (const part of ['workflows', 'domain', 'temporal', 'package.json'])
    cpSync(join(ROOT, part), join(copy, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  const found = globSync(files, { cwd: copy }).map((file) => join(copy, file))
  expect(found.map((file) => changed(file, change)).some((hasChanged) => hasChanged)).toBe(true)
  return join(copy, 'workflows/all.ts')
}

function changed(file: string, change: (source: string) => string): boolean {
  const before = readFileSync(file, 'utf8')
  const after = change(before)
  writeFileSync(file, after)
  return after !== before
}
