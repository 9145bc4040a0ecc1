import { configDefaults, defineConfig } from 'vitest/config'

/** Tests in these folders need servers; all others need none. */
const withServers = ['workflows', 'api', 'projection', 'replay', 'resilience', 'push', 'mend'].map((folder) => `test/${folder}/**/*.test.ts`)

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...withServers],
          // Those of fast-check take seconds on a busy machine.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'servers',
          include: withServers,
          globalSetup: ['test/servers/global-setup.ts'],
          // Temporal's native code needs processes, and two cores need one file after the other.
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
