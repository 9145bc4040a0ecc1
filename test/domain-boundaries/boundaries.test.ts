import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { importsOf, violations } from './boundaries.ts'

const top = fileURLToPath(new URL('../../', import.meta.url))
const files = globSync('**/*.ts', { cwd: top, exclude: (path) => /(^|\/)(node_modules|\.data|\.cache)$/.test(path) }).map((file) => file.replaceAll('\\', '/'))

test('imports go one way', () => {
  expect(files.length).toBeGreaterThan(20)
  expect(files.flatMap((file) => violations(file, readFileSync(`${top}/${file}`, 'utf8')))).toEqual([])
})

test('imports of every form are seen', () => {
  const source = `
    import a from './a.ts'
    import './b.ts'
    import type { C } from './c.ts'
    import {
      d,
      type E,
    } from './d.ts'
    export * from './e.ts'
    // import f from './f.ts'
    /* import g from './g.ts' */
    const h = await import('./h.ts')
    export { i } from "./i.ts"
    import * as j from './j.ts'
    import k from './k.json' with { type: 'json' }
  `
  expect(importsOf(source).map(({ specifier, typeOnly }) => `${specifier}${typeOnly ? ' type' : ''}`).toSorted()).toEqual([
    './a.ts', './b.ts', './c.ts type', './d.ts', './e.ts', './h.ts', './i.ts', './j.ts', './k.json',
  ])
})

describe('a file that breaks a rule is found', () => {
  test.each([
    ['domain/a.ts', `import { z } from 'zod'`],
    ['domain/a.ts', `import { b } from './b.schema.ts'`],
    ['domain/a.ts', `import { db } from '../db/client.ts'`],
    ['domain/a.ts', `import { readFileSync } from 'node:fs'`],
    ['domain/a.schema.ts', `import { can } from '../workflows/application/state.ts'`],
    ['domain/a.schema.ts', `import fastify from 'fastify'`],
    ['workflows/application/a.ts', `import { b } from '../../domain/b.schema.ts'`],
    ['workflows/application/a.ts', `import { z } from 'zod'`],
    ['workflows/application/a.ts', `import { randomUUID } from 'node:crypto'`],
    ['workflows/application/a.ts', `import { db } from '../../db/client.ts'`],
    ['workflows/application/a.ts', `import { createActivities } from '../../activities/create-activities.ts'`],
    ['workflows/application/a.ts', `import { connectTemporal } from '../../temporal/client.ts'`],
    ['workflows/application/a.ts', `import china from '../../config/calendar/china.json' with { type: 'json' }`],
    ['activities/a.ts', `import { buildApp } from '../api/app.ts'`],
    ['activities/a.ts', `import { application } from '../workflows/application/workflow.ts'`],
    ['db/a.ts', `import { openCase } from '../workflows/application/case.ts'`],
    ['db/a.ts', `import type { App } from '../api/app.ts'`],
    ['db/a.ts', `export { dueTime } from '../activities/calendar.ts'`],
    ['api/a.ts', `import { application } from '../workflows/application/workflow.ts'`],
    ['api/a.ts', `import { createActivities } from '../activities/create-activities.ts'`],
    ['api/a.ts', `const stack = await import('../scripts/stack/stack.ts')`],
    ['api/routes/index.ts', ''],
    ['test/index.ts', ''],
  ])('%s: %s', (file, source) => {
    expect(violations(file, source)).toHaveLength(1)
  })
})

test.each([
  ['domain/a.ts', `import type { B } from './b.schema.ts'`],
  ['domain/a.schema.ts', `import { z } from 'zod'`],
  ['workflows/application/a.ts', `import type { B } from '../../domain/b.schema.ts'`],
  ['workflows/application/a.ts', `import { stageAttribute } from '../../temporal/search-attributes.ts'`],
  ['activities/a.ts', `import { fold } from '../workflows/application/state.ts'`],
  ['api/routes/a.ts', `import { fileOpinion } from '../../workflows/application/messages.ts'`],
])('a file that keeps the rules is not: %s: %s', (file, source) => {
  expect(violations(file, source)).toEqual([])
})
