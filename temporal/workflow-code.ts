/** Our workflows as one file, as the SDK bundles them: seconds of work, which a folder can spare whoever comes next. */
import { createHash, randomUUID } from 'node:crypto'
import { globSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DataConverter } from '@temporalio/common'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'
import type { BundleOptions, WorkflowBundle } from '@temporalio/worker'
import { makeFolder } from '../config/data-dir.ts'
import { defined } from '../domain/defined.ts'
import { EnvironmentError } from '../environment.ts'
import { workflowModules } from './workflow-modules.ts'

const TOP = fileURLToPath(new URL('..', import.meta.url))

/** Where everything stands that a bundle is made of, besides packages. */
export const BUNDLED_FROM = ['domain', 'temporal', 'workflows'] as const

/** Of each kind this many files are kept: those of clones and of releases that somebody may go back to. */
const KEPT = 12

export interface WorkflowCodeOptions {
  /** Whose failures workflows give and take. */
  readonly converter: DataConverter
  /**
   * `live`: with the interceptors that every worker has; `replay`: without them, for whoever runs what has happened
   * already.
   */
  readonly use: 'live' | 'replay'
  /** `WORKFLOW_CODE_DIR`; without it nothing is kept. */
  readonly dir?: string | undefined
  /** Other workflows than ours, for a test: never kept. */
  readonly workflowsPath?: string | undefined
}

/**
 * The code for a worker. What is kept is found by a digest of all it was made of: no other code than that of today is
 * ever run. Throws `EnvironmentError` where others could write into the folder.
 */
export async function workflowCode(options: WorkflowCodeOptions): Promise<WorkflowBundle> {
  const { use, dir, workflowsPath } = options
  if (dir === undefined || workflowsPath !== undefined) return { code: await bundled(options) }
  assertOurs(dir)
  const file = join(dir, `${use}-${digestOf(TOP)}.js`)
  const kept = readIfThere(file)
  if (kept !== undefined) return { code: kept }
  const code = await bundled(options)
  keep(dir, file, code)
  forgetOldest(dir, use)
  return { code }
}

async function bundled({ converter, use, workflowsPath }: WorkflowCodeOptions): Promise<string> {
  const { interceptors, ...ours } = workflowModules()
  const { code } = await bundleWorkflowCode({
    workflowsPath: workflowsPath ?? ours.workflowsPath,
    logger: new DefaultLogger('ERROR'),
    // What a case keeps is in its `Case`, never in a module (R-36, `test/replay/bundle.test.ts`): all cases of a worker
    // share one copy of the code, frozen, so that V8 compiles it once and not for each of them anew.
    preloadModules: [workflowsPath ?? ours.workflowsPath],
    webpackConfigHook: leaner,
    ...defined({
      failureConverterPath: converter.failureConverterPath,
      workflowInterceptorModules: use === 'live' ? interceptors.workflowModules : undefined,
    }),
  })
  return code
}

type Configuration = Parameters<NonNullable<BundleOptions['webpackConfigHook']>>[0]
type Rule = NonNullable<NonNullable<Configuration['module']>['rules']>[number]

/** Every worker keeps the bundle in memory, and runs it at every act. */
function leaner(config: Configuration): Configuration {
  return {
    ...config,
    // No frame around each file with its path, which stands there anyway.
    output: { ...config.output, pathinfo: false },
    // Our files as one: what a file takes from another is a variable there, not looked up by name at each use.
    optimization: { ...config.optimization, concatenateModules: true, providedExports: true, usedExports: true },
    module: { ...config.module, rules: (config.module?.rules ?? []).map(asNodeRunsIt) },
  }
}

/** The SDK has our sources written as ES2017, where `{ ...state }` is a loop over its keys. */
function asNodeRunsIt(rule: Rule): Rule {
  if (rule === null || typeof rule !== 'object' || typeof rule.use !== 'object' || Array.isArray(rule.use)) return rule
  const { options } = rule.use
  if (typeof options !== 'object') return rule
  const { jsc } = options
  return jsc === undefined
    ? rule
    : { ...rule, use: { ...rule.use, options: { ...options, jsc: { ...jsc, target: 'es2023' } } } }
}

/** Of every source, of the packages as they are installed, and of where they stand, which a bundle names. */
export function digestOf(top: string): string {
  const hash = createHash('sha256')
  const files = BUNDLED_FROM.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: top })).sort()
  hash.update(`${top}\0${process.version}\0`)
  for (const file of [join('node_modules', '.package-lock.json'), ...files]) {
    const content = readFileSync(join(top, file))
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex').slice(0, 32)
}

/** Whoever can write there has his code run by every worker. */
function assertOurs(dir: string): void {
  const { uid, mode } = statSync(makeFolder('WORKFLOW_CODE_DIR', dir, 0o700))
  if (uid !== process.getuid?.() || (mode & 0o022) !== 0)
    throw new EnvironmentError(
      `环境变量 WORKFLOW_CODE_DIR=${dir} 不能用：这个目录应归运行程序的用户所有，别人不能写（chmod 700）。`,
    )
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** Whole or not at all, however many write it at once. */
function keep(dir: string, file: string, code: string): void {
  const unfinished = join(dir, `${randomUUID()}.part`)
  writeFileSync(unfinished, code, { mode: 0o600 })
  renameSync(unfinished, file)
}

function forgetOldest(dir: string, use: WorkflowCodeOptions['use']): void {
  const files = globSync(`${use}-*.js`, { cwd: dir }).map((name) => join(dir, name))
  const age = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
  for (const file of files.sort((a, b) => age(b) - age(a)).slice(KEPT)) rmSync(file, { force: true })
}
