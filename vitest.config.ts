import { configDefaults, defineConfig } from 'vitest/config'
import type { TestProjectInlineConfiguration } from 'vitest/config'

const below = (folders: readonly string[]) => folders.map((folder) => `test/${folder}/**/*.test.ts`)

/**
 * Tests in these folders need servers; all others need none. Those of the second skip time on a server of their own,
 * beside the others.
 */
const ON_SERVERS = below(['api', 'projection', 'replay', 'resilience', 'push', 'mend'])
const SKIPPING = below(['workflows'])

/**
 * Temporal's native code needs processes; one file after the other, for what is measured in seconds must not wait for a
 * processor.
 */
function lane(name: string, include: string[]): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      include,
      globalSetup: ['test/servers/global-setup.ts'],
      pool: 'forks',
      fileParallelism: false,
      testTimeout: 60_000,
      hookTimeout: 120_000,
    },
  }
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...ON_SERVERS, ...SKIPPING],
          // Those of fast-check take seconds on a busy machine.
          testTimeout: 30_000,
        },
      },
      lane('servers', ON_SERVERS),
      lane('skipping', SKIPPING),
    ],
  },
})
