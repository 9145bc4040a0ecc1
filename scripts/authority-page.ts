/** Writes the table of who sees what in `docs/authority.md`, from the configuration of 赤壁市. */
import { readFileSync, writeFileSync } from 'node:fs'
import { loadCities } from '../config/load-cities.ts'
import { authorityPage } from './authority/page.ts'

const page = new URL('../docs/authority.md', import.meta.url)
const city = loadCities().get('chibi')?.city
if (city === undefined) throw new Error('config/cities/chibi.json is missing')
writeFileSync(page, authorityPage(readFileSync(page, 'utf8'), city))
