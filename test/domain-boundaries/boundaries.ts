/** Imports go one way: api → domain, db, temporal, messages; activities → domain, db; push → domain, db, temporal; workflows → domain; db → domain and the pure state; domain → nothing. */
import { dirname, join, normalize } from 'node:path/posix'

export type Import = { specifier: string; typeOnly: boolean }

/** What a file imports: `import`, `export … from`, and `import(…)`. */
export function importsOf(source: string): Import[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
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
/** The pure core of a workflow may be folded anywhere: the projection is made by it. */
const CASE_TYPES = /^workflows\/[\w-]+\/(case-state|messages)\.ts$/
const PLAIN_DOMAIN = /^domain\/(?!.*\.schema\.ts$)/

const SCHEMAS: Rule = { ours: /^domain\//, packages: /^zod$/ }

const RULES: Record<string, Rule> = {
  domain: { ours: PLAIN_DOMAIN, types: /^domain\//, packages: none },
  workflows: {
    ours: new RegExp(`^workflows/|^temporal/search-attributes\\.ts$|${PLAIN_DOMAIN.source}`),
    types: /^(domain|activities)\//,
    packages: /^@temporalio\/(workflow|common)$/,
  },
  activities: { ours: /^(activities|domain|db)\/|^workflows\/[\w-]+\/state\.ts$/, types: CASE_TYPES, packages: any },
  db: { ours: /^(db|domain)\/|^workflows\/[\w-]+\/state\.ts$/, types: CASE_TYPES, packages: any },
  push: { ours: /^(push|db|domain|temporal)\/|^environment\.ts$|^workflows\/[\w-]+\/(case-state|state)\.ts$/, packages: any },
  api: { ours: /^(api|config|domain|db|temporal)\/|^environment\.ts$|^workflows\/[\w-]+\/(messages|state)\.ts$/, types: CASE_TYPES, packages: any },
}

function ruleFor(file: string): Rule | undefined {
  return /^domain\/.*\.schema\.ts$/.test(file) ? SCHEMAS : RULES[file.split('/')[0] ?? '']
}

/** What is wrong with a file, one sentence each. */
export function violations(file: string, source: string): string[] {
  const found = /(^|\/)index\.ts$/.test(file) ? [`${file}: no barrels`] : []
  const rule = ruleFor(file)
  if (!rule) return found
  for (const { specifier, typeOnly } of importsOf(source)) {
    const isOurs = specifier.startsWith('.')
    const target = isOurs ? normalize(join(dirname(file), specifier)) : specifier
    const allowed = isOurs ? rule.ours.test(target) || (typeOnly && rule.types?.test(target) === true) : rule.packages.test(target)
    if (!allowed) found.push(`${file}: may not import ${target}${typeOnly ? ' (type)' : ''}`)
  }
  return found
}
