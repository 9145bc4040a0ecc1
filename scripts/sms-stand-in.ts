/** Beside `npm start`: where one-time codes arrive, in a gateway's place. In production there is none. */
import { environmentOrExit, EnvironmentError } from '../environment.ts'
import { exitWithParent, failWith, tellParentReady } from '../lifecycle.ts'
import { assertListens } from '../start/listening.ts'
import { smsStandIn } from './stack/sms-stand-in.ts'

exitWithParent()
const environment = environmentOrExit()
try {
  if (environment.NODE_ENV === 'production')
    throw new EnvironmentError('NODE_ENV=production 时没有开发用短信：请以 SMS_URL 指明短信网关。')
  await assertListens(environment, 'SMS_PORT')
  const { server } = smsStandIn()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close(() => process.exit(0)))
  server.listen(environment.SMS_PORT, '127.0.0.1', tellParentReady)
} catch (error) {
  failWith('开发用短信', error)
}
