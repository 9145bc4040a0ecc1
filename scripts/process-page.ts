/** Writes `docs/process.md`: the flow and every act, found by trying the pure rules. */
import { writeFileSync } from 'node:fs'
import { processPage } from './process/page.ts'

writeFileSync(new URL('../docs/process.md', import.meta.url), processPage())
