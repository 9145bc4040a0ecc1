/** The API, against the servers given by address. SIGTERM lets requests under way end. */
import closeWithGrace from 'close-with-grace'
import { buildApp } from './api/app.ts'
import { tellWhereFilesAreAway } from './api/files/of-environment.ts'
import { requireIssuer } from './api/auth/verify-token.ts'
import { makeDataDir, makeFolder } from './config/data-dir.ts'
import { loadCities } from './config/load-cities.ts'
import { connectDatabase } from './db/client.ts'
import { environmentOrExit } from './environment.ts'
import { exitWithParent, failWith, tellParentReady } from './lifecycle.ts'
import { databasePlace, tellWhereDatabaseIsAway } from './start/database.ts'
import { assertListens, listeningProblem } from './start/listening.ts'
import { tellWhereOneRole } from './start/one-role.ts'
import { untilTemporalServes } from './start/temporal.ts'
import { connectTemporal } from './temporal/client.ts'
import { readKeyring } from './temporal/keyring.ts'

exitWithParent()
const environment = environmentOrExit()
const say = (text: string) => void process.stderr.write(`${text}\n`)

try {
  requireIssuer(environment)
  const keyring = readKeyring(environment)
  const cities = loadCities(environment.CITIES_DIR)
  if (environment.AUTH_DEVELOPMENT_ISSUER === 'on') makeDataDir(environment.DATA_DIR)
  if (environment.FILES_DIR !== undefined) makeFolder('FILES_DIR', environment.FILES_DIR, 0o700)
  await assertListens(environment, 'PORT')
  if (environment.API_METRICS_PORT !== undefined) await assertListens(environment, 'API_METRICS_PORT')
  await untilTemporalServes(environment, keyring, cities.keys(), say)
  await tellWhereDatabaseIsAway(environment, say)
  await tellWhereFilesAreAway(environment, say)
  const temporal = await connectTemporal(environment, keyring)
  const { database, close: closeDatabase } = connectDatabase(databasePlace(environment), {
    applicationName: 'seven-ones server',
  })
  void tellWhereOneRole(database, say)
  const app = await buildApp({ environment, database, temporal, cities })
  closeWithGrace({ delay: 10_000, logger: false }, async ({ err }) => {
    if (err) app.log.error(err)
    await app.close()
    await temporal.connection.close()
    await closeDatabase()
  })
  await app.listen({ host: environment.HOST, port: environment.PORT }).catch((error: unknown) => {
    throw listeningProblem(environment, 'PORT', error)
  })
  tellParentReady()
} catch (error) {
  failWith('服务进程', error)
}
