/** Writes `docs/rules.md`: each rule, where it lives, and which tests hold it. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rulesHeld, rulesPage, unheld } from './rules/page.ts'

const held = rulesHeld(fileURLToPath(new URL('../', import.meta.url)))
writeFileSync(new URL('../docs/rules.md', import.meta.url), rulesPage(held))
const missing = unheld(held)
if (missing.length > 0) console.error(`没有测试的规则：${missing.join('、')}`)
