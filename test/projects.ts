import { configDefaults } from 'vitest/config'
import type { TestProjectInlineConfiguration } from 'vitest/config'
import { CODE_DIR } from './code-dir.ts'
import { NODE_ARGUMENTS } from '../start/node-arguments.ts'

type NamedProject = TestProjectInlineConfiguration & { readonly test: { readonly name: string } }

const below = (folders: readonly string[]) => folders.map((folder) => `test/${folder}/**/*.test.ts`)

/** Tests in these folders need servers, those that kill servers and skip time their own; all others need none. */
const ON_SERVERS = below(['api'])
const PROJECTING = below(['projection'])
const PUSHING = below(['push'])
const REPLAYING = below(['replay', 'mend'])
const KILLING = below(['resilience'])
const SKIPPING = below(['workflows'])
/** A real browser on a desk. */
const BROWSING = below(['browser'])

/**
 * Temporal's native code needs processes; one file after the other, for what is measured in seconds must not wait for a
 * processor.
 */
function lane(name: string, include: string[], more: readonly string[] = []): NamedProject {
  return {
    test: {
      name,
      include,
      globalSetup: ['test/servers/global-setup.ts', ...more],
      pool: 'forks',
      execArgv: [...NODE_ARGUMENTS],
      fileParallelism: false,
      env: { WORKFLOW_CODE_DIR: CODE_DIR },
      testTimeout: 180_000,
      hookTimeout: 240_000,
      // What comes to be by itself does so within a moment, or later on a busy machine.
      expect: { poll: { timeout: 15_000 } },
    },
  }
}

/** One process for all its files: what is imported once need not be again. */
const sharing = ({ test }: NamedProject): NamedProject => ({ test: { ...test, isolate: false } })

export const PROJECTS: readonly NamedProject[] = [
  {
    test: {
      name: 'pure',
      include: ['test/**/*.test.ts'],
      exclude: [
        ...configDefaults.exclude,
        ...ON_SERVERS,
        ...PROJECTING,
        ...PUSHING,
        ...REPLAYING,
        ...KILLING,
        ...SKIPPING,
        ...BROWSING,
      ],
      // Nothing here leaves anything behind; what is imported once need not be again, a fifth of the time.
      isolate: false,
      execArgv: [...NODE_ARGUMENTS],
      // Those of fast-check and of all situations take seconds, on a busy machine a minute.
      testTimeout: 180_000,
      hookTimeout: 180_000,
      expect: { poll: { timeout: 15_000 } },
    },
  },
  lane('skipping', SKIPPING),
  lane('servers', ON_SERVERS),
  lane('projection', PROJECTING),
  lane('push', PUSHING),
  lane('replay', REPLAYING),
  lane('resilience', KILLING),
  sharing(lane('browser', BROWSING, ['test/servers/page-setup.ts'])),
]
