/** Whether PostgreSQL can keep a text: U+0000 and half a surrogate pair it cannot, and a case that holds one could never be projected. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** Where in a JSON value the first text is that cannot be kept, names of fields included; undefined where there is none. */
export function unstorableIn(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : []
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, part] of Object.entries(value)) {
    if (!isStorable(name)) return []
    const path = unstorableIn(part)
    if (path !== undefined) return [name, ...path]
  }
  return undefined
}

export const UNSTORABLE = '含有无法保存的字符（U+0000 或不成对的代理字符），请删去'
