/** The API, against the servers given by address. SIGTERM lets requests under way end. */
import closeWithGrace from 'close-with-grace'
import { buildApp } from './api/app.ts'
import { requireIssuer } from './api/auth/verify-token.ts'
import { connectDatabase } from './db/client.ts'
import { databaseUrl, environmentOrExit } from './environment.ts'
import { exitWithParent, failWith, tellParentReady } from './lifecycle.ts'
import { connectTemporal } from './temporal/client.ts'

exitWithParent()
const environment = environmentOrExit()

try {
  requireIssuer(environment)
  const temporal = await connectTemporal(environment)
  const { database, close: closeDatabase } = connectDatabase(databaseUrl(environment), {
    applicationName: 'seven-ones server',
  })
  const app = await buildApp({ environment, database, temporal })
  closeWithGrace({ delay: 10_000, logger: false }, async ({ err }) => {
    if (err) app.log.error(err)
    await app.close()
    await temporal.connection.close()
    await closeDatabase()
  })
  await app.listen({ host: environment.HOST, port: environment.PORT })
  tellParentReady()
} catch (error) {
  failWith('服务进程', error)
}
