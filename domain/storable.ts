/**
 * Whether PostgreSQL can keep a text: U+0000 and half a surrogate pair it cannot, and a case that holds one could never
 * be projected.
 */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** No form nests deeper than ten; a thousand times more, and whatever walks through the value runs out of stack. */
const DEEPEST = 100

/** Whether a JSON value nests deeper than anything that is asked for. */
export function isTooDeep(value: unknown, most = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false
  return most === 0 || Object.values(value).some((part) => isTooDeep(part, most - 1))
}

/**
 * Where in a JSON value the first text is that cannot be kept, names of fields included, or what is too deep; undefined
 * where there is nothing of that.
 */
export function unstorableIn(value: unknown, most = DEEPEST): readonly string[] | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : []
  if (typeof value !== 'object' || value === null) return undefined
  if (most === 0) return []
  for (const [name, part] of Object.entries(value)) {
    if (!isStorable(name)) return []
    const path = unstorableIn(part, most - 1)
    if (path !== undefined) return [name, ...path]
  }
  return undefined
}

export const UNSTORABLE = '含有无法保存的字符（U+0000 或不成对的代理字符），或嵌套过深，请删去'
