import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { importsOf, reachedFrom, violations } from './boundaries.ts'

const top = fileURLToPath(new URL('../../', import.meta.url))
const files = globSync('**/*.{ts,tsx}', {
  cwd: top,
  exclude: (path) => /(^|\/)(node_modules|\.data|\.cache)$/.test(path),
}).map((file) => file.replaceAll('\\', '/'))

test('imports go one way', () => {
  expect(files.length).toBeGreaterThan(20)
  expect(files.flatMap((file) => violations(file, readFileSync(`${top}/${file}`, 'utf8')))).toEqual([])
})

test('R-36: nothing that a validator runs can ask Temporal, so that a refused act leaves no marker', () => {
  const sources = new Map(files.map((file) => [file, readFileSync(`${top}/${file}`, 'utf8')]))
  const roots = files.filter((file) => /^workflows\/(?:[\w-]+\/)?core\/[\w-]+\.ts$/.test(file))
  const reached = reachedFrom(roots, sources)
  expect([...new Set(roots.map((file) => file.slice(0, file.lastIndexOf('/'))))].toSorted()).toEqual([
    'workflows/application/core',
    'workflows/core',
    ...['credit', 'instalments', 'later-inspection', 'lib', 'matter', 'meeting-report', 'rating', 'transfer'].map(
      (kind) => `workflows/${kind}/core`,
    ),
  ])
  expect([reached.length, reached.includes('workflows/application/core/survey.ts')]).toEqual([
    expect.toSatisfy((count: number) => count > 50),
    true,
  ])
  const asking = reached.filter((file) =>
    importsOf(sources.get(file) ?? '').some(
      ({ specifier, typeOnly }) => specifier.startsWith('@temporalio/') && !typeOnly,
    ),
  )
  expect(asking).toEqual([])
})

test('what a file reaches is followed through every import but those of types', () => {
  const sources = new Map([
    ['workflows/x/state.ts', `import { a } from './a.ts'\nimport type { B } from './b.ts'`],
    ['workflows/x/a.ts', `export * from '../lib/c.ts'`],
    ['workflows/x/b.ts', ''],
    ['workflows/lib/c.ts', `import { a } from '../x/a.ts'`],
  ])
  expect(reachedFrom(['workflows/x/state.ts'], sources)).toEqual([
    'workflows/x/state.ts',
    'workflows/x/a.ts',
    'workflows/lib/c.ts',
  ])
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
  expect(
    importsOf(source)
      .map(({ specifier, typeOnly }) => `${specifier}${typeOnly ? ' type' : ''}`)
      .toSorted(),
  ).toEqual(['./a.ts', './b.ts', './c.ts type', './d.ts', './e.ts', './h.ts', './i.ts', './j.ts', './k.json'])
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
    ['activities/a.ts', `import { startMatterClock } from '../workflows/matter/clock.ts'`],
    ['workflows/rating/a.ts', `import type { ReportActivities } from '../../activities/reports.ts'`],
    ['db/a.ts', `import type { Matter } from '../workflows/matter/matter.ts'`],
    ['push/a.ts', `import { rating } from '../workflows/rating/workflow.ts'`],
    ['api/a.ts', `import type { CreditActivities } from '../workflows/ports/credit.ts'`],
    ['workflows/rating/core/acts.ts', `if (patched('x')) refuse()`],
    ['db/a.ts', `import { openCase } from '../workflows/application/case.ts'`],
    ['db/a.ts', `import type { App } from '../api/app.ts'`],
    ['db/a.ts', `export { dueTime } from '../activities/calendar.ts'`],
    ['api/a.ts', `import { application } from '../workflows/application/workflow.ts'`],
    ['api/a.ts', `import { createActivities } from '../activities/create-activities.ts'`],
    ['api/a.ts', `const stack = await import('../scripts/stack/stack.ts')`],
    ['workflows/application/core/a.ts', `import { record } from '../case.ts'`],
    ['workflows/application/core/a.ts', `import type { ApplicationInput } from '../messages.ts'`],
    ['workflows/application/core/a.ts', `import { startClock } from '../clock.ts'`],
    ['workflows/application/core/a.ts', `import type { Sinks } from '@temporalio/workflow'`],
    ['workflows/transfer/core/a.ts', `import type { Dates } from '../../../activities/calendar.ts'`],
    ['api/a.ts', `import type { Case } from '../workflows/application/case.ts'`],
    ['db/a.ts', `import { receivedText } from '../workflows/application/received.ts'`],
    ['push/a.ts', `import { startClock } from '../workflows/application/clock.ts'`],
    ['activities/a.ts', `import type { Case } from '../workflows/application/case.ts'`],
    ['scripts/a.ts', `import type { Case } from '../workflows/application/case.ts'`],
    ['scripts/a.ts', `import { percentile } from '../bench/statistics.ts'`],
    ['api/a.ts', `import { percentile } from '../bench/statistics.ts'`],
    ['bench/a.ts', `import { openCase } from '../workflows/application/case.ts'`],
    ['web/src/a.tsx', `import { can } from '../../workflows/application/core/can.ts'`],
    ['web/src/a.tsx', `import { ApplicationViewSchema } from '../../api/views/application.schema.ts'`],
    ['scripts/a/b.ts', `import { registration } from '../../workflows/application/stages/registration.ts'`],
    ['workflows/application/clock.ts', `import { proxyLocalActivities } from '@temporalio/workflow'`],
    ['workflows/application/signals.ts', `const { parseAct } = wf.proxyLocalActivities<ParseActActivities>(CALENDAR)`],
    ['workflows/lib/activity-profiles.ts', `import type { LocalActivityOptions } from '@temporalio/workflow'`],
    ['workflows/lib/legacy.ts', `import { proxyLocalActivities } from '@temporalio/workflow'`],
    ['worker.ts', `import { proxyLocalActivities } from '@temporalio/workflow'`],
    ['workflows/application/signals.ts', `import { localActivities } from '../lib/legacy/local-activities.ts'`],
    ['workflows/application/core/survey.ts', `if (patched('x')) refuse()`],
    ['workflows/application/core/can.ts', `const is = patched('x')`],
    ['workflows/application/core/apply.ts', `if (patched('x')) return state`],
    ['workflows/application/core/awaited.ts', `deprecatePatch('x')`],
    ['workflows/transfer/core/acts.ts', `if (patched('x')) refuse()`],
    ['workflows/matter/core/matter-logic.ts', `if (patched('x')) refuse()`],
    ['domain/rating/rating.ts', `if (patched('x')) refuse()`],
    [
      'workflows/lib/acts.ts',
      `return {\n  perform: () => run.exact(),\n  validator(sent) {\n    if (run.exact()) { judge(sent) }\n  },\n}`,
    ],
    [
      'workflows/application/case.ts',
      `setHandler(update, perform, { validator: (act) => patched('x') && judge(act) })`,
    ],
    [
      'workflows/application/case.ts',
      `const validator = (act: Act): void => {\n  if (answered()) {\n    return\n  }\n` +
        `  if (the.run.exact()) judge(act)\n}`,
    ],
    ['workflows/lib/alarm.ts', `await condition(() => done() || next <= Date.now())`],
    ['workflows/lib/alarm.ts', `await condition(() => (isOver(at)\n  && at <= Date.parse(now())), 5)`],
    ['workflows/application/case.ts', `await condition(() => workflowInfo().continueAsNewSuggested && isIdle(the))`],
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
  ['workflows/lib/legacy/local-activities.ts', `import { proxyLocalActivities } from '@temporalio/workflow'`],
  [
    'workflows/application/clock.ts',
    `/** No proxyLocalActivities() any more. */\nif (patched('x')) await condition(done)`,
  ],
  ['workflows/application/stages/instalments.ts', `if (!patched('x')) return`],
  [
    'workflows/lib/acts.ts',
    `return {\n  validator(sent) {\n    if (run.rest.reached()) { judge(sent) }\n  },\n` +
      `  perform: () => run.exact(),\n}`,
  ],
  ['workflows/application/case.ts', `const { perform, validator } = actHandler({ run })\nif (patched('x')) go()`],
  [
    'workflows/lib/alarm.ts',
    `await condition(() => earliest() < next && !isOver(next), Math.max(1, next - Date.now()))`,
  ],
  ['activities/a.ts', `import { fold } from '../workflows/application/core/apply.ts'`],
  ['db/a.ts', `import type { CaseState } from '../workflows/application/core/case-state.ts'`],
  [
    'scripts/a.ts',
    `import { buildApp } from '../api/app.ts'\nimport { apply } from '../workflows/transfer/core/state.ts'`,
  ],
  ['bench/a.ts', `import { connectable } from '../scripts/demo/scenarios/connectable.ts'`],
  ['push/a.ts', `import { rectificationDeadlineId } from '../workflows/lib/core/rectification.ts'`],
  [
    'workflows/application/core/a.ts',
    `import type { B } from '../../../domain/b.schema.ts'\nimport { c } from './c.ts'`,
  ],
  ['workflows/later-inspection/core/a.ts', `import { isPaid } from '../../instalments/core/paid.ts'`],
  ['api/routes/a.ts', `import { fileOpinion } from '../../workflows/application/messages.ts'`],
])('a file that keeps the rules is not: %s: %s', (file, source) => {
  expect(violations(file, source)).toEqual([])
})
