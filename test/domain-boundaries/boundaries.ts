/**
 * What may stand where. Imports go one way: api → domain, db, temporal; activities → domain, db; push → domain, db,
 * temporal; db → domain; all of these, scripts and bench, of workflows the pure cores and the messages alone; bench
 * → scripts; web → domain, and types of the API's views; workflows → domain; a core → domain and other cores; domain →
 * nothing.
 */
import { dirname, join, normalize } from 'node:path/posix'

export type Import = { specifier: string; typeOnly: boolean }

/** Without comments, as far as text can tell. */
function codeOf(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}

/** What a file imports: `import`, `export … from`, and `import(…)`. */
export function importsOf(source: string): Import[] {
  const code = codeOf(source)
  const statements = code.matchAll(/^\s*(?:import|export)\s+(type\s)?(?:[\w*{}\s,$]+\sfrom\s+)?['"]([^'"]+)['"]/gm)
  const calls = code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)
  return [
    ...[...statements].map(([, type, specifier = '']) => ({ specifier, typeOnly: type !== undefined })),
    ...[...calls].map(([, specifier = '']) => ({ specifier, typeOnly: false })),
  ]
}

type Rule = {
  /** Files of ours, by path from the top. */
  ours: RegExp
  /** Files of ours that may lend their types only. */
  types?: RegExp
  packages: RegExp
}

const any = /^/
const none = /^(?!)/
const PLAIN_DOMAIN = /^domain\/(?!.*\.schema\.ts$)/
/** What of a workflow may be had elsewhere: its pure core, by which projections are made, and its messages. */
const CORE = /^workflows\/(?:[\w-]+\/)*core\//
const MESSAGES = /^workflows\/[\w-]+\/messages\.ts$/
/** What workflows ask of activities. */
const PORTS = /^workflows\/ports\//
const OF_WORKFLOWS = anyOf(CORE, MESSAGES)

const SCHEMAS: Rule = { ours: /^domain\//, packages: /^zod$/ }
const CORES: Rule = { ours: anyOf(PLAIN_DOMAIN, CORE), types: /^domain\//, packages: none }

const RULES: Record<string, Rule> = {
  domain: { ours: PLAIN_DOMAIN, types: /^domain\//, packages: none },
  workflows: {
    ours: anyOf(/^workflows\/|^temporal\/search-attributes\.ts$/, PLAIN_DOMAIN),
    types: /^domain\//,
    packages: /^@temporalio\/(workflow|common)$/,
  },
  activities: {
    ours: anyOf(/^(activities|domain|db)\/|^temporal\/start-once\.ts$/, OF_WORKFLOWS),
    types: PORTS,
    packages: any,
  },
  db: { ours: anyOf(/^(db|domain)\//, OF_WORKFLOWS), packages: any },
  push: { ours: anyOf(/^(push|db|domain|receivers|temporal)\/|^environment\.ts$/, OF_WORKFLOWS), packages: any },
  api: { ours: anyOf(/^(api|config|domain|db|receivers|temporal)\/|^environment\.ts$/, OF_WORKFLOWS), packages: any },
  scripts: { ours: anyOf(/^(?!workflows\/|bench\/)/, OF_WORKFLOWS), packages: any },
  bench: { ours: anyOf(/^(?!workflows\/)/, OF_WORKFLOWS), packages: any },
  // A page knows no rule: of the API it borrows the types of what it answers.
  web: { ours: /^(web|domain)\//, types: /^api\/views\/[\w-]+\.schema\.ts$/, packages: any },
}

function anyOf(...each: readonly RegExp[]): RegExp {
  return new RegExp(each.map(({ source }) => source).join('|'))
}

function ruleFor(file: string): Rule | undefined {
  if (/^domain\/.*\.schema\.ts$/.test(file)) return SCHEMAS
  return CORE.test(file) ? CORES : RULES[file.split('/')[0] ?? '']
}

/** Below here alone, for the markers of old histories. */
const LEGACY = /^workflows\/lib\/legacy\//
const LOCAL_ACTIVITY = /\b(proxyLocalActivities|scheduleLocalActivity|LocalActivityOptions)\b/
/** The pure core: `can`, `apply` and all that they call, which an update's validator runs. */
const PURE_CORE = anyOf(/^domain\//, CORE)
/** `lib/acts.ts` makes validators and handlers: of it only the validators are. */
const HANDLING = /^workflows\/lib\/acts\.ts$/
const PATCHED = /\b(patched|deprecatePatch)\(/

/** What a replay may see otherwise: a task that only refuses updates comes to the worker, and not into the history. */
const CLOCK = /\bDate\.now\(|\bnew Date\(\)|\bnow\(\)|\bworkflowInfo\(/

/**
 * what must not stand in a file at all. A local activity that a query meets in its task is seen later live than
 * on replay; `patched()` on a validator's path leaves a marker even when the act is refused.
 */
function forbidden(file: string, source: string): string[] {
  if (file.startsWith('test/')) return []
  const code = codeOf(source)
  return [
    ...(LOCAL_ACTIVITY.test(code) && !LEGACY.test(file)
      ? [`${file}: no local activity but below workflows/lib/legacy/`]
      : []),
    ...(PATCHED.test(code) && PURE_CORE.test(file) && !HANDLING.test(file)
      ? [`${file}: no patched() in what a validator runs`]
      : []),
    ...(file.startsWith('workflows/')
      ? conditionsIn(code)
          .filter((what) => CLOCK.test(what))
          .map(() => `${file}: a condition may not look at the clock, nor at the task`)
      : []),
    ...validatorsIn(code)
      .filter((body) => PATCHED.test(body) || /\bexact\(/.test(body))
      .map(() => `${file}: no patched(), nor what asks it, in a validator`),
  ]
}

/** What each `condition` waits for: the text of its first argument. */
function conditionsIn(code: string): string[] {
  return [...code.matchAll(/\bcondition\(/g)].map(({ index, 0: { length } }) => {
    const from = index + length
    for (let depth = 0, at = from; at < code.length; at += 1) {
      if ('([{'.includes(code[at] ?? '')) depth += 1
      if (depth === 0 && ',)'.includes(code[at] ?? '')) return code.slice(from, at)
      if (')]}'.includes(code[at] ?? '')) depth -= 1
    }
    return code.slice(from)
  })
}

/**
 * The text of each validator: from its name to where its braces are closed, or to the end of its line where it has
 * none.
 */
function validatorsIn(code: string): string[] {
  return [...code.matchAll(/\bvalidator\b(?=\s*[:(=])/g)].map(({ index }) => {
    const line = code.slice(index, code.indexOf('\n', index) + 1 || undefined)
    if (!line.includes('{')) return line
    for (let depth = 0, at = index; at < code.length; at += 1) {
      depth += code[at] === '{' ? 1 : code[at] === '}' ? -1 : 0
      if (code[at] === '}' && depth <= 0) return code.slice(index, at)
    }
    return code.slice(index)
  })
}

/**
 * Every file that those given import, by whatever way, themselves included; `sources` by path from the top. Types alone
 * are not followed.
 */
export function reachedFrom(files: readonly string[], sources: ReadonlyMap<string, string>): readonly string[] {
  const reached = new Set<string>()
  const visit = (file: string): void => {
    if (reached.has(file) || !sources.has(file)) return
    reached.add(file)
    for (const { specifier, typeOnly } of importsOf(sources.get(file) ?? '')) {
      if (specifier.startsWith('.') && !typeOnly) visit(normalize(join(dirname(file), specifier)))
    }
  }
  for (const file of files) visit(file)
  return [...reached]
}

/** What is wrong with a file, one sentence each. */
export function violations(file: string, source: string): string[] {
  const found = [...(/(^|\/)index\.ts$/.test(file) ? [`${file}: no barrels`] : []), ...forbidden(file, source)]
  const rule = ruleFor(file)
  if (!rule) return found
  for (const { specifier, typeOnly } of importsOf(source)) {
    const isOurs = specifier.startsWith('.')
    const target = isOurs ? normalize(join(dirname(file), specifier)) : specifier
    const allowed = isOurs
      ? rule.ours.test(target) || (typeOnly && rule.types?.test(target) === true)
      : rule.packages.test(target)
    if (LEGACY.test(target) && !typeOnly && !file.startsWith('workflows/lib/'))
      found.push(`${file}: the legacy code is reached through workflows/lib/ alone`)
    if (!allowed) found.push(`${file}: may not import ${target}${typeOnly ? ' (type)' : ''}`)
  }
  return found
}
