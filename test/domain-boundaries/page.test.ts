import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { importsWithin } from './arrows.ts'
import type { Imports } from './arrows.ts'

const top = fileURLToPath(new URL('../../', import.meta.url))
const files = globSync('web/src/**/*.{ts,tsx}', { cwd: top }).map((file) => file.replaceAll('\\', '/'))

/** What lies below the desks knows none of them, and no desk another. */
function acrossDesks(imports: Imports): readonly string[] {
  return [...imports].flatMap(([file, targets]) =>
    targets
      .filter((target) => deskOf(target) !== undefined && deskOf(target) !== deskOf(file))
      .filter(() => !file.startsWith('web/src/app/'))
      .map((target) => `${file} imports ${target}`),
  )
}

const deskOf = (file: string): string | undefined => /^web\/src\/desks\/([\w-]+)\//.exec(file)?.[1]

test('no desk imports another, and what they share imports none', () => {
  expect(files.length).toBeGreaterThan(30)
  const sources = new Map(files.map((file) => [file, readFileSync(`${top}/${file}`, 'utf8')]))
  expect(acrossDesks(importsWithin(sources))).toEqual([])
})

test('an import across desks is told', () => {
  const sources = new Map([
    ['web/src/desks/inbox/a.ts', `import { b } from '../case/b.ts'`],
    ['web/src/desks/case/b.ts', ''],
    ['web/src/ui/c.ts', `import { b } from '../desks/case/b.ts'`],
  ])
  expect(acrossDesks(importsWithin(sources))).toHaveLength(2)
})
