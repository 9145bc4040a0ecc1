import type { Client } from '@temporalio/client'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import { loadCities } from '../../config/load-cities.ts'
import { connectDatabase } from '../../db/client.ts'
import type { Database } from '../../db/client.ts'
import { environmentOrExit } from '../../environment.ts'
import { databasePlace } from '../../start/database.ts'
import { untilTemporalServes } from '../../start/temporal.ts'
import { connectTemporal } from '../../temporal/client.ts'
import { readKeyring } from '../../temporal/keyring.ts'
import { createReplayer } from './replayer.ts'
import type { Replayer } from './replayer.ts'

export interface Opened {
  readonly client: Client
  readonly database: Database
  readonly replayer: Replayer
}

/** Whose workflows are bundled only once somebody asks. */
export interface OpenedLazily extends Omit<Opened, 'replayer'> {
  readonly replayer: () => Promise<Replayer>
}

/** Runs `work` on the stack of the environment, with statements that may take long, and closes what was opened. */
export function withHistories<Result>(
  applicationName: string,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  return withHistoriesLazily(applicationName, async ({ replayer, ...opened }) =>
    work({ ...opened, replayer: await replayer() }),
  )
}

/** The same, for a program that waits to be asked. */
export async function withHistoriesLazily<Result>(
  applicationName: string,
  work: (opened: OpenedLazily) => Promise<Result>,
): Promise<Result> {
  const environment = environmentOrExit()
  Runtime.install({ logger: new DefaultLogger('WARN') })
  const keyring = readKeyring(environment)
  const cities = loadCities(environment.CITIES_DIR).keys()
  await untilTemporalServes(environment, keyring, cities, (text) => void process.stderr.write(`${text}\n`))
  const { database, close } = connectDatabase(databasePlace(environment), {
    max: 2,
    applicationName,
    statementTimeoutMs: 0,
  })
  try {
    const temporal = await connectTemporal(environment, keyring)
    try {
      let made: Promise<Replayer> | undefined
      const make = () =>
        createReplayer(temporal, keyring, { codeDir: environment.WORKFLOW_CODE_DIR }).catch((error: unknown) => {
          made = undefined
          throw error
        })
      return await work({ client: temporal, database, replayer: () => (made ??= make()) })
    } finally {
      await temporal.connection.close()
    }
  } finally {
    await close()
  }
}
