// `prepare` of package.json, after each installation: this clone's commits are checked by .githooks. Plain JavaScript,
// with no dependency and no network. Where it is not for us to say, nothing is set; it never fails.
import { execFileSync } from 'node:child_process'
import { readdirSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** What git answers; nothing where it says no, or is not there. */
function git(...args) {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return undefined
  }
}

/** Hooks of somebody's own, which another path would silence. */
function hasOwnHooks() {
  const folder = git('rev-parse', '--path-format=absolute', '--git-common-dir')
  try {
    return readdirSync(join(folder ?? '', 'hooks')).some((file) => !file.endsWith('.sample'))
  } catch {
    return false
  }
}

const top = git('rev-parse', '--show-toplevel')
const isOurs = top !== undefined && realpathSync(top) === realpathSync(root)
if (isOurs && !process.env.CI && git('config', '--get', 'core.hooksPath') === undefined && !hasOwnHooks())
  git('config', 'core.hooksPath', '.githooks')
