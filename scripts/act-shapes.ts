/**
 * `node scripts/act-shapes.ts`: writes `domain/act/act-shapes.ts`, `domain/matter/matter-shapes.ts` and
 * `domain/matter/start-shapes.ts` from the schemas of what is posted and of a city's policy, for workflow code; a test
 * refuses stale ones. Format them afterwards: `npm run format`.
 */
import { writeFileSync } from 'node:fs'
import { actShapes, matterShapes, startShapes } from './shapes/shapes.ts'
import { sharedIn } from './shapes/shared.ts'
import { shapesFile } from './shapes/written.ts'

const file = (path: string) => new URL(`../domain/${path}`, import.meta.url)

writeFileSync(file('act/act-shapes.ts'), shapesFile('ACT_SHAPES', 'ActType', './act.ts', actShapes()))
writeFileSync(file('matter/matter-shapes.ts'), shapesFile('MATTER_SHAPES', 'string', undefined, matterShapes()))
const starts = sharedIn(startShapes())
writeFileSync(
  file('matter/start-shapes.ts'),
  shapesFile('START_SHAPES', 'StartPart', './start-part.ts', starts.shapes, starts.parts),
)
