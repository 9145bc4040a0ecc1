import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const top = fileURLToPath(new URL('../../', import.meta.url))
const OURS = ['activities', 'api', 'bench', 'db', 'domain', 'push', 'scripts', 'temporal', 'watch', 'workflows'].map(
  (folder) => `${folder}/**/*.ts`,
)

/** Of every place of ours where a workflow is started, what it says of an id that was used before. */
function startsIn(file: string): readonly string[] {
  const source = readFileSync(`${top}/${file}`, 'utf8')
  const starts = source.match(/\.workflow\.(?:start|execute|signalWithStart)\b/g) ?? []
  const policies = [...source.matchAll(/workflowIdReusePolicy: '(\w+)'/g)].map(([, policy = '']) => policy)
  return [...policies, ...starts.slice(policies.length).map(() => 'none')].map((policy) => `${file} ${policy}`)
}

it('R-36: an id is used again only where a case is mended', () => {
  const starts = globSync([...OURS, '*.ts'], { cwd: top })
    .map((file) => file.replaceAll('\\', '/'))
    .flatMap(startsIn)
  expect(starts.toSorted()).toEqual([
    'bench/raw/sender.ts REJECT_DUPLICATE',
    'scripts/chaos/forger.ts REJECT_DUPLICATE',
    'scripts/mend/start.ts ALLOW_DUPLICATE',
    'temporal/start-once.ts REJECT_DUPLICATE',
  ])
})
