import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** A brace that is missing hides what follows it from wide screens, and no browser says so. */
it.each(globSync('web/src/**/*.css'))('%s closes every brace, and no @media stands within another rule', (file) => {
  let depth = 0
  const lines = readFileSync(file, 'utf8').split('\n')
  for (const [index, line] of lines.entries()) {
    if (line.startsWith('@media')) expect({ line: index + 1, depth }).toEqual({ line: index + 1, depth: 0 })
    depth += line.split('{').length - line.split('}').length
  }
  expect(depth).toBe(0)
})
