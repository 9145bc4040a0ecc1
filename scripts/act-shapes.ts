/**
 * `node scripts/act-shapes.ts`: writes `domain/act/act-shapes.ts` and `domain/matter/matter-shapes.ts` from the schemas
 * of acts' bodies, for workflow code; a test refuses stale ones. Format them afterwards: `npm run format`.
 */
import { writeFileSync } from 'node:fs'
import { actShapes, matterShapes } from './shapes/shapes.ts'
import { shapesFile } from './shapes/written.ts'

const file = (path: string) => new URL(`../domain/${path}`, import.meta.url)

writeFileSync(file('act/act-shapes.ts'), shapesFile('ACT_SHAPES', 'ActType', './act.ts', actShapes()))
writeFileSync(file('matter/matter-shapes.ts'), shapesFile('MATTER_SHAPES', 'string', undefined, matterShapes()))
