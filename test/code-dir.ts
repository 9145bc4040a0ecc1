import { join } from 'node:path'
import { cacheDir } from '../scripts/stack/cache.ts'

/** WORKFLOW_CODE_DIR of everything that runs in tests. */
export const CODE_DIR = join(cacheDir, 'workflow-code')
