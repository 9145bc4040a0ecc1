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

/** Runs `work` on the stack of the environment, with statements that may take long, and closes what was opened. */
export async function withHistories<Result>(
  applicationName: string,
  work: (opened: Opened) => Promise<Result>,
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
      const replayer = await createReplayer(temporal, keyring, { codeDir: environment.WORKFLOW_CODE_DIR })
      return await work({ client: temporal, database, replayer })
    } finally {
      await temporal.connection.close()
    }
  } finally {
    await close()
  }
}
