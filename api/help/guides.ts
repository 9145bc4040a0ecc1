/** The pages of `docs/` that tell how a desk is used, and the pictures in them; read once. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const docs = (file: string) => fileURLToPath(new URL(`../../docs/${file}`, import.meta.url))

const FILES = {
  inbox: 'desk-inbox.md',
  case: 'desk-case.md',
  window: 'desk-window.md',
  field: 'desk-field.md',
  office: 'desk-office.md',
  audit: 'desk-audit.md',
  applicant: 'applicant.md',
} as const

export type Guide = keyof typeof FILES
export const GUIDES = Object.keys(FILES) as [Guide, ...Guide[]]

/** What follows is for who runs it. */
const FOR_OPERATORS = /\n## 给运行维护人员[^]*$/

export function readGuides(): ReadonlyMap<Guide, string> {
  return new Map(GUIDES.map((guide) => [guide, readFileSync(docs(FILES[guide]), 'utf8').replace(FOR_OPERATORS, '\n')]))
}

/** By name; none but those that a guide shows. */
export function readPictures(guides: ReadonlyMap<Guide, string>): ReadonlyMap<string, Buffer> {
  const names = [...guides.values()].flatMap((text) => [...text.matchAll(/screenshots\/([\w-]+\.png)/g)])
  return new Map(names.map(([, name = '']) => [name, readFileSync(docs(`screenshots/${name}`))]))
}
