/**
 * A deliverer as a program of its own, to be killed: `node deliverer-process.ts DATABASE_URL PAYLOAD_KEYS SETTINGS`.
 */
import { loadCities } from '../../config/load-cities.ts'
import { connectDatabase } from '../../db/client.ts'
import { Deliverer } from '../../push/deliverer.ts'
import type { PushSettings } from '../../push/settings.ts'
import { parseKeyring } from '../../temporal/keyring.ts'

const [url = '', keys = '', settings = ''] = process.argv.slice(2)
const { database } = connectDatabase(url)
const cities = loadCities()
const silent = () => {}
const metrics = { delivered: silent, failed: silent, parked: silent, unreadable: silent, figures: silent }
new Deliverer(
  {
    database,
    keyring: parseKeyring(keys),
    metrics,
    log: { info: silent, warn: silent },
    cityOf: (key) => cities.get(key)?.city,
  },
  JSON.parse(settings) as PushSettings,
).start()
process.once('disconnect', () => process.exit())
