import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { EnvironmentError } from '../environment.ts'

/**
 * Nobody else lists it. Root's may be passed through: the embedded PostgreSQL runs as another user, and its folder is
 * closed to all the others.
 */
const DATA_MODE = process.getuid?.() === 0 ? 0o711 : 0o700

/** Makes the folder of DATA_DIR where it is missing, and gives its whole path. Throws `EnvironmentError`. */
export function makeDataDir(given: string): string {
  return makeFolder('DATA_DIR', given, DATA_MODE)
}

/** The same of the folder that another variable names. */
export function makeFolder(
  variable: 'DATA_DIR' | 'FILES_DIR' | 'WORKFLOW_CODE_DIR',
  given: string,
  mode: number,
): string {
  const folder = resolve(given)
  const refuse = (why: string) => new EnvironmentError(`环境变量 ${variable}=${given} 不能用：${why}。`)
  const missing: string[] = []
  let nearest = folder
  let found = statOf(nearest)
  for (; found === undefined && dirname(nearest) !== nearest; found = statOf(nearest)) {
    missing.unshift(nearest)
    nearest = dirname(nearest)
  }
  if (found?.isDirectory() !== true) throw refuse(`${nearest} 是文件，不是目录`)
  try {
    // One by one: Node's own `recursive` never ends below /proc.
    for (const each of missing) makeOne(each, mode)
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw refuse(`不能建立或写入这个目录（${codeOf(error)}）`)
  }
  return folder
}

function makeOne(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error // else another program of ours was faster
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error))
