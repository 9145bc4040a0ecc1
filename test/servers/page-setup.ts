/** The page and the browser, for all tests of the project `browser`. */
import type { TestProject } from 'vitest/node'
import { browser } from '../../scripts/stack/browser.ts'
import { buildPage } from '../../scripts/stack/build-page.ts'

declare module 'vitest' {
  interface ProvidedContext {
    browser: { readonly executablePath: string; readonly env: Record<string, string> }
  }
}

export default async function setUp(project: TestProject): Promise<void> {
  const say = (text: string) => void process.stderr.write(`${text}\n`)
  await buildPage(say)
  const { executablePath, env } = await browser(say)
  const given = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  project.provide('browser', { executablePath, env: Object.fromEntries(given) })
}
