import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { tooWide } from './line-width.ts'

const top = fileURLToPath(new URL('../../', import.meta.url))
const files = globSync('**/*.{ts,tsx,mjs}', {
  cwd: top,
  exclude: (path) => /(^|\/)(node_modules|\.data|\.cache)$/.test(path),
}).map((file) => file.replaceAll('\\', '/'))

test('no line is wider than 120 columns, but for the titles of tests', () => {
  expect(files.length).toBeGreaterThan(20)
  expect(files.flatMap((file) => tooWide(file, readFileSync(`${top}/${file}`, 'utf8')))).toEqual([])
})

test.each([
  ['api/x.ts', `const words = '${'字'.repeat(106)}'`],
  ['api/x.ts', `it('${'a'.repeat(120)}', () => {`],
  ['test/x/y.ts', `  const sentence = \`${'a'.repeat(120)}\``],
  ['test/x/y.ts', `  '${'a'.repeat(120)}',`],
])('a wide line of %s is told by file and line', (file, line) => {
  expect(tooWide(file, `const narrow = 1\n${line}\n`)).toEqual([
    `${file}:2 is ${[...line].length} columns wide; the most is 120`,
  ])
})

test.each([
  `  it('R-36: ${'a'.repeat(120)}', async () => {`,
  `  test.each<Way>([1, 2])('R-36: ${'a'.repeat(120)}', (way) => {`,
  `  ])('R-36: ${'a'.repeat(120)}', (way) => {`,
  `    'R-36: ${'a'.repeat(120)}',`,
])('a title may be as wide as it needs: %s', (line) => {
  expect(tooWide('test/x/y.test.ts', line)).toEqual([])
})

test('120 characters are not too many, in whatever script', () => {
  expect(tooWide('api/x.ts', `const a = '${'字'.repeat(108)}'`)).toEqual([])
})
