/** Writes `docs/process.md`: the flow and every act, found by trying the pure rules. */
import { writeFileSync } from 'node:fs'
import { loadCities } from '../config/load-cities.ts'
import { explore } from './process/explore.ts'
import { processPage } from './process/page.ts'

const city = loadCities().get('chibi')?.city
if (city === undefined) throw new Error('config/cities/chibi.json is missing')
writeFileSync(new URL('../docs/process.md', import.meta.url), processPage(city, explore(city)))
