import type { Client } from '@temporalio/client'
import type { Cities, loadCalendars } from '../config/load-cities.ts'
import type { Database } from '../db/client.ts'
import type { Environment } from '../environment.ts'
import type { FileStore } from './files/file-store.ts'
import type { ActJournal } from './temporal/act-journal.ts'
import type { LiveSettings } from './live/hub.ts'
import type { Policies } from './offers/policies.ts'
import type { NumberWatch } from './registration/number-watch.ts'

/** What the API stands on. */
export interface Dependencies {
  readonly environment: Environment
  readonly database: Database
  readonly temporal: Client
  readonly cities: Cities
  readonly calendars: ReturnType<typeof loadCalendars>
  readonly now: () => Date
  /** Whether new numbers may be given. */
  readonly numbers: NumberWatch
  readonly journal: ActJournal
  readonly policies: Policies
  /** Other than what open pages are told by as a rule: for tests. */
  readonly live: Partial<LiveSettings>
  /** Where the bytes of what is uploaded lie. */
  readonly files: FileStore
}

declare module 'fastify' {
  interface FastifyInstance {
    readonly deps: Dependencies
  }
}
