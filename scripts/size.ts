/** `npm run size`: the script that each entry loads before it shows anything, gzipped; fails above its budget. */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { PAGE_FOLDER } from '../api/page/built.ts'
import { buildPage } from './stack/build-page.ts'

const KIBIBYTE = 1024

/** By the chunk that Vite names after the desk's file; the first view loads `index` and what it imports. */
const ENTRIES = [
  { name: '待办（首屏）', chunk: 'index', budget: 170 },
  { name: '一件申请', chunk: 'case-desk', budget: 215 },
  { name: '登记', chunk: 'window-desk', budget: 215 },
  { name: '咨询与引导', chunk: 'asked-desk', budget: 185 },
  { name: '审计', chunk: 'audit-desk', budget: 185 },
  { name: '办公室', chunk: 'office-desk', budget: 185 },
] as const
/** An entry of its own. */
const FIELD = { name: '掌上办', page: 'field.html', budget: 110 } as const

interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
}

await buildPage((text) => void process.stderr.write(`${text}\n`))
const manifest = JSON.parse(readFileSync(join(PAGE_FOLDER, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>

const keyOf = (chunk: string) =>
  Object.keys(manifest).find(
    (key) => key === (chunk === 'index' ? 'index.html' : `src/desks/${folderOf(chunk)}/${chunk}.tsx`),
  )
const folderOf = (chunk: string) => chunk.split('-')[0] ?? ''

/** Of the chunk and of all that it imports before it runs. */
function filesOf(key: string, seen = new Set<string>()): ReadonlySet<string> {
  const chunk = manifest[key]
  if (chunk === undefined || seen.has(chunk.file)) return seen
  seen.add(chunk.file)
  for (const inner of chunk.imports ?? []) filesOf(inner, seen)
  return seen
}

let tooLarge = false
const first = filesOf('index.html')
for (const { name, chunk, budget } of ENTRIES) tell(name, new Set([...first, ...filesOf(keyOf(chunk) ?? '')]), budget)
tell(FIELD.name, filesOf(FIELD.page), FIELD.budget)
process.exitCode = tooLarge ? 1 : 0

function tell(name: string, files: ReadonlySet<string>, budget: number): void {
  const bytes = [...files].reduce((sum, file) => sum + statSync(join(PAGE_FOLDER, `${file}.gz`)).size, 0)
  const size = bytes / KIBIBYTE
  tooLarge ||= size > budget
  process.stdout.write(`${name}\t${size.toFixed(1)} KB gz（上限 ${budget}）${size > budget ? '　超过' : ''}\n`)
}
