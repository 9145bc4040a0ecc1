/** An API as server.ts is one, that tells no case of the acts that were left to it; only chaos starts it. */
import closeWithGrace from 'close-with-grace'
import { buildApp } from '../../api/app.ts'
import { ActJournal } from '../../api/temporal/act-journal.ts'
import { loadCities } from '../../config/load-cities.ts'
import { connectDatabase } from '../../db/client.ts'
import { forgetAct } from '../../db/queries/act-journal.ts'
import type { JournalledAct } from '../../db/queries/act-journal.ts'
import { environmentOrExit } from '../../environment.ts'
import { exitWithParent, failWith, tellParentReady } from '../../lifecycle.ts'
import { databasePlace } from '../../start/database.ts'
import { connectTemporal } from '../../temporal/client.ts'
import { readKeyring } from '../../temporal/keyring.ts'

exitWithParent()
const environment = environmentOrExit()

try {
  const temporal = await connectTemporal(environment, readKeyring(environment))
  const { database } = connectDatabase(databasePlace(environment), { applicationName: 'seven-ones planted server' })
  class Silent extends ActJournal {
    override handBack({ updateId }: Pick<JournalledAct, 'updateId'>): Promise<void> {
      return forgetAct(database, updateId)
    }
  }
  const app = await buildApp({
    environment,
    database,
    temporal,
    cities: loadCities(environment.CITIES_DIR),
    journal: new Silent({ database, temporal, log: { warn: () => {} } }),
  })
  closeWithGrace({ delay: 10_000, logger: false }, () => app.close())
  await app.listen({ host: environment.HOST, port: environment.PORT })
  tellParentReady()
} catch (error) {
  failWith('植入故障的服务进程', error)
}
