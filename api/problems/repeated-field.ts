import { parse } from '@humanwhocodes/momoa'
import type { ValueNode } from '@humanwhocodes/momoa'

/**
 * The path of the first field that an object of this JSON has twice, however its name is escaped: `form.contact`;
 * undefined where there is none. The text is JSON, and not deep.
 */
export function repeatedField(json: string): string | undefined {
  return repeatedIn(parse(json).body, [])?.join('.')
}

function repeatedIn(node: ValueNode, path: readonly string[]): readonly string[] | undefined {
  if (node.type === 'Array')
    return firstOf(node.elements, ({ value }, index) => repeatedIn(value, [...path, String(index)]))
  if (node.type !== 'Object') return undefined
  const seen = new Set<string>()
  return firstOf(node.members, ({ name, value }) => {
    const key = name.type === 'String' ? name.value : name.name
    if (seen.has(key)) return [...path, key]
    seen.add(key)
    return repeatedIn(value, [...path, key])
  })
}

function firstOf<One>(
  all: readonly One[],
  find: (one: One, index: number) => readonly string[] | undefined,
): readonly string[] | undefined {
  for (const [index, one] of all.entries()) {
    const found = find(one, index)
    if (found !== undefined) return found
  }
  return undefined
}
