import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { circlesOf, importsWithin, upwardImports } from './arrows.ts'

const top = fileURLToPath(new URL('../../', import.meta.url))
const DIRECTORIES = [
  'activities',
  'api',
  'bench',
  'config',
  'db',
  'domain',
  'push',
  'receivers',
  'scripts',
  'start',
  'temporal',
  'watch',
  'web/src',
  'workflows',
]
const files = ['*.ts', ...DIRECTORIES.map((directory) => `${directory}/**/*.{ts,tsx}`)].flatMap((pattern) =>
  globSync(pattern, { cwd: top }).map((file) => file.replaceAll('\\', '/')),
)
const product = importsWithin(new Map(files.map((file) => [file, readFileSync(`${top}/${file}`, 'utf8')])))

test('no import runs upward or sideways, those of types included', () => {
  expect(files.length).toBeGreaterThan(300)
  expect(upwardImports(product)).toEqual([])
})

test('no imports run in a circle, those of types included', () => {
  expect(circlesOf(product)).toEqual([])
})

const of = (sources: Record<string, string>) => importsWithin(new Map(Object.entries(sources)))

test.each([
  ['workflows/transfer/workflow.ts', 'activities/reports.ts', 'above'],
  ['workflows/lib/deadline.ts', 'workflows/application/case.ts', 'above'],
  ['workflows/lib/run.ts', 'workflows/matter/matter.ts', 'above'],
  ['workflows/matter/clock.ts', 'workflows/rating/core/state.ts', 'above'],
  ['workflows/credit/core/acts.ts', 'workflows/credit/messages.ts', 'above'],
  ['workflows/credit/core/acts.ts', 'workflows/rating/core/state.ts', 'beside'],
  ['workflows/credit/workflow.ts', 'workflows/application/case.ts', 'beside'],
  ['workflows/rating/workflow.ts', 'workflows/core/matter-logics.ts', 'above'],
  ['workflows/ports/calendar.ts', 'workflows/lib/run.ts', 'above'],
  ['domain/matter/matter.ts', 'workflows/matter/core/matter-logic.ts', 'above'],
  ['config/load-cities.ts', 'temporal/client.ts', 'above'],
  ['db/client.ts', 'api/app.ts', 'above'],
  ['activities/credit.ts', 'push/send.ts', 'beside'],
  ['api/app.ts', 'server.ts', 'above'],
  ['worker.ts', 'scripts/start.ts', 'above'],
  ['scripts/start.ts', 'bench/bench.ts', 'above'],
  ['api/page/page.ts', 'web/src/data/api.ts', 'above'],
])('%s may not import %s, not even a type', (file, target, where) => {
  const source = `import type { T } from '${'../'.repeat(file.split('/').length - 1) || './'}${target}'`
  expect(upwardImports(of({ [file]: source, [target]: '' }))).toEqual([
    `${file}: may not import ${target}, which stands ${where} it`,
  ])
})

test.each([
  ['workflows/transfer/core/acts.ts', 'workflows/transfer/core/fold.ts'],
  ['workflows/transfer/workflow.ts', 'workflows/transfer/core/fold.ts'],
  ['workflows/core/matter-logics.ts', 'workflows/transfer/core/acts.ts'],
  ['activities/credit.ts', 'workflows/ports/credit.ts'],
  ['db/client.ts', 'domain/problem.ts'],
  ['bench/bench.ts', 'scripts/start.ts'],
  ['domain/credit/credit.ts', 'domain/matter/matter.ts'],
])('%s may import %s', (file, target) => {
  const source = `import { t } from '${'../'.repeat(file.split('/').length - 1)}${target}'`
  expect(upwardImports(of({ [file]: source, [target]: '' }))).toEqual([])
})

test('a file that stands in no layer is named', () => {
  expect(upwardImports(of({ 'cellar/a.ts': '' }))).toEqual(['cellar/a.ts: stands in no layer'])
})

test('circles are found at whatever length, and those of types too', () => {
  const a = `import type { B } from './b.ts'`
  expect(circlesOf(of({ 'x/a.ts': a, 'x/b.ts': `import { a } from './a.ts'` }))).toEqual([['x/a.ts', 'x/b.ts']])
  expect(
    circlesOf(
      of({
        'x/a.ts': a,
        'x/b.ts': `export { c } from '../y/c.ts'`,
        'y/c.ts': `const a = await import('../x/a.ts')`,
        'y/beside.ts': `import { c } from './c.ts'`,
        'y/below.ts': '',
        'z/own.ts': `import { own } from './own.ts'`,
      }),
    ),
  ).toEqual([['x/a.ts', 'x/b.ts', 'y/c.ts'], ['z/own.ts']])
})

test('two circles that only one imports the other are two; no circle is none', () => {
  const pair = (one: string, other: string, more = '') => ({
    [`x/${one}.ts`]: `import type { T } from './${other}.ts'\n${more}`,
    [`x/${other}.ts`]: `import type { T } from './${one}.ts'`,
  })
  expect(circlesOf(of({ ...pair('a', 'b', `import { c } from './c.ts'`), ...pair('c', 'd') }))).toEqual([
    ['x/a.ts', 'x/b.ts'],
    ['x/c.ts', 'x/d.ts'],
  ])
  expect(circlesOf(of({ 'x/a.ts': `import { b } from './b.ts'`, 'x/b.ts': `import { z } from 'zod'` }))).toEqual([])
})
