import { fileURLToPath } from 'node:url'

/** What every worker that runs our workflows is given; a test may name other workflows. */
export function workflowModules(workflowsPath = fileURLToPath(new URL('../workflows/all.ts', import.meta.url))) {
  return {
    workflowsPath,
    interceptors: { workflowModules: [fileURLToPath(new URL('../workflows/lib/whole-tasks.ts', import.meta.url))] },
  }
}
