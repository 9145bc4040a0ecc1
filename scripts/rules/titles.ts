import { parseAst } from 'vitest/node'
import type { RuleId } from './rules.ts'
import { rulesIn } from './rules.ts'

/** A test as its file has it: titles of the groups around it, outermost first, and its own. */
export interface Title {
  readonly file: string
  readonly groups: readonly string[]
  readonly title: string
}

interface Node {
  readonly type: string
  readonly [part: string]: unknown
}

/**
 * The tests of a file, from its syntax, without running it. Counts: `it` and `test`, also with `.each(…)`, `.runIf(…)`
 * and the like (once, with its placeholders), inside any `describe`. Does not count: what is skipped or only planned
 * (`.skip`, `.todo`), what is known to fail (`.fails`), and titles that are no literal.
 */
export function titlesOf(file: string, source: string): readonly Title[] {
  return testsIn(parseAst(source, { lang: 'ts' }) as unknown as Node, file, [])
}

/** R-01…R-39 as the test's own title names them, or a group around it. */
export function rulesOf({ groups, title }: Title): readonly RuleId[] {
  return rulesIn([...groups, title].join('\n'))
}

function testsIn(node: Node, file: string, groups: readonly string[]): readonly Title[] {
  const call = node.type === 'CallExpression' ? calledAs(node['callee'] as Node) : undefined
  const [first] = call === undefined ? [] : (node['arguments'] as readonly Node[])
  const title = first === undefined ? undefined : literal(first)
  if (call === undefined || title === undefined) return within(node, file, groups)
  if (['skip', 'todo', 'fails'].some((modifier) => call.modifiers.includes(modifier))) return []
  return call.name === 'describe' ? within(node, file, [...groups, title]) : [{ file, groups, title }]
}

function within(node: Node, file: string, groups: readonly string[]): readonly Title[] {
  return Object.values(node)
    .flatMap((part) => (Array.isArray(part) ? part : [part]))
    .filter(isNode)
    .flatMap((child) => testsIn(child, file, groups))
}

function isNode(part: unknown): part is Node {
  return typeof part === 'object' && part !== null && 'type' in part && typeof part.type === 'string'
}

/** `it`, `describe.skip`, `test.each([…])`. */
function calledAs(callee: Node): { name: string; modifiers: readonly string[] } | undefined {
  if (callee.type === 'Identifier') {
    const name = String(callee['name'])
    return ['it', 'test', 'describe'].includes(name) ? { name, modifiers: [] } : undefined
  }
  if (callee.type === 'CallExpression') return calledAs(callee['callee'] as Node)
  if (callee.type !== 'MemberExpression') return undefined
  const inner = calledAs(callee['object'] as Node)
  return inner === undefined
    ? undefined
    : { name: inner.name, modifiers: [...inner.modifiers, String((callee['property'] as Node)['name'])] }
}

function literal(node: Node): string | undefined {
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value']
  if (node.type !== 'TemplateLiteral') return undefined
  return (node['quasis'] as readonly { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('…')
}
