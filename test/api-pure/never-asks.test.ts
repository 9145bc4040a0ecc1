import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const API = new URL('../../api/', import.meta.url)

describe('reads', () => {
  it('R-36, R-39: never ask a workflow: no query anywhere in the API', () => {
    const files = globSync('**/*.ts', { cwd: API })
    expect(files.length).toBeGreaterThan(100)
    const asking = files.filter((file) =>
      /\.query[(<]|^import \{[^}]*caseStateQuery|'matterState'|\.queryWorkflow\(/m.test(
        readFileSync(new URL(file, API), 'utf8'),
      ),
    )
    expect(asking).toEqual([])
  })
})
